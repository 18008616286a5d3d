-- What officials recorded about where people live from a day on. The latest of a person stands against lists: only lists drawn up after outweighs_to
-- can say otherwise. Append-only: what was recorded wrongly is recorded again.
CREATE TABLE residence_move (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    moved_on TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    departed INTEGER NOT NULL,
    outweighs_to TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    reason TEXT,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX residence_move_person ON residence_move (person_id);
CREATE INDEX past_residence_unit ON past_residence (unit_id);
