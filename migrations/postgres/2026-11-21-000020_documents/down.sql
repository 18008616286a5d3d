DROP TABLE incoming_document;
DROP TABLE issuing_office;
DROP TABLE document_number;
DROP TABLE document;
