-- How many people each cause holds back is counted like everything else, so that it can be told of a province as of a village.
INSERT INTO tally (audience, category, counted)
SELECT 'all', '', 'barrier:' || code FROM barrier WHERE of_units = 0 ORDER BY position, code;

-- Whoever opens the database next fills the counters, which takes more than a migration can say.
INSERT INTO setting (name, value) SELECT 'counters_due', '1' WHERE EXISTS (SELECT 1 FROM person_barrier);
