-- why: the work list of a hospital walks the people who have files there, and nobody else's
-- while running: an index is built; files wait for it on SQLite (seconds a million rows), not on MariaDB
-- old rows: indexed as they are
-- way back: DROP INDEX hospital_file_by_hospital (ON hospital_file)
CREATE INDEX hospital_file_by_hospital ON hospital_file (hospital, person_id, state);
