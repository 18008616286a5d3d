DROP TABLE unit_contact;
DROP TABLE unit_change;
DROP TABLE unit_ancestor;
DROP TABLE unit_version;
DROP TABLE unit;
