DROP TABLE document_template;
