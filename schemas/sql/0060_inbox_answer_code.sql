-- why: `trace` shows how a message was answered without opening it
-- while running: one column; nothing waits
-- old rows: NULL, shown as empty
-- way back: ALTER TABLE inbox DROP COLUMN answer_code
ALTER TABLE inbox ADD COLUMN answer_code {BYTES_32};
