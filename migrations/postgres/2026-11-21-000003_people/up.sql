-- ID numbers and phones are sealed (AEAD) and found by a keyed blind index; names, birth dates and villages are clear, for search and sorting.
CREATE TABLE person (
    id BIGINT PRIMARY KEY,
    full_name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    sex TEXT,
    birth_date TEXT,
    national_id_sealed BYTEA,
    national_id_index BYTEA UNIQUE,
    old_card_sealed BYTEA,
    old_card_index BYTEA,
    phone_sealed BYTEA,
    phone_index BYTEA,
    second_phone_sealed BYTEA,
    alive BOOLEAN NOT NULL,
    died_on DATE,
    residence_id BIGINT REFERENCES unit (id),
    residence_kind TEXT,
    residence_since DATE,
    household TEXT,
    address_line TEXT,
    workplace_id BIGINT REFERENCES unit (id),
    post TEXT,
    staff_category TEXT,
    party_member BOOLEAN NOT NULL,
    listed_on DATE,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL,
    CHECK (national_id_sealed IS NULL OR national_id_index IS NOT NULL)
);
CREATE INDEX person_old_card ON person (old_card_index) WHERE old_card_index IS NOT NULL;
CREATE INDEX person_phone ON person (phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX person_residence ON person (residence_id, sort_key);
CREATE INDEX person_workplace ON person (workplace_id, sort_key) WHERE workplace_id IS NOT NULL;
CREATE INDEX person_match ON person (match_key, birth_date);
CREATE INDEX person_sort ON person (sort_key, id);

-- A dated move keeps where the person lived before.
CREATE TABLE past_residence (
    person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    lived_from DATE NOT NULL,
    lived_to DATE NOT NULL,
    PRIMARY KEY (person_id, lived_from)
);

-- Folded words of names, for search without diacritics by prefix, the same on both databases; compared byte by byte, so that a prefix is a range of
-- the index whatever the language of the server.
CREATE TABLE name_token (
    token TEXT COLLATE "C" NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (token, person_id)
);
CREATE INDEX name_token_person ON name_token (person_id);

CREATE TABLE person_barrier (
    person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    barrier_code TEXT NOT NULL REFERENCES barrier (code),
    noted_on DATE NOT NULL,
    batch_id BIGINT,
    account_id BIGINT,
    PRIMARY KEY (person_id, barrier_code)
);
CREATE INDEX person_barrier_code ON person_barrier (barrier_code, person_id);

-- One person in one programme. The days are derived from the events whenever these change, so that lists can be filtered without reading events.
CREATE TABLE enrollment (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    programme_id BIGINT NOT NULL REFERENCES programme (id),
    provider_id BIGINT REFERENCES provider (id),
    channel TEXT,
    issued_on DATE,
    achieved_on DATE,
    raised_on DATE,
    expires_on DATE,
    UNIQUE (person_id, programme_id)
);

-- Append-only: a correction adds an event that revokes an earlier one. Only undo of an import and erasure of a person delete.
CREATE TABLE milestone_event (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    milestone_id BIGINT NOT NULL REFERENCES milestone (id),
    happened_on DATE NOT NULL,
    precision TEXT NOT NULL,
    batch_id BIGINT,
    account_id BIGINT,
    revokes_id BIGINT REFERENCES milestone_event (id) ON DELETE CASCADE,
    reason TEXT,
    recorded_at TIMESTAMP NOT NULL,
    CHECK ((batch_id IS NULL) <> (account_id IS NULL))
);
CREATE INDEX milestone_event_person ON milestone_event (person_id);
CREATE INDEX milestone_event_batch ON milestone_event (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX milestone_event_revokes ON milestone_event (revokes_id) WHERE revokes_id IS NOT NULL;

-- Identities of rows that are written in bulk are handed out in blocks and never again, also after an undo.
CREATE SEQUENCE person_id_sequence;
CREATE SEQUENCE enrollment_id_sequence;
CREATE SEQUENCE milestone_event_id_sequence;
