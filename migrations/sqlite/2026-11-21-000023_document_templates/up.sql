-- Word files of an office whose fields are filled from documents. The file is kept sealed with its hash and never changes; one that is no longer used
-- stays for whoever asks what an older document was made from.
CREATE TABLE document_template (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT,
    name TEXT NOT NULL,
    blob_id INTEGER NOT NULL REFERENCES blob (id),
    file_name TEXT NOT NULL,
    account_id INTEGER,
    added_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX document_template_unit ON document_template (unit_id);
