DROP TABLE incoming_document;
DROP TABLE document_number;
DROP TABLE document;
