-- why: the key of the blind indexes is rotated while hubs run (盲索引密钥轮换): all processes on a database write under the one named here
-- while running: new table with its one row, nothing waits
-- old rows: everything that stands is under key 1
-- way back: DROP TABLE index_key, as long as writes is 1 and older NULL
-- older: rows may still stand under this key; NULL: none does. The row is there from the start, for who writes holds it against a switch.
CREATE TABLE index_key (
    id {INT} NOT NULL,
    writes {BIGINT} NOT NULL,
    older {BIGINT},
    CONSTRAINT index_key_pk PRIMARY KEY (id),
    CONSTRAINT index_key_is_one CHECK (id = 1),
    CONSTRAINT index_key_moves_on CHECK (older IS NULL OR older < writes)
) {KEY_TABLE};

INSERT INTO index_key (id, writes, older)
SELECT beginning.id, beginning.writes, NULL FROM (SELECT 1 AS id, 1 AS writes) AS beginning WHERE NOT EXISTS (SELECT id FROM index_key);
