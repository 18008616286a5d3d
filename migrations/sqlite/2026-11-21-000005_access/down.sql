DROP TABLE setting;
DROP TABLE audit_head;
DROP TABLE audit_entry;
DROP TABLE session;
DROP TABLE account;
