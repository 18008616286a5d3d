DROP TABLE id_sequence;
DROP TABLE milestone_event;
DROP TABLE enrollment;
DROP TABLE person_barrier;
DROP TABLE name_token;
DROP TABLE past_residence;
DROP TABLE person;
