-- why: what a signing key still has to check is told by key status: codes on paper until their last day; and codes past it are forgotten
-- while running: the column has a default, no row is written; the indexes are of short rows
-- old rows: 1, for there was no rotation of the signing key
-- way back: DROP INDEX paper_code_by_key, DROP INDEX paper_code_by_last_day, ALTER TABLE paper_code DROP COLUMN key_number
ALTER TABLE paper_code ADD COLUMN key_number {BIGINT} NOT NULL DEFAULT 1;

CREATE INDEX paper_code_by_key ON paper_code (key_number, valid_until);

CREATE INDEX paper_code_by_last_day ON paper_code (valid_until);
