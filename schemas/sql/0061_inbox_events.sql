-- why: `trace` shows what a message told and what became of it: types with commas between, nothing about a person
-- while running: one column; nothing waits
-- old rows: NULL, shown as none
-- way back: ALTER TABLE inbox DROP COLUMN events
ALTER TABLE inbox ADD COLUMN events {BODY};

CREATE INDEX inbox_by_time ON inbox (counterparty, received_at_ms, id);
