-- why: what happened is kept for those who listen and were away (MECHANISMS 7)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE event
-- id is the outbox message the event comes from: it stands here once, however often that is delivered. ids is JSON, never about a person.
CREATE TABLE event (
    id {ID} NOT NULL,
    stream {BYTES_64} NOT NULL,
    seq {BIGINT} NOT NULL,
    type {BYTES_64} NOT NULL,
    at_ms {BIGINT} NOT NULL,
    ids {BODY} NOT NULL,
    CONSTRAINT event_pk PRIMARY KEY (stream, seq),
    CONSTRAINT event_id UNIQUE (id)
) {TABLE};

CREATE INDEX event_by_age ON event (at_ms);
