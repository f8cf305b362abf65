-- why: tokens of clients and persons; of a token only its hash is kept
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE access_token
-- scopes is a set of bits (hub/access/scope.h). person_id is NULL for a system token.
CREATE TABLE access_token (
    id {ID} NOT NULL,
    secret_hash {DIGEST} NOT NULL,
    client {BYTES_32} NOT NULL,
    role {BYTES_32} NOT NULL,
    scopes {BIGINT} NOT NULL,
    person_id {ID},
    issued_at_ms {BIGINT} NOT NULL,
    expires_at_ms {BIGINT} NOT NULL,
    revoked_at_ms {BIGINT},
    CONSTRAINT access_token_pk PRIMARY KEY (id),
    CONSTRAINT access_token_of_client FOREIGN KEY (client) REFERENCES access_client (code)
) {TABLE};

CREATE INDEX access_token_by_client ON access_token (client, person_id, issued_at_ms);

CREATE INDEX access_token_by_person ON access_token (person_id);

CREATE INDEX access_token_by_age ON access_token (expires_at_ms);
