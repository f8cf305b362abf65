#include "adapters/sim/common/books.h"

#include <fmt/format.h>

#include <chrono>

#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

namespace {

constexpr hub::core::Duration kShanghaiOffset = std::chrono::hours(8);

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS effect (
    id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, operation TEXT NOT NULL, caller_number TEXT NOT NULL, operator_id TEXT NOT NULL,
    subject TEXT NOT NULL, amount_fen INTEGER NOT NULL, order_number TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS patient (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, certificate_kind TEXT NOT NULL, certificate_number TEXT NOT NULL, sex TEXT NOT NULL,
    birth_date TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL, guardian_name TEXT NOT NULL, guardian_number TEXT NOT NULL,
    balance_fen INTEGER NOT NULL CHECK (balance_fen >= 0), confirmed INTEGER NOT NULL, created_at_ms INTEGER NOT NULL,
    visible_from_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS patient_by_certificate ON patient (certificate_number);
CREATE INDEX IF NOT EXISTS patient_by_guardian ON patient (guardian_number);
CREATE TABLE IF NOT EXISTS card (
    kind TEXT NOT NULL, number TEXT NOT NULL, patient_id INTEGER NOT NULL REFERENCES patient (id), void INTEGER NOT NULL,
    visible_from_ms INTEGER NOT NULL, PRIMARY KEY (kind, number));
CREATE TABLE IF NOT EXISTS department (code TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT NOT NULL, description TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS doctor (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, sex TEXT NOT NULL, department TEXT NOT NULL REFERENCES department (code),
    registration_kind TEXT NOT NULL, registration_fen INTEGER NOT NULL, checkup_fen INTEGER NOT NULL, room TEXT NOT NULL,
    description TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS slot (
    time_code TEXT PRIMARY KEY, day TEXT NOT NULL, shift TEXT NOT NULL, department TEXT NOT NULL, doctor TEXT NOT NULL REFERENCES doctor (code),
    begins TEXT NOT NULL, ends TEXT NOT NULL, capacity INTEGER NOT NULL, taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND capacity),
    UNIQUE (day, doctor, begins));
CREATE TABLE IF NOT EXISTS clinic_stop (
    day TEXT NOT NULL, shift TEXT NOT NULL, department TEXT NOT NULL, doctor TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (day, shift, doctor));
CREATE TABLE IF NOT EXISTS booking (
    number TEXT PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), time_code TEXT NOT NULL REFERENCES slot (time_code),
    state TEXT NOT NULL, visit_number TEXT NOT NULL, cost_fen INTEGER NOT NULL, charges_fen INTEGER NOT NULL, order_number TEXT NOT NULL,
    receipt_number TEXT NOT NULL, queue_number INTEGER NOT NULL, reserved_at_ms INTEGER NOT NULL, changed_at_ms INTEGER NOT NULL,
    caller_number TEXT NOT NULL, visible_from_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS booking_by_patient ON booking (patient_id);
CREATE TABLE IF NOT EXISTS charge (
    number TEXT PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), visit_number TEXT NOT NULL, name TEXT NOT NULL,
    doctor TEXT NOT NULL REFERENCES doctor (code), total_fen INTEGER NOT NULL, state TEXT NOT NULL, raised_at_ms INTEGER NOT NULL,
    settlement_number TEXT NOT NULL, caller_number TEXT NOT NULL, visible_from_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS charge_by_patient ON charge (patient_id, raised_at_ms);
CREATE TABLE IF NOT EXISTS charge_line (
    charge_number TEXT NOT NULL REFERENCES charge (number), place INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, unit TEXT NOT NULL, spec TEXT NOT NULL, price_fen INTEGER NOT NULL, quantity_hundredths INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL, PRIMARY KEY (charge_number, place));
CREATE TABLE IF NOT EXISTS deposit (
    number TEXT PRIMARY KEY, receipt_number TEXT NOT NULL, patient_id INTEGER NOT NULL REFERENCES patient (id),
    inpatient_number TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), left_fen INTEGER NOT NULL CHECK (left_fen >= 0),
    order_number TEXT NOT NULL, pay_kind TEXT NOT NULL, operator_id TEXT NOT NULL, settlement_number TEXT NOT NULL, paid_at_ms INTEGER NOT NULL,
    caller_number TEXT NOT NULL, visible_from_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS deposit_by_patient ON deposit (patient_id, paid_at_ms);
CREATE TABLE IF NOT EXISTS settlement (
    number TEXT PRIMARY KEY, receipt_number TEXT NOT NULL, patient_id INTEGER NOT NULL REFERENCES patient (id), visit_number TEXT NOT NULL,
    doctor TEXT NOT NULL REFERENCES doctor (code), cost_fen INTEGER NOT NULL, fund_fen INTEGER NOT NULL, account_fen INTEGER NOT NULL,
    pay_kind TEXT NOT NULL, operator_id TEXT NOT NULL, order_number TEXT NOT NULL, paid_at_ms INTEGER NOT NULL, refunded INTEGER NOT NULL,
    caller_number TEXT NOT NULL, visible_from_ms INTEGER NOT NULL, CHECK (cost_fen >= fund_fen + account_fen));
CREATE INDEX IF NOT EXISTS settlement_by_patient ON settlement (patient_id, paid_at_ms);
CREATE TABLE IF NOT EXISTS stay (
    number TEXT PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), department TEXT NOT NULL, bed TEXT NOT NULL,
    doctor TEXT NOT NULL, admitted_on TEXT NOT NULL, discharged_on TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS stay_item (
    id INTEGER PRIMARY KEY, stay_number TEXT NOT NULL REFERENCES stay (number), code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    unit TEXT NOT NULL, spec TEXT NOT NULL, price_fen INTEGER NOT NULL, quantity_hundredths INTEGER NOT NULL, amount_fen INTEGER NOT NULL,
    at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS report (
    number TEXT PRIMARY KEY, kind TEXT NOT NULL, patient_id INTEGER NOT NULL REFERENCES patient (id), visit_kind TEXT NOT NULL,
    name TEXT NOT NULL, part TEXT NOT NULL, findings TEXT NOT NULL, conclusion TEXT NOT NULL, published_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS report_value (
    report_number TEXT NOT NULL REFERENCES report (number), place INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    unit TEXT NOT NULL, flag TEXT NOT NULL, range TEXT NOT NULL, PRIMARY KEY (report_number, place));
)";

}  // namespace

UtcTime startOf(Date day) {
    using namespace std::chrono;
    const sys_days days =
        year_month_day(year(day.year), month(static_cast<unsigned>(day.month)), std::chrono::day(static_cast<unsigned>(day.day)));
    return UtcTime{duration_cast<milliseconds>(days.time_since_epoch()).count()} + -kShanghaiOffset;
}

Date dayOf(UtcTime time) { return hub::core::shanghaiDate(time, hub::core::Duration(0)); }

Books::Books(const std::string& folder, const hub::core::Clock& clock) : clock_(clock), database_(folder + "/books.sqlite") {
    database_.script(kSchema);
}

std::string Books::nextNumber(std::string_view prefix) {
    std::int64_t value = 0;
    database_.run("INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1", {prefix});
    database_.each("SELECT value FROM counter WHERE name = ?", {prefix}, [&](const Row& row) { row.into(value); });
    return fmt::format("{}{:08}", prefix, value);
}

void Books::note(const Caller& caller, std::string_view subject, Money amount, std::string_view order_number) {
    database_.run(
        "INSERT INTO effect (at_ms, operation, caller_number, operator_id, subject, amount_fen, order_number) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {now(), caller.operation, caller.number, caller.operator_id, subject, amount, order_number});
}

}  // namespace adapters::sim::common
