-- A total that a unit reports, beside what is counted from lists. Never overwritten: a correction takes the old one back and adds a new one.
-- Of a share, value is the part and base the whole.
CREATE TABLE reported_figure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    as_of TEXT NOT NULL,
    value INTEGER NOT NULL,
    base INTEGER,
    source TEXT NOT NULL,
    submission_id INTEGER,
    note TEXT,
    account_id INTEGER,
    recorded_at TEXT NOT NULL,
    revoked_at TEXT,
    revoked_by INTEGER,
    CHECK (value >= 0)
) STRICT;
CREATE INDEX reported_figure_place ON reported_figure (unit_id, measure_id, as_of);
CREATE INDEX reported_figure_submission ON reported_figure (submission_id);

-- Frozen figures of a campaign at a date, on the unit tree of that date; what cites them can be made again from them.
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    as_of TEXT NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 BLOB NOT NULL,
    account_id INTEGER,
    taken_at TEXT NOT NULL
) STRICT;
CREATE INDEX snapshot_campaign ON snapshot (campaign_id, unit_id);

-- What somebody saw on the page of a unit the last time and the time before: what has changed since is told from it.
CREATE TABLE last_visit (
    account_id INTEGER NOT NULL REFERENCES account (id),
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    seen_at TEXT NOT NULL,
    figures TEXT NOT NULL,
    before_at TEXT,
    before_figures TEXT,
    PRIMARY KEY (account_id, campaign_id, unit_id)
) STRICT;
