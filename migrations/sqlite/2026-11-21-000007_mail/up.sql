CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    form_key TEXT NOT NULL UNIQUE,
    account_id INTEGER,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    campaign_id INTEGER REFERENCES campaign (id),
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    content BLOB NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT NOT NULL,
    leased_until TEXT,
    last_error TEXT,
    created_at TEXT NOT NULL,
    sent_at TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_unit ON outbox (unit_id, created_at);
