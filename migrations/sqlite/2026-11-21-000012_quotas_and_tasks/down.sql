DROP TABLE task_note;
DROP TABLE campaign_task;
ALTER TABLE quota RENAME TO quota_after;
DROP INDEX quota_of_unit;
CREATE TABLE quota (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    revision INTEGER NOT NULL,
    people INTEGER,
    share_hundredths INTEGER,
    deadline TEXT NOT NULL,
    document TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (measure_id, unit_id, revision),
    CHECK ((people IS NULL) <> (share_hundredths IS NULL))
) STRICT;
CREATE INDEX quota_unit ON quota (unit_id);
INSERT INTO quota (measure_id, unit_id, revision, people, share_hundredths, deadline, document, created_at)
SELECT after.measure_id, after.unit_id, after.revision, after.people, after.share_hundredths, after.deadline, after.document, after.created_at
FROM quota_after AS after
JOIN quota_issuer AS issuer ON issuer.id = after.issuer_id
WHERE issuer.position = 1 AND (after.people IS NOT NULL OR after.share_hundredths IS NOT NULL)
ORDER BY after.id;
DROP TABLE quota_after;
DROP TABLE quota_issuer;
ALTER TABLE measure DROP COLUMN retired;
ALTER TABLE measure DROP COLUMN base_noun;
ALTER TABLE measure DROP COLUMN noun;
DROP TABLE campaign_session;
DROP TABLE campaign_contact;
ALTER TABLE legal_ground DROP COLUMN file_name;
ALTER TABLE legal_ground DROP COLUMN blob_id;
ALTER TABLE campaign DROP COLUMN revision;
