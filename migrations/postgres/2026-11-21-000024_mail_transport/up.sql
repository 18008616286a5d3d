-- A mail goes to one recipient; those of one sending share the number of its first mail (dispatch). The bytes are built once, kept sealed with their
-- SHA-256 and sent unchanged at every attempt. schedule_id: the schedule that caused the mail; its table comes later, so nothing refers to it here.
-- leased_by: the server that is sending it now. server_answer: what the mail server said when it took it. copy_of: the mail that was sent once more.
-- settled_at: when somebody noted that a mail that was given up needs no more care.
ALTER TABLE outbox ADD COLUMN dispatch BIGINT;
ALTER TABLE outbox ADD COLUMN schedule_id BIGINT;
ALTER TABLE outbox ADD COLUMN message BYTEA;
ALTER TABLE outbox ADD COLUMN message_sha256 BYTEA;
ALTER TABLE outbox ADD COLUMN first_attempt_at TIMESTAMP;
ALTER TABLE outbox ADD COLUMN leased_by TEXT;
ALTER TABLE outbox ADD COLUMN server_answer TEXT;
ALTER TABLE outbox ADD COLUMN copy_of BIGINT;
ALTER TABLE outbox ADD COLUMN settled_at TIMESTAMP;
UPDATE outbox SET dispatch = id;
CREATE INDEX outbox_dispatch ON outbox (dispatch);
CREATE INDEX outbox_schedule ON outbox (schedule_id);
CREATE INDEX outbox_copy ON outbox (copy_of);
CREATE INDEX outbox_unsettled ON outbox (unit_id) WHERE state = 'failed' AND settled_at IS NULL;
