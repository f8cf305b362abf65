-- why: operators look through the payments of a hospital or of a state, the latest first
-- while running: two indexes are built; payments wait for them on SQLite (seconds a million rows), not on MariaDB
-- old rows: indexed as they are
-- way back: DROP INDEX payment_by_hospital, payment_by_state (ON payment)
CREATE INDEX payment_by_hospital ON payment (hospital, created_at_ms, id);

CREATE INDEX payment_by_state ON payment (state, created_at_ms, id);
