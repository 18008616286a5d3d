-- PDFs that are attached to a document as they are, behind a sheet of their own, in order. The bytes are a copy, so that a document keeps what it was
-- issued with whatever becomes of the register or the campaign that the file was taken from (source: incoming, ground, upload).
CREATE TABLE document_attachment (
    document_id BIGINT NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    blob_id BIGINT NOT NULL REFERENCES blob (id),
    file_name TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    pages INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    account_id BIGINT,
    attached_at TIMESTAMP NOT NULL,
    PRIMARY KEY (document_id, position),
    CHECK (pages > 0)
);
