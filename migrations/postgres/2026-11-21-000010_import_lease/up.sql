-- Which process reads a batch, and until when it is believed to be alive; another one takes over what was left behind.
ALTER TABLE import_batch ADD COLUMN reader TEXT;
ALTER TABLE import_batch ADD COLUMN lease_until TIMESTAMP;
-- How often a process began to read the file as it stands, so that a file no process survives is given up.
ALTER TABLE import_batch ADD COLUMN readings INTEGER NOT NULL DEFAULT 0;
