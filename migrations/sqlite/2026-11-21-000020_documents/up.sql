-- An official document from its draft to its end. content (what it says now) and composed (what the program wrote) are sealed; once it is issued, the
-- files are kept with their hash and nothing of the row but state and successor changes.
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    body TEXT NOT NULL,
    kind TEXT NOT NULL,
    snapshot_id INTEGER NOT NULL REFERENCES snapshot (id),
    state TEXT NOT NULL,
    subject TEXT NOT NULL,
    search_key TEXT NOT NULL,
    content BLOB NOT NULL,
    composed BLOB NOT NULL,
    revision INTEGER NOT NULL,
    issued_on TEXT,
    pdf_blob_id INTEGER REFERENCES blob (id),
    docx_blob_id INTEGER REFERENCES blob (id),
    signed_blob_id INTEGER REFERENCES blob (id),
    signed_name TEXT,
    superseded_by INTEGER REFERENCES document (id),
    account_id INTEGER,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX document_campaign ON document (campaign_id, unit_id);
CREATE INDEX document_unit ON document (unit_id);

-- Numbers of a body's documents in a year. A number without a document is a gap with its reason; one below the highest that has no row at all still
-- has to be explained.
CREATE TABLE document_number (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    body TEXT NOT NULL,
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    document_id INTEGER REFERENCES document (id),
    reason TEXT,
    given_on TEXT NOT NULL,
    account_id INTEGER,
    given_at TEXT NOT NULL,
    PRIMARY KEY (unit_id, body, series, year, number),
    CHECK (number > 0),
    CHECK (document_id IS NOT NULL OR reason IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX document_number_document ON document_number (document_id);

-- Documents that came in, numbered by day of arrival (Nghị định 30/2020/NĐ-CP, Phụ lục IV).
CREATE TABLE incoming_document (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    arrived_on TEXT NOT NULL,
    author TEXT NOT NULL,
    symbol TEXT NOT NULL,
    dated_on TEXT NOT NULL,
    subject TEXT NOT NULL,
    receiver TEXT NOT NULL,
    forwarded_on TEXT,
    note TEXT,
    blob_id INTEGER REFERENCES blob (id),
    file_name TEXT,
    account_id INTEGER,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (unit_id, year, number),
    CHECK (number > 0)
) STRICT;
