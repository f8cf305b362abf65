-- why: an event on the dead-letter list says why it could not be applied
-- while running: one column; nothing waits
-- old rows: NULL, shown as empty
-- way back: ALTER TABLE outbox DROP COLUMN failure_code
ALTER TABLE outbox ADD COLUMN failure_code {BYTES_32};
