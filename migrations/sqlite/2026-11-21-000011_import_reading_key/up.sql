-- Hash of the file and of everything that decided how it was read and compared: the same file once more need not be read again.
ALTER TABLE import_batch ADD COLUMN reading_key BLOB;
