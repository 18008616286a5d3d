-- ID numbers and phones are sealed (AEAD) and found by a keyed blind index; names, birth dates and villages are clear, for search and sorting.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    full_name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    sex TEXT,
    birth_date TEXT,
    national_id_sealed BLOB,
    national_id_index BLOB UNIQUE,
    old_card_sealed BLOB,
    old_card_index BLOB,
    phone_sealed BLOB,
    phone_index BLOB,
    second_phone_sealed BLOB,
    alive INTEGER NOT NULL,
    died_on TEXT,
    residence_id INTEGER REFERENCES unit (id),
    residence_kind TEXT,
    residence_since TEXT,
    household TEXT,
    address_line TEXT,
    workplace_id INTEGER REFERENCES unit (id),
    post TEXT,
    staff_category TEXT,
    party_member INTEGER NOT NULL,
    listed_on TEXT,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CHECK (national_id_sealed IS NULL OR national_id_index IS NOT NULL)
) STRICT;
CREATE INDEX person_old_card ON person (old_card_index) WHERE old_card_index IS NOT NULL;
CREATE INDEX person_phone ON person (phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX person_residence ON person (residence_id, sort_key);
CREATE INDEX person_workplace ON person (workplace_id, sort_key) WHERE workplace_id IS NOT NULL;
CREATE INDEX person_match ON person (match_key, birth_date);
CREATE INDEX person_sort ON person (sort_key, id);

-- A dated move keeps where the person lived before.
CREATE TABLE past_residence (
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    lived_from TEXT NOT NULL,
    lived_to TEXT NOT NULL,
    PRIMARY KEY (person_id, lived_from)
) STRICT, WITHOUT ROWID;

-- Folded words of names, for search without diacritics by prefix, the same on both databases.
CREATE TABLE name_token (
    token TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (token, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_token_person ON name_token (person_id);

CREATE TABLE person_barrier (
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    barrier_code TEXT NOT NULL REFERENCES barrier (code),
    noted_on TEXT NOT NULL,
    batch_id INTEGER,
    account_id INTEGER,
    PRIMARY KEY (person_id, barrier_code)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_barrier_code ON person_barrier (barrier_code, person_id);

-- One person in one programme. The days are derived from the events whenever these change, so that lists can be filtered without reading events.
CREATE TABLE enrollment (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    provider_id INTEGER REFERENCES provider (id),
    channel TEXT,
    issued_on TEXT,
    achieved_on TEXT,
    raised_on TEXT,
    expires_on TEXT,
    UNIQUE (person_id, programme_id)
) STRICT;

-- Append-only: a correction adds an event that revokes an earlier one. Only undo of an import and erasure of a person delete.
CREATE TABLE milestone_event (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    milestone_id INTEGER NOT NULL REFERENCES milestone (id),
    happened_on TEXT NOT NULL,
    precision TEXT NOT NULL,
    batch_id INTEGER,
    account_id INTEGER,
    revokes_id INTEGER REFERENCES milestone_event (id) ON DELETE CASCADE,
    reason TEXT,
    recorded_at TEXT NOT NULL,
    CHECK ((batch_id IS NULL) <> (account_id IS NULL))
) STRICT;
CREATE INDEX milestone_event_person ON milestone_event (person_id);
CREATE INDEX milestone_event_batch ON milestone_event (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX milestone_event_revokes ON milestone_event (revokes_id) WHERE revokes_id IS NOT NULL;

-- Identities of rows that are written in bulk are handed out in blocks and never again, also after an undo.
CREATE TABLE id_sequence (
    name TEXT NOT NULL PRIMARY KEY,
    last_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO id_sequence (name, last_id) VALUES ('person', 0), ('enrollment', 0), ('milestone_event', 0);
