-- why: who has a seat in a slot that its hospital delegates to the hub (CONTRACT 10); a seat is given to one booking at a time
-- while running: new table, nothing waits
-- old rows: bookings made before have no seat: the hospital refuses what goes beyond its quota
-- way back: DROP TABLE slot_seat
CREATE TABLE slot_seat (
    hospital {BYTES_64} NOT NULL,
    slot {BYTES_200} NOT NULL,
    seat {INT} NOT NULL,
    booking_id {ID} NOT NULL,
    department {BYTES_64} NOT NULL,
    doctor {BYTES_64} NOT NULL,
    visit_day {BYTES_32} NOT NULL,
    visit_session {BYTES_32} NOT NULL,
    slot_begin {BYTES_32},
    CONSTRAINT slot_seat_pk PRIMARY KEY (hospital, slot, seat),
    CONSTRAINT slot_seat_booking UNIQUE (booking_id)
) {KEY_TABLE};

CREATE INDEX slot_seat_by_clinic ON slot_seat (hospital, visit_day, department, doctor, visit_session, slot, slot_begin);

CREATE INDEX slot_seat_by_day ON slot_seat (visit_day);
