-- why: a transfer may be a payment's, which can be given up while the bank is not reached (hub/payment/e_account.h)
-- while running: columns with a default are added in place
-- old rows: 0, nobody gave them up
-- way back: none is needed; the older program names its columns
ALTER TABLE account_transfer ADD COLUMN unwanted {INT} NOT NULL DEFAULT 0;

ALTER TABLE account_transfer ADD COLUMN nothing_sent {INT} NOT NULL DEFAULT 0;
