DROP TABLE issuing_office;
