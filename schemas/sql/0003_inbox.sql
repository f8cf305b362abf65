-- why: what a counterparty sent is kept before it is acknowledged, and a repeat gets the first answer again (MECHANISMS 6)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE inbox
-- number_hash is over sender and control id: together they are longer than a key may be.
CREATE TABLE inbox (
    id {ID} NOT NULL,
    counterparty {BYTES_64} NOT NULL,
    number_hash {DIGEST} NOT NULL,
    body_hash {DIGEST} NOT NULL,
    sender {BYTES_200} NOT NULL,
    control_id {BYTES_200} NOT NULL,
    message_type {BYTES_64} NOT NULL,
    sealed_body {BODY} NOT NULL,
    sealed_answer {BODY} NOT NULL,
    received_at_ms {BIGINT} NOT NULL,
    CONSTRAINT inbox_pk PRIMARY KEY (id),
    CONSTRAINT inbox_message UNIQUE (counterparty, number_hash, body_hash)
) {TABLE};
