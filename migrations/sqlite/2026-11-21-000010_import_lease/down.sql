ALTER TABLE import_batch DROP COLUMN readings;
ALTER TABLE import_batch DROP COLUMN lease_until;
ALTER TABLE import_batch DROP COLUMN reader;
