DROP TABLE document_attachment;
