-- why: decisions about who is one person go one after the other: two merges at once could make a circle, or one person of two who are not
-- while running: new table, nothing waits
-- old rows: none; the first decision writes the row
-- way back: DROP TABLE merge_turn
CREATE TABLE merge_turn (
    id {INT} NOT NULL,
    last_number {BIGINT} NOT NULL,
    CONSTRAINT merge_turn_pk PRIMARY KEY (id),
    CONSTRAINT merge_turn_is_one CHECK (id = 1)
) {KEY_TABLE};
