DROP TABLE round_link;
DROP TABLE round_event;
DROP TABLE submission;
DROP TABLE round_unit;
DROP TABLE round_hop;
DROP TABLE round_measure;
DROP TABLE round;
