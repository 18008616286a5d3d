CREATE TABLE provider (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    spelling_keys TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE programme (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    ladder TEXT,
    level INTEGER,
    min_age INTEGER NOT NULL,
    term_months INTEGER,
    holder TEXT NOT NULL,
    retired_on TEXT,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE milestone (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    meaning TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (programme_id, code)
) STRICT;

-- Which milestone has to hold before somebody can enrol, where needed only through one channel.
CREATE TABLE programme_prerequisite (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    milestone_id INTEGER NOT NULL REFERENCES milestone (id),
    channel TEXT NOT NULL,
    PRIMARY KEY (programme_id, milestone_id, channel)
) STRICT;

CREATE TABLE package (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    provider_id INTEGER REFERENCES provider (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    price_dong INTEGER,
    term_months INTEGER,
    position INTEGER NOT NULL,
    UNIQUE (programme_id, code)
) STRICT;

CREATE TABLE barrier (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    cause TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
