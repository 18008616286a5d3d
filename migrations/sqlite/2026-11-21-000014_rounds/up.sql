-- A report that units owe: figures of a stretch of days, collected over one or more hops.
CREATE TABLE round (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    document TEXT,
    note TEXT,
    locked INTEGER NOT NULL,
    account_id INTEGER,
    created_at TEXT NOT NULL,
    UNIQUE (campaign_id, unit_id, name),
    CHECK (period_from <= period_to)
) STRICT;

-- What is asked for.
CREATE TABLE round_measure (
    round_id INTEGER NOT NULL REFERENCES round (id),
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    PRIMARY KEY (round_id, measure_id)
) STRICT;

-- A hop: who receives, by when as first given (the last day that counts, and whether it was worded "trước" or "đến hết"). The last one may lead to somebody above who is no unit here, known by name only.
CREATE TABLE round_hop (
    round_id INTEGER NOT NULL REFERENCES round (id),
    hop INTEGER NOT NULL,
    receiver_id INTEGER REFERENCES unit (id),
    receiver_name TEXT NOT NULL,
    due_on TEXT NOT NULL,
    due_time TEXT,
    due_wording TEXT NOT NULL,
    PRIMARY KEY (round_id, hop)
) STRICT;

-- Who has to report at a hop.
CREATE TABLE round_unit (
    round_id INTEGER NOT NULL REFERENCES round (id),
    hop INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (round_id, hop, unit_id)
) STRICT;
CREATE INDEX round_unit_unit ON round_unit (unit_id);

-- What a unit handed in; the last row that was not withdrawn counts. The state is the last decision in round_event.
CREATE TABLE submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL REFERENCES round (id),
    hop INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    state TEXT NOT NULL,
    nil INTEGER NOT NULL,
    source TEXT NOT NULL,
    batch_id INTEGER,
    note TEXT,
    received_at TEXT NOT NULL,
    account_id INTEGER,
    decided_at TEXT,
    decided_by INTEGER,
    reason TEXT
) STRICT;
CREATE INDEX submission_round ON submission (round_id, hop, unit_id);

-- What was done about a round: a new date given, locked and unlocked, reminded, a report accepted, returned or withdrawn.
CREATE TABLE round_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL REFERENCES round (id),
    hop INTEGER,
    unit_id INTEGER REFERENCES unit (id),
    submission_id INTEGER REFERENCES submission (id),
    kind TEXT NOT NULL,
    due_on TEXT,
    due_time TEXT,
    due_wording TEXT,
    document TEXT,
    reason TEXT,
    account_id INTEGER,
    happened_at TEXT NOT NULL
) STRICT;
CREATE INDEX round_event_round ON round_event (round_id);

-- A link with which a unit without an account reports once; only a hash of the secret is kept.
CREATE TABLE round_link (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL REFERENCES round (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    secret_hash BLOB NOT NULL UNIQUE,
    account_id INTEGER,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX round_link_round ON round_link (round_id, unit_id);
