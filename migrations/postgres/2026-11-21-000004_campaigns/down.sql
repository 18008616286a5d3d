DROP TABLE unit_roster;
DROP TABLE counter;
DROP TABLE quota;
DROP TABLE measure;
DROP TABLE tally;
DROP TABLE legal_ground;
DROP TABLE campaign;
