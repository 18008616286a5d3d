-- Ways to enrol in a programme: through VNeID, through the application of the provider.
CREATE TABLE programme_channel (
    programme_id BIGINT NOT NULL REFERENCES programme (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (programme_id, code)
);

-- Who is known by no list at first but by an official who had the identity card in hand.
CREATE TABLE added_person (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    added_at TIMESTAMP NOT NULL
);

-- What an official recorded last.
CREATE INDEX milestone_event_account ON milestone_event (account_id, id) WHERE account_id IS NOT NULL;

-- Causes that are noted about a unit, not about people.
ALTER TABLE barrier ADD COLUMN of_units BOOLEAN NOT NULL DEFAULT FALSE;
