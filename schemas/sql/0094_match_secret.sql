-- why: what the matcher's records are packed with stays as it is when the key of the blind indexes is rotated
-- while running: new table, nothing waits
-- old rows: none; the hub that opens the database first puts in what records were packed with so far
-- way back: DROP TABLE match_secret, as long as index_key.writes is 1
CREATE TABLE match_secret (
    id {ID} NOT NULL,
    sealed_secret {BODY} NOT NULL,
    CONSTRAINT match_secret_pk PRIMARY KEY (id)
) {KEY_TABLE};
