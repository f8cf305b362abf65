-- why: who did or saw what, about whom, for which purpose (审计); rows are added and only get their place in the chain
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE audit_entry
-- chain_number and chain_hash are NULL until the sealer came by. No column holds personal data.
CREATE TABLE audit_entry (
    id {ID} NOT NULL,
    at_ms {BIGINT} NOT NULL,
    actor_kind {BYTES_32} NOT NULL,
    actor {BYTES_64} NOT NULL,
    role {BYTES_64} NOT NULL,
    department {BYTES_64} NOT NULL,
    client {BYTES_64} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    action {BYTES_64} NOT NULL,
    about {ID},
    subject {BYTES_200} NOT NULL,
    purpose {BYTES_32} NOT NULL,
    outcome {BYTES_32} NOT NULL,
    trace {BYTES_64} NOT NULL,
    chain_number {BIGINT},
    chain_hash {DIGEST},
    CONSTRAINT audit_entry_pk PRIMARY KEY (id),
    CONSTRAINT audit_entry_chain UNIQUE (chain_number),
    CONSTRAINT audit_entry_link CHECK ((chain_number IS NULL) = (chain_hash IS NULL))
) {TABLE};

CREATE INDEX audit_entry_by_person ON audit_entry (about, at_ms, id);

CREATE INDEX audit_entry_by_actor ON audit_entry (actor, at_ms, id);
