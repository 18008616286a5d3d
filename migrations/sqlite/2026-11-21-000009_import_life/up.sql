-- The revision of a person changes with everything that is known of the person, by import or by hand. It is drawn at random, so two states never share
-- one, and an undo that brings an earlier state back may bring its revision back too.
ALTER TABLE person RENAME COLUMN version TO revision;

-- Files too large for one row are kept in sealed pieces; the row in blob then holds nothing but their length and hash.
CREATE TABLE blob_piece (
    blob_id INTEGER NOT NULL REFERENCES blob (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (blob_id, position)
) STRICT;

ALTER TABLE import_batch ADD COLUMN comment TEXT;
-- What people decided about columns, words, places and rows of the file, sealed.
ALTER TABLE import_batch ADD COLUMN choices BLOB;
-- Hash of the headers: what was decided for one file is proposed for the next of the same form.
ALTER TABLE import_batch ADD COLUMN fingerprint BLOB;
-- The committed batch whose corrected file this is.
ALTER TABLE import_batch ADD COLUMN continues_id INTEGER;
ALTER TABLE import_batch ADD COLUMN undone_at TEXT;
ALTER TABLE import_batch ADD COLUMN undone_by INTEGER;

-- Who is known in the places of the list and not named by it, some hundred a piece, sealed.
CREATE TABLE import_absent (
    batch_id INTEGER NOT NULL REFERENCES import_batch (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person_count INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (batch_id, position)
) STRICT;

-- How the people of a batch stood before it and which revision it left, sealed: what an undo needs.
CREATE TABLE import_before (
    batch_id INTEGER NOT NULL REFERENCES import_batch (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (batch_id, position)
) STRICT;

-- Decisions about files of one form of one unit, proposed again for the next one.
CREATE TABLE import_mapping (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    fingerprint BLOB NOT NULL,
    choices TEXT NOT NULL,
    account_id INTEGER,
    used_at TEXT NOT NULL,
    PRIMARY KEY (unit_id, fingerprint)
) STRICT;

-- A row that says the same again about a person of the same revision changes nothing; both are compared without opening seals.
ALTER TABLE listing ADD COLUMN row_digest BLOB;
ALTER TABLE listing ADD COLUMN person_revision INTEGER;
