-- A unit is an identity; what it is called, what kind it is and where it stands are versions with a validity, because communes merge, split, are
-- renamed and reclassified. Days: both ends included; 1900-01-01 stands for "always has been", 9999-12-31 for "still".
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE unit_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    official_code TEXT,
    parent_id INTEGER REFERENCES unit (id),
    line_superior_id INTEGER REFERENCES unit (id),
    local_order INTEGER NOT NULL,
    search_key TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    UNIQUE (unit_id, valid_from),
    CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX unit_version_parent ON unit_version (parent_id, valid_to);
CREATE INDEX unit_version_code ON unit_version (official_code);

-- Which units stood above a unit (itself included, depth 0), and when.
CREATE TABLE unit_ancestor (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    ancestor_id INTEGER NOT NULL REFERENCES unit (id),
    depth INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    PRIMARY KEY (unit_id, ancestor_id, valid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_ancestor_down ON unit_ancestor (ancestor_id, unit_id);

CREATE TABLE unit_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    effective_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_unit_id INTEGER NOT NULL REFERENCES unit (id),
    to_unit_id INTEGER NOT NULL REFERENCES unit (id),
    legal_basis TEXT,
    UNIQUE (from_unit_id, to_unit_id, effective_on)
) STRICT;
CREATE INDEX unit_change_to ON unit_change (to_unit_id);

CREATE TABLE unit_contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    post TEXT,
    phone_sealed BLOB,
    email TEXT
) STRICT;
CREATE INDEX unit_contact_unit ON unit_contact (unit_id);
