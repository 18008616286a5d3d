DROP TABLE listing;
DROP TABLE import_chunk;
DROP TABLE import_batch;
DROP TABLE blob;
