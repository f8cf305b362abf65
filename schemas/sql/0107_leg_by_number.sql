-- why: who asks with a number from a phone or a channel's statement names no channel
-- while running: two indexes are built; payments wait for them on SQLite (seconds a million rows), not on MariaDB
-- old rows: indexed as they are
-- way back: DROP INDEX leg_by_order_number, leg_by_channel_number (ON leg)
CREATE INDEX leg_by_order_number ON leg (order_number);

CREATE INDEX leg_by_channel_number ON leg (channel_number);
