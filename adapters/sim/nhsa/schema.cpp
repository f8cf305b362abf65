#include "adapters/sim/nhsa/schema.h"

#include <array>

namespace adapters::sim::nhsa {

namespace {

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS person (
    id INTEGER PRIMARY KEY, psn_no TEXT NOT NULL UNIQUE, psn_cert_type TEXT NOT NULL, certno TEXT NOT NULL, name TEXT NOT NULL,
    gend TEXT NOT NULL, brdy TEXT NOT NULL, card_no TEXT NOT NULL, card_sn TEXT NOT NULL, civil_servant INTEGER NOT NULL,
    medical_aid INTEGER NOT NULL, UNIQUE (psn_cert_type, certno));
CREATE TABLE IF NOT EXISTS insurance (
    id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), insutype TEXT NOT NULL, psn_type TEXT NOT NULL,
    pays INTEGER NOT NULL, area TEXT NOT NULL, balance_fen INTEGER NOT NULL CHECK (balance_fen >= 0), UNIQUE (person_id, insutype));
CREATE TABLE IF NOT EXISTS mutual_aid (
    id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), giver_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (person_id, giver_id));
CREATE TABLE IF NOT EXISTS voucher (
    id INTEGER PRIMARY KEY, ec_token TEXT NOT NULL UNIQUE, pay_auth_no TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id), expires_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS item (
    code TEXT NOT NULL UNIQUE, level TEXT NOT NULL, price_limit_fen INTEGER NOT NULL, own_first_per_mille INTEGER NOT NULL,
    hospital_bears INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS nonce (text TEXT NOT NULL UNIQUE, at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sign_in (
    id INTEGER PRIMARY KEY, sign_no TEXT NOT NULL UNIQUE, hospital TEXT NOT NULL, opter TEXT NOT NULL, at_ms INTEGER NOT NULL,
    day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, msgid TEXT NOT NULL UNIQUE, infno TEXT NOT NULL, psn_no TEXT NOT NULL, at_ms INTEGER NOT NULL,
    infcode TEXT NOT NULL, reversed_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fence (
    msgid TEXT NOT NULL, infno TEXT NOT NULL, made_by TEXT NOT NULL, at_ms INTEGER NOT NULL, UNIQUE (msgid, infno));
CREATE TABLE IF NOT EXISTS visit (
    id INTEGER PRIMARY KEY, mdtrt_id TEXT NOT NULL UNIQUE, person_id INTEGER NOT NULL REFERENCES person (id), insutype TEXT NOT NULL,
    inpatient INTEGER NOT NULL, hospital TEXT NOT NULL, ipt_otp_no TEXT NOT NULL, made_by TEXT NOT NULL, state TEXT NOT NULL,
    med_type TEXT NOT NULL, diagnoses TEXT NOT NULL, details TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS visit_by_maker ON visit (made_by);
CREATE TABLE IF NOT EXISTS visit_before (
    id INTEGER PRIMARY KEY, msgid TEXT NOT NULL UNIQUE, visit_id INTEGER NOT NULL REFERENCES visit (id), state TEXT NOT NULL,
    med_type TEXT NOT NULL, diagnoses TEXT NOT NULL, details TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS line (
    id INTEGER PRIMARY KEY, visit_id INTEGER NOT NULL REFERENCES visit (id), sn TEXT NOT NULL, batch TEXT NOT NULL, item TEXT NOT NULL,
    hospital_item TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL, amount_fen INTEGER NOT NULL,
    full_own_fen INTEGER NOT NULL, over_limit_fen INTEGER NOT NULL, own_first_fen INTEGER NOT NULL, in_scope_fen INTEGER NOT NULL,
    hospital_fen INTEGER NOT NULL, level TEXT NOT NULL, price_limit_fen INTEGER NOT NULL, made_by TEXT NOT NULL,
    revoked_by TEXT NOT NULL, settlement_id INTEGER NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS line_standing ON line (visit_id, sn) WHERE revoked_by = '';
CREATE INDEX IF NOT EXISTS line_by_settlement ON line (settlement_id);
CREATE INDEX IF NOT EXISTS line_by_maker ON line (made_by);
CREATE INDEX IF NOT EXISTS line_by_revoker ON line (revoked_by) WHERE revoked_by <> '';
CREATE TABLE IF NOT EXISTS settlement (
    id INTEGER PRIMARY KEY, setl_id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, of_id INTEGER NOT NULL, undone INTEGER NOT NULL,
    visit_id INTEGER NOT NULL REFERENCES visit (id), person_id INTEGER NOT NULL REFERENCES person (id), insutype TEXT NOT NULL,
    med_type TEXT NOT NULL, batch TEXT NOT NULL, hospital TEXT NOT NULL, made_by TEXT NOT NULL, at_ms INTEGER NOT NULL, day TEXT NOT NULL,
    year INTEGER NOT NULL, amount_fen INTEGER NOT NULL, full_own_fen INTEGER NOT NULL, over_limit_fen INTEGER NOT NULL,
    own_first_fen INTEGER NOT NULL, in_scope_fen INTEGER NOT NULL, hospital_fen INTEGER NOT NULL, deductible_fen INTEGER NOT NULL,
    basic_fen INTEGER NOT NULL, civil_servant_fen INTEGER NOT NULL, big_illness_fen INTEGER NOT NULL, medical_aid_fen INTEGER NOT NULL,
    account_fen INTEGER NOT NULL, mutual_aid_fen INTEGER NOT NULL, cash_fen INTEGER NOT NULL, balance_fen INTEGER NOT NULL,
    hidden_until_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS settlement_by_maker ON settlement (made_by);
CREATE INDEX IF NOT EXISTS settlement_by_day ON settlement (day);
CREATE TABLE IF NOT EXISTS account_entry (
    id INTEGER PRIMARY KEY, settlement_id INTEGER NOT NULL REFERENCES settlement (id), person_id INTEGER NOT NULL REFERENCES person (id),
    amount_fen INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS account_entry_of ON account_entry (settlement_id);
CREATE TABLE IF NOT EXISTS year_use (
    person_id INTEGER NOT NULL REFERENCES person (id), insutype TEXT NOT NULL, care TEXT NOT NULL, year INTEGER NOT NULL,
    deductible_fen INTEGER NOT NULL CHECK (deductible_fen >= 0), basic_fen INTEGER NOT NULL CHECK (basic_fen >= 0),
    UNIQUE (person_id, insutype, care, year));
CREATE TABLE IF NOT EXISTS cleared_day (day TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS mobile_order (
    id INTEGER PRIMARY KEY, pay_ord_id TEXT NOT NULL UNIQUE, pay_token TEXT NOT NULL, hospital TEXT NOT NULL, med_org_ord TEXT NOT NULL,
    org_biz_ser TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id), visit_id INTEGER NOT NULL REFERENCES visit (id),
    insutype TEXT NOT NULL, med_type TEXT NOT NULL, batch TEXT NOT NULL, ord_stas INTEGER NOT NULL, made_at_ms INTEGER NOT NULL,
    settles_at_ms INTEGER NOT NULL, settlement_id INTEGER NOT NULL, cash_refunded_fen INTEGER NOT NULL,
    insurance_refunded INTEGER NOT NULL, hidden_until_ms INTEGER NOT NULL, UNIQUE (hospital, med_org_ord));
CREATE TABLE IF NOT EXISTS mobile_refund (
    id INTEGER PRIMARY KEY, app_refd_sn TEXT NOT NULL UNIQUE, order_id INTEGER NOT NULL REFERENCES mobile_order (id), type TEXT NOT NULL,
    cash_fen INTEGER NOT NULL, account_fen INTEGER NOT NULL, fund_fen INTEGER NOT NULL, at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS call (
    id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, operation TEXT NOT NULL, number TEXT NOT NULL, hospital TEXT NOT NULL,
    input TEXT NOT NULL, result TEXT NOT NULL);
)";

constexpr std::array<std::string_view, 19> kTables{
    "person", "insurance",  "mutual_aid",    "voucher",  "item",        "nonce",        "sign_in",       "message", "fence",       "visit",
    "line",   "settlement", "account_entry", "year_use", "cleared_day", "mobile_order", "mobile_refund", "call",    "visit_before"};

}  // namespace

void makeTables(common::Database& database) { database.script(kSchema); }

std::int64_t nextIdOf(common::Database& database, std::string_view table) {
    std::int64_t id = 0;
    database.each("SELECT coalesce(max(id), 0) + 1 FROM " + std::string(table), {}, [&](const common::Row& row) { row.into(id); });
    return id;
}

hub::core::Result<std::string> dump(common::Database& database, std::string_view table) {
    return common::dumpTables(database, kTables, table);
}

}  // namespace adapters::sim::nhsa
