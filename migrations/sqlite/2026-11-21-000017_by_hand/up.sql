-- Ways to enrol in a programme: through VNeID, through the application of the provider.
CREATE TABLE programme_channel (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (programme_id, code)
) STRICT, WITHOUT ROWID;

-- Who is known by no list at first but by an official who had the identity card in hand.
CREATE TABLE added_person (
    person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

-- What an official recorded last.
CREATE INDEX milestone_event_account ON milestone_event (account_id, id) WHERE account_id IS NOT NULL;

-- Causes that are noted about a unit, not about people.
ALTER TABLE barrier ADD COLUMN of_units INTEGER NOT NULL DEFAULT 0;
