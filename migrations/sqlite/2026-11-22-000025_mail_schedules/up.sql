-- Addresses that reports are sent to by themselves: typed by one person, confirmed by another one. One that is given up stays for whoever asks who
-- let it in.
CREATE TABLE mail_address (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    address TEXT NOT NULL,
    holder TEXT NOT NULL,
    holder_account_id INTEGER REFERENCES account (id),
    entered_by INTEGER,
    entered_at TEXT NOT NULL,
    confirmed_by INTEGER,
    confirmed_at TEXT,
    retired_by INTEGER,
    retired_at TEXT,
    CHECK (confirmed_by IS NULL OR entered_by IS NULL OR confirmed_by <> entered_by)
) STRICT;
CREATE UNIQUE INDEX mail_address_in_use ON mail_address (unit_id, address) WHERE retired_at IS NULL;
CREATE INDEX mail_address_account ON mail_address (holder_account_id);

-- Who gets what about which unit when. sends: words with commas between them. handled_until is the last due instant that was dealt with: whoever moves it sends.
CREATE TABLE mail_schedule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    sends TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    weekday INTEGER,
    days_before INTEGER,
    hour TEXT NOT NULL,
    weekends INTEGER NOT NULL,
    any_hour INTEGER NOT NULL,
    only_changed INTEGER NOT NULL,
    answer_to TEXT,
    handled_until TEXT NOT NULL,
    last_snapshot_id INTEGER REFERENCES snapshot (id),
    paused_at TEXT,
    retired_at TEXT,
    revision INTEGER NOT NULL,
    account_id INTEGER,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX mail_schedule_campaign ON mail_schedule (campaign_id, unit_id);
CREATE INDEX mail_schedule_unit ON mail_schedule (unit_id);

-- A recipient is an address, or everybody who holds a role in a unit and has a confirmed address.
CREATE TABLE mail_schedule_recipient (
    schedule_id INTEGER NOT NULL REFERENCES mail_schedule (id),
    position INTEGER NOT NULL,
    address_id INTEGER REFERENCES mail_address (id),
    unit_id INTEGER REFERENCES unit (id),
    role TEXT,
    PRIMARY KEY (schedule_id, position),
    CHECK ((address_id IS NOT NULL) <> (unit_id IS NOT NULL AND role IS NOT NULL))
) STRICT;

-- What became of a due instant, written together with its mails. by_hand: somebody pressed the button.
CREATE TABLE mail_schedule_run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule_id INTEGER NOT NULL REFERENCES mail_schedule (id),
    due_at TEXT NOT NULL,
    missed INTEGER NOT NULL,
    by_hand INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    snapshot_id INTEGER REFERENCES snapshot (id),
    account_id INTEGER,
    ran_at TEXT NOT NULL
) STRICT;
CREATE INDEX mail_schedule_run_schedule ON mail_schedule_run (schedule_id);

CREATE TABLE mail_schedule_mail (
    run_id INTEGER NOT NULL REFERENCES mail_schedule_run (id),
    mail_id INTEGER NOT NULL REFERENCES outbox (id),
    PRIMARY KEY (run_id, mail_id)
) STRICT;

-- The words of a campaign's reminders, with named fields.
CREATE TABLE mail_template (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    purpose TEXT NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    account_id INTEGER,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (campaign_id, purpose)
) STRICT;

-- Somebody who no longer wants a schedule (schedule_id), or any.
CREATE TABLE unsubscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    address_id INTEGER NOT NULL REFERENCES mail_address (id),
    schedule_id INTEGER REFERENCES mail_schedule (id),
    asked TEXT NOT NULL,
    account_id INTEGER,
    asked_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX unsubscription_address ON unsubscription (address_id);

-- When a campaign reminds by itself: so many days before something is due, every so many days after it, and after how many days the level above is told. handled_on: the last
-- day that was dealt with altogether.
CREATE TABLE reminder_rule (
    campaign_id INTEGER PRIMARY KEY REFERENCES campaign (id),
    days_before INTEGER,
    every_days INTEGER,
    escalate_after INTEGER,
    hour TEXT NOT NULL,
    weekends INTEGER NOT NULL,
    answer_to TEXT,
    handled_on TEXT,
    running INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    account_id INTEGER,
    changed_at TEXT NOT NULL
) STRICT;

-- One summary a day for each person (an address) and kind; whoever writes the row sends the mail.
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    address TEXT NOT NULL,
    holder TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    mail_id INTEGER NOT NULL REFERENCES outbox (id),
    sent_at TEXT NOT NULL,
    UNIQUE (campaign_id, address, kind, on_day)
) STRICT;
CREATE INDEX reminder_mail ON reminder (mail_id);

-- What a reminder was about: round:ROUND:HOP:UNIT or task:TASK.
CREATE TABLE reminder_item (
    reminder_id INTEGER NOT NULL REFERENCES reminder (id),
    item TEXT NOT NULL,
    PRIMARY KEY (reminder_id, item)
) STRICT;
