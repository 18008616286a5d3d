DELETE FROM counter WHERE tally_id IN (SELECT id FROM tally WHERE counted LIKE 'barrier:%');
DELETE FROM tally WHERE counted LIKE 'barrier:%';
DELETE FROM setting WHERE name = 'counters_due';
