-- What the documents of a body say about it, where that is not what its name and level tell by themselves: head, symbol, who signs, who gets copies, and
-- whether each form of document has a sequence of numbers of its own (numbering: one, per-form). Lists are one entry per line.
CREATE TABLE issuing_office (
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    body TEXT NOT NULL,
    superior TEXT,
    agency TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    abbreviation TEXT NOT NULL,
    drafter TEXT NOT NULL,
    authority TEXT NOT NULL,
    signer TEXT,
    copies TEXT NOT NULL,
    numbering TEXT NOT NULL,
    account_id BIGINT,
    changed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (unit_id, body)
);
