DROP TABLE barrier;
DROP TABLE package;
DROP TABLE programme_prerequisite;
DROP TABLE milestone;
DROP TABLE programme;
DROP TABLE provider;
