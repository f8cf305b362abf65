-- why: a person's regional cards, one of them active at a time
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE card
-- active_person is person_id while the card is active, else NULL: the unique key counts only those.
CREATE TABLE card (
    id {ID} NOT NULL,
    person_id {ID} NOT NULL,
    number_index {ID} NOT NULL,
    sealed_number {BODY} NOT NULL,
    state {BYTES_32} NOT NULL,
    active_person {ID},
    issued_at_ms {BIGINT} NOT NULL,
    changed_at_ms {BIGINT} NOT NULL,
    version {BIGINT} NOT NULL,
    CONSTRAINT card_pk PRIMARY KEY (id),
    CONSTRAINT card_number UNIQUE (number_index),
    CONSTRAINT card_active UNIQUE (active_person),
    CONSTRAINT card_active_is_its_person CHECK (active_person IS NULL OR active_person = person_id),
    CONSTRAINT card_of_person FOREIGN KEY (person_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX card_by_person ON card (person_id, issued_at_ms, id);
