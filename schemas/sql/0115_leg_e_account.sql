-- why: a leg may be paid from an e-account (hub/payment/payment.h, LegKind::EAccount): whose
-- while running: a column that may be empty is added in place
-- old rows: NULL, they are of channels
-- way back: none is needed; the older program knows no such leg and names its columns
ALTER TABLE leg ADD COLUMN e_account_id {ID};
