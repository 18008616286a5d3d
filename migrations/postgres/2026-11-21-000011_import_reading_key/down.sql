ALTER TABLE import_batch DROP COLUMN reading_key;
