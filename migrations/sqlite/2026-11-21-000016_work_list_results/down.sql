DROP TABLE work_list_result;
DROP TABLE work_list_line;
DROP TABLE work_list;

-- Whom a village team visits next, as printed: the line number on paper stays the person's.
CREATE TABLE work_list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    team TEXT,
    as_of TEXT NOT NULL,
    account_id INTEGER,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX work_list_campaign ON work_list (campaign_id, unit_id);

CREATE TABLE work_list_line (
    work_list_id INTEGER NOT NULL REFERENCES work_list (id),
    line INTEGER NOT NULL,
    person_id INTEGER REFERENCES person (id) ON DELETE SET NULL,
    result TEXT,
    result_on TEXT,
    source TEXT,
    account_id INTEGER,
    recorded_at TEXT,
    PRIMARY KEY (work_list_id, line)
) STRICT;
CREATE INDEX work_list_line_person ON work_list_line (person_id);
