#include "adapters/sim/hl7/books.h"

#include <array>

namespace adapters::sim::hl7 {

using common::Row;
using common::Values;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS patient (
    id INTEGER PRIMARY KEY, our_number TEXT NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT NOT NULL,
    certificate_type TEXT NOT NULL, certificate_number TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL,
    merged_into INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS patient_by_certificate ON patient (certificate_type, certificate_number);
CREATE TABLE IF NOT EXISTS booking (
    id INTEGER PRIMARY KEY, our_number TEXT NOT NULL UNIQUE, patient_id INTEGER NOT NULL REFERENCES patient (id), slot TEXT NOT NULL,
    state TEXT NOT NULL, charge TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS booking_by_slot ON booking (slot);
CREATE TABLE IF NOT EXISTS clinic_stop (
    day TEXT NOT NULL, session TEXT NOT NULL, department TEXT NOT NULL, doctor TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (day, session, department, doctor));
CREATE TABLE IF NOT EXISTS charge (
    id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), visit_number TEXT NOT NULL, name TEXT NOT NULL,
    department TEXT NOT NULL, doctor TEXT NOT NULL, state TEXT NOT NULL, ordered_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS charge_line (
    charge_id INTEGER NOT NULL REFERENCES charge (id), key TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    unit TEXT NOT NULL, spec TEXT NOT NULL, price_fen INTEGER NOT NULL, quantity_hundredths INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0), refunded INTEGER NOT NULL, PRIMARY KEY (charge_id, key));
CREATE TABLE IF NOT EXISTS payment (
    id INTEGER PRIMARY KEY, our_number TEXT NOT NULL, charge TEXT NOT NULL UNIQUE, amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    settlement TEXT NOT NULL, receipt TEXT NOT NULL, posted_at_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS payment_by_number ON payment (our_number);
CREATE TABLE IF NOT EXISTS window_payment (charge TEXT PRIMARY KEY, amount_fen INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refund (
    id INTEGER PRIMARY KEY, our_number TEXT NOT NULL UNIQUE, paid_number TEXT NOT NULL, charge TEXT NOT NULL, line TEXT NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0), receipt TEXT NOT NULL, posted_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refund_request (id INTEGER PRIMARY KEY, charge TEXT NOT NULL, amount_fen INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS report (number TEXT PRIMARY KEY, patient_id INTEGER NOT NULL, name TEXT NOT NULL, versions INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS push (
    id INTEGER PRIMARY KEY, control_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, tries INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS push_waiting ON push (id) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS push_bytes (push_id INTEGER PRIMARY KEY REFERENCES push (id), message TEXT NOT NULL, answer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answered (control_id TEXT PRIMARY KEY, request_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answered_bytes (control_id TEXT PRIMARY KEY REFERENCES answered (control_id), answer TEXT NOT NULL);
)";

// Without the two that hold bytes of any charset.
constexpr std::array<std::string_view, 12> kTables{"patient",        "booking", "clinic_stop",    "charge", "charge_line", "payment",
                                                   "window_payment", "refund",  "refund_request", "report", "push",        "answered"};

bool samePerson(const Patient& one, const Patient& other) {
    return one.name == other.name && one.sex == other.sex && one.birth_date == other.birth_date;
}

}  // namespace

Books::Books(const std::string& folder, const Plan& plan, const hub::core::Clock& clock)
    : plan_(plan), clock_(clock), database_(folder + "/books.sqlite") {
    database_.script(kSchema);
}

std::int64_t Books::nextIdOf(std::string_view table) { return countOf("SELECT coalesce(max(id), 0) + 1 FROM " + std::string(table), {}); }

std::int64_t Books::countOf(std::string_view query, const Values& values) {
    std::int64_t count = 0;
    database_.each(query, values, [&](const Row& row) { row.into(count); });
    return count;
}

std::optional<Patient> Books::patientWhere(std::string_view condition, const Values& values) {
    std::optional<Patient> found;
    database_.each(
        "SELECT id, our_number, name, sex, birth_date, certificate_type, certificate_number, phone, address, merged_into FROM patient "
        "WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Patient& patient = found.emplace();
            row.into(patient.id, patient.our_number, patient.name, patient.sex, patient.birth_date, patient.certificate_type,
                     patient.certificate_number, patient.phone, patient.address, patient.merged_into);
        });
    return found;
}

Patient Books::insert(Patient patient) {
    patient.id = nextIdOf("patient");
    database_.run("INSERT INTO patient VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                  {patient.id, patient.our_number, patient.name, patient.sex, patient.birth_date, patient.certificate_type,
                   patient.certificate_number, patient.phone, patient.address});
    return patient;
}

Answer<Patient> Books::openFile(const Patient& asked) {
    if (asked.name.empty() || asked.our_number.empty()) return Refusal{"E14", "PID-3 PT 或 PID-5 缺失"};
    if (!asked.certificate_number.empty()) {
        std::optional<Patient> known = holderOf(asked);
        if (known && !samePerson(*known, asked)) return Refusal{"E02", "证件已登记为他人"};
        if (known) {
            known->our_number = asked.our_number;
            database_.run("UPDATE patient SET our_number = ? WHERE id = ?", {known->our_number, known->id});
            return *known;
        }
    }
    return insert(asked);
}

std::optional<Patient> Books::holderOf(const Patient& said) {
    return patientWhere("certificate_type = ? AND certificate_number = ? AND merged_into = 0 ORDER BY id LIMIT 1",
                        {said.certificate_type, said.certificate_number});
}

Answer<Patient> Books::changeFile(const Patient& patient, const Patient& said) {
    Patient next = patient;
    if (!said.certificate_number.empty()) {
        const std::optional<Patient> holder = holderOf(said);
        if (holder && holder->id != patient.id) return Refusal{"E02", "证件已登记为他人"};
        next.certificate_type = said.certificate_type;
        next.certificate_number = said.certificate_number;
    }
    for (std::string Patient::*part : {&Patient::name, &Patient::sex, &Patient::birth_date, &Patient::phone, &Patient::address}) {
        if (!(said.*part).empty()) next.*part = said.*part;
    }
    database_.run(
        "UPDATE patient SET name = ?, sex = ?, birth_date = ?, certificate_type = ?, certificate_number = ?, phone = ?, address = ?"
        " WHERE id = ?",
        {next.name, next.sex, next.birth_date, next.certificate_type, next.certificate_number, next.phone, next.address, next.id});
    return next;
}

Result<Patient> Books::addPatient(const Patient& patient) {
    if (patient.name.empty()) return Failure(Error::SimNotValid, "name is empty");
    return insert(patient);
}

std::optional<Patient> Books::patient(std::string_view local_number) {
    const std::optional<std::int64_t> id = idIn(local_number, Patient::kPrefix, Patient::kBase);
    return id ? patientWhere("id = ? AND merged_into = 0", {*id}) : std::nullopt;
}

Result<Patient> Books::patientOf(std::int64_t id) {
    const std::optional<Patient> found = patientWhere("id = ?", {id});
    return found ? Result<Patient>(*found) : Failure(Error::SimNotFound, "patient");
}

Result<std::pair<Patient, Patient>> Books::merge(std::int64_t stays, std::int64_t goes) {
    const Result<Patient> one = patientOf(stays);
    if (!one.ok()) return one.failure();
    Result<Patient> other = patientOf(goes);
    if (!other.ok()) return other.failure();
    if (stays == goes || one->merged_into != 0 || other->merged_into != 0) return Failure(Error::SimNotPossible, "merged already");
    database_.run("UPDATE patient SET merged_into = ? WHERE id = ?", {stays, goes});
    for (const char* table : {"booking", "charge", "report"})
        database_.run("UPDATE " + std::string(table) + " SET patient_id = ? WHERE patient_id = ?", {stays, goes});
    return std::pair(*one, *other);
}

std::vector<Booking> Books::bookingsWhere(std::string_view condition, const Values& values) {
    std::vector<Booking> found;
    database_.each("SELECT id, our_number, patient_id, slot, state, charge FROM booking WHERE " + std::string(condition), values,
                   [&](const Row& row) {
                       Booking& booking = found.emplace_back();
                       row.into(booking.id, booking.our_number, booking.patient_id, booking.slot, booking.state, booking.charge);
                   });
    return found;
}

bool Books::isStopped(const PlannedSlot& slot) {
    return countOf("SELECT count(*) FROM clinic_stop WHERE day = ? AND session = ? AND department = ? AND doctor = ?",
                   {slot.day, slot.session, slot.department, slot.doctor}) > 0;
}

Answer<Booking> Books::book(std::string_view our_number, const Patient& patient, std::string_view key) {
    if (our_number.empty() || key.empty()) return Refusal{"E14", "SCH-1 或 SCH-5 缺失"};
    const std::optional<PlannedSlot> slot = plan_.find(key);
    if (!slot || slot->beginsAt().ms <= clock_.utc().ms) return Refusal{"E09", "无此号源"};
    if (isStopped(*slot)) return Refusal{"E09", "已停诊"};
    if (!bookingsWhere("our_number = ?", {our_number}).empty()) return Refusal{"E02", "编号已使用"};
    const std::vector<Booking> standing = bookingsWhere("slot = ? AND state = ?", {key, BookingState::Booked});
    for (const Booking& other : standing) {
        if (other.patient_id == patient.id) return Refusal{"E02", "该患者已约此号"};
    }
    if (standing.size() >= static_cast<std::size_t>(slot->quota)) return Refusal{"E08", "号源已满"};
    Booking booking;
    booking.id = nextIdOf("booking");
    booking.our_number = our_number;
    booking.patient_id = patient.id;
    booking.slot = key;
    if (slot->fee > Money()) {
        Charge fee;
        fee.patient_id = patient.id;
        fee.visit_number = booking.number();
        fee.name = "挂号费";
        fee.department = slot->department;
        fee.doctor = slot->doctor;
        ChargeLine line;
        line.code = "REG";
        line.name = "挂号费";
        line.kind = "REG";
        line.unit = "次";
        line.price = line.amount = slot->fee;
        fee.lines.push_back({"L1", line});
        booking.charge = insert(fee).number();
    }
    database_.run("INSERT INTO booking VALUES (?, ?, ?, ?, ?, ?)",
                  {booking.id, booking.our_number, booking.patient_id, booking.slot, booking.state, booking.charge});
    return booking;
}

Answer<Booking> Books::cancel(std::string_view our_number, const Patient& patient) {
    std::vector<Booking> found = bookingsWhere("our_number = ? AND patient_id = ?", {our_number, patient.id});
    if (found.empty()) return Refusal{"E10", "无此预约"};
    Booking& booking = found.front();
    if (booking.state != BookingState::Booked) return Refusal{"E11", "预约已取消或停诊"};
    booking.state = BookingState::Cancelled;
    database_.run("UPDATE booking SET state = ? WHERE id = ?", {booking.state, booking.id});
    return booking;
}

EndedFee Books::endFee(const Booking& booking) {
    EndedFee ended;
    const std::optional<Charge> fee = charge(booking.charge);
    if (!fee) return ended;
    if (fee->state == ChargeState::Unpaid) {
        ended.cancelled = *cancelCharge(fee->number());
    } else if (fee->state == ChargeState::Paid && countOf("SELECT count(*) FROM payment WHERE charge = ?", {fee->number()}) > 0) {
        ended.refund = *requestRefund(fee->number(), {});
    }
    return ended;
}

std::vector<Booking> Books::stopClinic(const common::ClinicStop& stop) {
    const std::string session = stop.shift == "2" ? "afternoon" : "morning";
    database_.run("INSERT OR REPLACE INTO clinic_stop VALUES (?, ?, ?, ?, ?)",
                  {stop.day, session, stop.department, stop.doctor, stop.reason});
    std::vector<Booking> stopped;
    for (Booking& booking : bookingsWhere("state = ? ORDER BY id", {BookingState::Booked})) {
        const std::optional<PlannedSlot> slot = plan_.find(booking.slot);
        if (!slot || slot->day != stop.day || slot->session != session || slot->doctor != stop.doctor ||
            slot->department != stop.department)
            continue;
        booking.state = BookingState::Stopped;
        database_.run("UPDATE booking SET state = ? WHERE id = ?", {booking.state, booking.id});
        stopped.push_back(booking);
    }
    return stopped;
}

Result<std::pair<std::string, std::int64_t>> Books::publish(const common::Report& report) {
    if (const Result<Patient> owner = patientOf(report.patient_id); !owner.ok()) return owner.failure();
    if (report.number.empty()) {
        const std::string number = "RP" + std::to_string(1'000'001 + countOf("SELECT count(*) FROM report", {}));
        database_.run("INSERT INTO report VALUES (?, ?, ?, 1)", {number, report.patient_id, report.name});
        return std::pair(number, std::int64_t{1});
    }
    database_.run("UPDATE report SET versions = versions + 1, name = ? WHERE number = ? AND patient_id = ?",
                  {report.name, report.number, report.patient_id});
    if (database_.changed() == 0) return Failure(Error::SimNotFound, "report");
    return std::pair(report.number, countOf("SELECT versions FROM report WHERE number = ?", {report.number}));
}

std::optional<std::pair<std::string, std::string>> Books::answered(std::string_view control_id) {
    std::optional<std::pair<std::string, std::string>> found;
    database_.each("SELECT request_hash, answer FROM answered JOIN answered_bytes USING (control_id) WHERE control_id = ?", {control_id},
                   [&](const Row& row) {
                       auto& [hash, answer] = found.emplace();
                       row.into(hash, answer);
                   });
    return found;
}

void Books::noteAnswer(std::string_view control_id, std::string_view request_hash, std::string_view answer) {
    database_.run("INSERT INTO answered VALUES (?, ?)", {control_id, request_hash});
    database_.run("INSERT INTO answered_bytes VALUES (?, ?)", {control_id, answer});
}

std::int64_t Books::nextPush() { return nextIdOf("push"); }

void Books::addPush(const Push& push) {
    database_.run("INSERT INTO push VALUES (?, ?, 'waiting', 0)", {push.id, push.control_id});
    database_.run("INSERT INTO push_bytes VALUES (?, ?, '')", {push.id, push.bytes});
}

std::optional<Push> Books::headPush() {
    std::optional<Push> head;
    database_.each("SELECT id, control_id, message FROM push JOIN push_bytes ON push_id = id WHERE state = 'waiting' ORDER BY id LIMIT 1",
                   {}, [&](const Row& row) {
                       Push& push = head.emplace();
                       row.into(push.id, push.control_id, push.bytes);
                   });
    return head;
}

void Books::endPush(std::int64_t id, std::string_view state, std::string_view answer) {
    database_.run("UPDATE push SET state = ?, tries = tries + 1 WHERE id = ?", {state, id});
    database_.run("UPDATE push_bytes SET answer = ? WHERE push_id = ?", {answer, id});
}

void Books::noteTry(std::int64_t id) { database_.run("UPDATE push SET tries = tries + 1 WHERE id = ?", {id}); }

Result<std::string> Books::dump(std::string_view table) { return common::dumpTables(database_, kTables, table); }

}  // namespace adapters::sim::hl7
