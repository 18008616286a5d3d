ALTER TABLE barrier DROP COLUMN of_units;
DROP INDEX milestone_event_account;
DROP TABLE added_person;
DROP TABLE programme_channel;
