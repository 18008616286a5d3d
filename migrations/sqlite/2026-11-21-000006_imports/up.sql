CREATE TABLE blob (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL,
    content BLOB NOT NULL,
    plain_bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    account_id INTEGER,
    file_name TEXT NOT NULL,
    file_blob_id INTEGER REFERENCES blob (id),
    file_sha256 BLOB NOT NULL,
    listed_on TEXT NOT NULL,
    state TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    counts TEXT NOT NULL,
    sheets TEXT NOT NULL,
    created_at TEXT NOT NULL,
    committed_at TEXT
) STRICT;
CREATE INDEX import_batch_unit ON import_batch (unit_id, created_at);
CREATE INDEX import_batch_hash ON import_batch (file_sha256);

-- The staged rows of a preview, sealed, some hundred a piece, so that a page of the preview opens one piece.
CREATE TABLE import_chunk (
    batch_id INTEGER NOT NULL REFERENCES import_batch (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    classes TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (batch_id, position)
) STRICT;

-- Which list named whom where: decides residence when several lists name a person, whatever the order of the files.
CREATE TABLE listing (
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    place TEXT NOT NULL,
    departed INTEGER NOT NULL,
    listed_on TEXT NOT NULL,
    PRIMARY KEY (person_id, batch_id, unit_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX listing_batch ON listing (batch_id);
