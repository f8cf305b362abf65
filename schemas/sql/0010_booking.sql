-- why: one row a booking, moved on by compare-and-set on version
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE booking
-- The file number, names and times are in sealed_details. number is the hospital's, once it has given one.
CREATE TABLE booking (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    client {BYTES_64} NOT NULL,
    request_key {BYTES_64} NOT NULL,
    person_id {ID} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    department {BYTES_64} NOT NULL,
    doctor {BYTES_64} NOT NULL,
    visit_day {BYTES_32} NOT NULL,
    visit_session {BYTES_32} NOT NULL,
    number {BYTES_200},
    state {BYTES_32} NOT NULL,
    cause {BYTES_32} NOT NULL,
    total_fen {BIGINT} NOT NULL,
    cash_fen {BIGINT} NOT NULL,
    payment_id {ID},
    queue_number {BYTES_200},
    cancels {INT} NOT NULL,
    check_ins {INT} NOT NULL,
    tries {INT} NOT NULL,
    handed_over {INT} NOT NULL,
    created_at_ms {BIGINT} NOT NULL,
    hold_until_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    hand_over_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT booking_pk PRIMARY KEY (id),
    CONSTRAINT booking_request UNIQUE (client, request_key),
    CONSTRAINT booking_looked_at CHECK (next_check_at_ms IS NOT NULL OR CAST(state AS CHAR) IN ('paid', 'checked_in', 'cancelled', 'refused'))
) {TABLE};

CREATE INDEX booking_by_person ON booking (person_id, created_at_ms, id);

CREATE INDEX booking_by_number ON booking (hospital, number, created_at_ms, id);

CREATE INDEX booking_by_clinic ON booking (hospital, visit_day, department, doctor, created_at_ms, id);

CREATE INDEX booking_by_next_check ON booking (next_check_at_ms, id);
