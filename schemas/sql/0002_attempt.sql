-- why: each send of a step to a counterparty is written before it is sent; the one table of its kind (MECHANISMS 4)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE attempt
-- flow_order rises with each attempt of a flow. lease_until_ms is by the database's clock, all else by the hub's.
CREATE TABLE attempt (
    id {ID} NOT NULL,
    flow_kind {BYTES_32} NOT NULL,
    flow_id {ID} NOT NULL,
    flow_order {BIGINT} NOT NULL,
    step {BYTES_64} NOT NULL,
    counterparty {BYTES_64} NOT NULL,
    operation {BYTES_64} NOT NULL,
    wire_id {BYTES_64} NOT NULL,
    body_hash {DIGEST} NOT NULL,
    sealed_body {BODY} NOT NULL,
    sealed_answer {BODY},
    state {BYTES_32} NOT NULL,
    deadline_at_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    lease_owner {BYTES_64} NOT NULL,
    lease_until_ms {BIGINT} NOT NULL,
    version {BIGINT} NOT NULL,
    CONSTRAINT attempt_pk PRIMARY KEY (id),
    CONSTRAINT attempt_wire_id UNIQUE (counterparty, wire_id)
) {TABLE};

CREATE INDEX attempt_by_flow ON attempt (flow_id, flow_order);

CREATE INDEX attempt_by_next_check ON attempt (next_check_at_ms);
