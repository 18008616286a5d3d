CREATE TABLE campaign (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    title TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    default_as_of TEXT,
    rounding TEXT NOT NULL,
    purpose TEXT NOT NULL,
    retention_until TEXT NOT NULL,
    support_link TEXT,
    created_at TEXT NOT NULL,
    CHECK (starts_on <= ends_on)
) STRICT;
CREATE INDEX campaign_unit ON campaign (unit_id);

CREATE TABLE legal_ground (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    position INTEGER NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (campaign_id, position)
) STRICT;

-- One counted quantity, shared by the measures of all campaigns. category is '' for all categories, so that the unique key works on both databases.
CREATE TABLE tally (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    audience TEXT NOT NULL,
    category TEXT NOT NULL,
    counted TEXT NOT NULL,
    UNIQUE (audience, category, counted)
) STRICT;

CREATE TABLE measure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    code TEXT NOT NULL,
    audience TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    done_tally_id INTEGER NOT NULL REFERENCES tally (id),
    issued_tally_id INTEGER REFERENCES tally (id),
    eligible_tally_id INTEGER NOT NULL REFERENCES tally (id),
    UNIQUE (campaign_id, code, audience)
) STRICT;

-- Revisions are kept: the highest one holds.
CREATE TABLE quota (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    revision INTEGER NOT NULL,
    people INTEGER,
    share_hundredths INTEGER,
    deadline TEXT NOT NULL,
    document TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (measure_id, unit_id, revision),
    CHECK ((people IS NULL) <> (share_hundredths IS NULL))
) STRICT;
CREATE INDEX quota_unit ON quota (unit_id);

-- Sparse deltas; a figure is their running sum to the as-of date. Kept up in the transaction that changes an event, for the unit and all units above.
CREATE TABLE counter (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    tally_id INTEGER NOT NULL REFERENCES tally (id),
    day TEXT NOT NULL,
    delta INTEGER NOT NULL,
    PRIMARY KEY (unit_id, tally_id, day)
) STRICT, WITHOUT ROWID;

-- Which units are counted from a list (a unit without one has no data, which is not zero), with the day of the latest list.
CREATE TABLE unit_roster (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    audience TEXT NOT NULL,
    listed_on TEXT NOT NULL,
    PRIMARY KEY (unit_id, audience)
) STRICT, WITHOUT ROWID;
