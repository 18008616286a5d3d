-- Every change of a campaign counts one up, so that a form that is older than the last change is refused.
ALTER TABLE campaign ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- The file of a document from above, sealed.
ALTER TABLE legal_ground ADD COLUMN blob_id INTEGER REFERENCES blob (id);
ALTER TABLE legal_ground ADD COLUMN file_name TEXT;

-- Whom people ask about a campaign.
CREATE TABLE campaign_contact (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    post TEXT,
    phone_sealed BLOB,
    email TEXT,
    PRIMARY KEY (campaign_id, position)
) STRICT;

-- Where and when people are served: a desk that is open in the window, or a session in a village.
CREATE TABLE campaign_session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER REFERENCES unit (id),
    place TEXT NOT NULL,
    held_on TEXT NOT NULL,
    held_to TEXT NOT NULL,
    from_time TEXT,
    to_time TEXT,
    in_charge TEXT,
    CHECK (held_on <= held_to)
) STRICT;
CREATE INDEX campaign_session_campaign ON campaign_session (campaign_id);

-- What a measure without persons counts (buổi, lượt người, tin bài) and, where it is a share, of what (hồ sơ); both empty where people are counted.
ALTER TABLE measure ADD COLUMN noun TEXT;
ALTER TABLE measure ADD COLUMN base_noun TEXT;
-- A measure that is no longer followed keeps its quotas and reports.
ALTER TABLE measure ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;

-- Who gives quotas in a campaign: the commune, the upper police. The first one leads, the others stand beside it.
CREATE TABLE quota_issuer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (campaign_id, name)
) STRICT;
INSERT INTO quota_issuer (campaign_id, position, name)
SELECT campaign.id, 1, (SELECT version.name FROM unit_version AS version WHERE version.unit_id = campaign.unit_id ORDER BY version.valid_from DESC LIMIT 1)
FROM campaign;

-- Revisions are kept. For each deadline the highest one holds; one without a number takes the quota back.
ALTER TABLE quota RENAME TO quota_before;
DROP INDEX quota_unit;
CREATE TABLE quota (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    issuer_id INTEGER NOT NULL REFERENCES quota_issuer (id),
    revision INTEGER NOT NULL,
    people INTEGER,
    share_hundredths INTEGER,
    deadline TEXT NOT NULL,
    document TEXT,
    reason TEXT,
    account_id INTEGER,
    created_at TEXT NOT NULL,
    UNIQUE (measure_id, unit_id, issuer_id, revision),
    CHECK (people IS NULL OR share_hundredths IS NULL)
) STRICT;
CREATE INDEX quota_of_unit ON quota (unit_id);
INSERT INTO quota (measure_id, unit_id, issuer_id, revision, people, share_hundredths, deadline, document, created_at)
SELECT before.measure_id, before.unit_id, issuer.id, before.revision, before.people, before.share_hundredths, before.deadline, before.document, before.created_at
FROM quota_before AS before
JOIN measure ON measure.id = before.measure_id
JOIN quota_issuer AS issuer ON issuer.campaign_id = measure.campaign_id
ORDER BY before.id;
DROP TABLE quota_before;

-- What a document asks of an addressee by a day.
CREATE TABLE campaign_task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    position INTEGER NOT NULL,
    addressee TEXT NOT NULL,
    unit_id INTEGER REFERENCES unit (id),
    content TEXT NOT NULL,
    due_on TEXT,
    due_wording TEXT,
    document TEXT,
    state TEXT NOT NULL,
    done_on TEXT,
    answer TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX campaign_task_campaign ON campaign_task (campaign_id);

-- How a task went on: each word about it, with the file that proves it, sealed.
CREATE TABLE task_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id INTEGER NOT NULL REFERENCES campaign_task (id),
    state TEXT NOT NULL,
    note TEXT,
    blob_id INTEGER REFERENCES blob (id),
    file_name TEXT,
    account_id INTEGER,
    noted_at TEXT NOT NULL
) STRICT;
CREATE INDEX task_note_task ON task_note (task_id);
