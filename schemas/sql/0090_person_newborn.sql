-- why: what a newborn's index is made of (mother, day of birth, order) is kept, so that it can be made anew under another key
-- while running: one column; nothing waits
-- old rows: NULL; of a newborn that stands already nothing can be made anew before it has a certificate
-- way back: ALTER TABLE person DROP COLUMN sealed_newborn
ALTER TABLE person ADD COLUMN sealed_newborn {BODY};
