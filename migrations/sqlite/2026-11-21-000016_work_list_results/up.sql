-- A list remembers what it is about and when it was closed; its lines stay as printed. What came of a visit is written once and never overwritten: the
-- latest result of a line holds, and knows which event and which cause it wrote, so that a correction takes back just those. Nothing had been kept in
-- the tables as they were before.
DROP TABLE work_list_line;
DROP TABLE work_list;

CREATE TABLE work_list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    team TEXT,
    as_of TEXT NOT NULL,
    account_id INTEGER,
    created_at TEXT NOT NULL,
    closed_at TEXT,
    closed_by INTEGER
) STRICT;
CREATE INDEX work_list_campaign ON work_list (campaign_id, unit_id);

CREATE TABLE work_list_line (
    work_list_id INTEGER NOT NULL REFERENCES work_list (id),
    line INTEGER NOT NULL,
    person_id INTEGER REFERENCES person (id) ON DELETE SET NULL,
    PRIMARY KEY (work_list_id, line)
) STRICT;
CREATE INDEX work_list_line_person ON work_list_line (person_id);

CREATE TABLE work_list_result (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    work_list_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    result INTEGER NOT NULL,
    result_on TEXT NOT NULL,
    source TEXT NOT NULL,
    event_id INTEGER REFERENCES milestone_event (id) ON DELETE SET NULL,
    barrier_code TEXT REFERENCES barrier (code),
    account_id INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (work_list_id, line) REFERENCES work_list_line (work_list_id, line)
) STRICT;
CREATE INDEX work_list_result_line ON work_list_result (work_list_id, line);
CREATE INDEX work_list_result_event ON work_list_result (event_id) WHERE event_id IS NOT NULL;
