-- why: the numbers of a stream go on when its events are forgotten, so that a listener who was away too long is told (MECHANISMS 7)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE event_stream
-- Never deleted: one short row a person.
CREATE TABLE event_stream (
    stream {BYTES_64} NOT NULL,
    last_seq {BIGINT} NOT NULL,
    CONSTRAINT event_stream_pk PRIMARY KEY (stream)
) {KEY_TABLE};
