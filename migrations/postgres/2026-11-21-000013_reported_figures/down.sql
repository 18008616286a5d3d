DROP TABLE last_visit;
DROP TABLE snapshot;
DROP TABLE reported_figure;
