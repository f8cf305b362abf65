-- why: what must leave the house is committed with its cause and delivered afterwards, in order per key
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE outbox
-- A delivered message is deleted. dead is 1 on the dead-letter list, else 0. lease_until_ms is by the database's clock.
CREATE TABLE outbox (
    id {ID} NOT NULL,
    topic {BYTES_64} NOT NULL,
    order_key {ID} NOT NULL,
    order_no {BIGINT} NOT NULL,
    sealed_payload {BODY} NOT NULL,
    not_before_ms {BIGINT} NOT NULL,
    tries {INT} NOT NULL,
    dead {INT} NOT NULL,
    lease_owner {BYTES_64} NOT NULL,
    lease_until_ms {BIGINT} NOT NULL,
    CONSTRAINT outbox_pk PRIMARY KEY (id),
    CONSTRAINT outbox_order UNIQUE (topic, order_key, order_no),
    CONSTRAINT outbox_dead CHECK (dead IN (0, 1))
) {TABLE};

CREATE INDEX outbox_by_topic ON outbox (topic, dead, not_before_ms);
