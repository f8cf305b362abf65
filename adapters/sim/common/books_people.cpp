#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr const char* kPatientColumns =
    "SELECT id, name, certificate_kind, certificate_number, sex, birth_date, phone, address, guardian_name, guardian_number, balance_fen, "
    "confirmed, created_at_ms FROM patient WHERE ";

void fill(const Row& row, Patient& patient) {
    row.into(patient.id, patient.name, patient.certificate_kind, patient.certificate_number, patient.sex, patient.birth_date, patient.phone,
             patient.address, patient.guardian_name, patient.guardian_number, patient.balance, patient.confirmed, patient.created_at);
}

}  // namespace

std::vector<Patient> Books::patientsWhere(std::string_view condition, const Values& values) {
    return list<Patient>(std::string(kPatientColumns).append(condition).append(" ORDER BY id"), values, fill);
}

Result<Patient> Books::createPatient(const Caller& caller, const Patient& patient, const std::vector<Card>& cards) {
    return transact([&]() -> Result<Patient> {
        if (!patient.balance.isZero()) return Failure(Error::SimNotValid, "balance_fen must be 0: money comes in by deposits");
        Patient created = patient;
        created.created_at = now();
        if (created.id == 0) {
            database_.each("SELECT coalesce(max(id), 100000) + 1 FROM patient", {}, [&](const Row& row) { row.into(created.id); });
        } else if (this->patient(created.id).ok()) {
            return Failure(Error::SimNotPossible, "patient id taken");
        }
        database_.run("INSERT INTO patient VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      {created.id, created.name, created.certificate_kind, created.certificate_number, created.sex, created.birth_date,
                       created.phone, created.address, created.guardian_name, created.guardian_number, created.balance, created.confirmed,
                       created.created_at, caller.visible_from});
        for (const Card& card : cards) {
            const Result<void> added = addCard(caller, created.id, card);
            if (!added.ok()) return added.failure();
        }
        note(caller, "patient created", Money(), "");
        return created;
    });
}

Result<Patient> Books::patient(std::int64_t id) {
    std::vector<Patient> found = patientsWhere("id = ?", {id});
    if (found.empty()) return Failure(Error::SimNotFound, "patient");
    return std::move(found.front());
}

std::vector<Patient> Books::patientsByCard(const Card& card) {
    return patientsWhere(
        "visible_from_ms <= ? AND id IN (SELECT patient_id FROM card WHERE kind = ? AND number = ? AND void = 0 AND visible_from_ms <= ?)",
        {now(), card.kind, card.number, now()});
}

std::vector<Patient> Books::patientsByCertificate(std::string_view kind, std::string_view number) {
    return patientsWhere("certificate_kind = ? AND certificate_number = ? AND visible_from_ms <= ?", {kind, number, now()});
}

std::vector<Patient> Books::patientsOfGuardian(std::string_view guardian_number) {
    return patientsWhere("guardian_number = ? AND guardian_number <> '' AND visible_from_ms <= ?", {guardian_number, now()});
}

std::vector<Card> Books::cardsOf(std::int64_t patient_id) {
    return list<Card>("SELECT kind, number FROM card WHERE patient_id = ? AND void = 0 ORDER BY kind, number", {patient_id},
                      [](const Row& row, Card& card) { row.into(card.kind, card.number); });
}

std::int64_t Books::visitsOf(std::int64_t patient_id) {
    const std::lock_guard lock(mutex_);
    std::int64_t visits = 0;
    database_.each("SELECT count(DISTINCT visit_number) FROM settlement WHERE patient_id = ? AND refunded = 0", {patient_id},
                   [&](const Row& row) { row.into(visits); });
    return visits;
}

Result<void> Books::addCard(const Caller& caller, std::int64_t patient_id, const Card& card) {
    return transact([&]() -> Result<void> {
        if (const Result<Patient> owner = patient(patient_id); !owner.ok()) return owner.failure();
        database_.run("INSERT INTO card VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING",
                      {card.kind, card.number, patient_id, caller.visible_from});
        if (database_.changed() == 0) return Failure(Error::SimNotPossible, "card number taken");
        note(caller, "card added", Money(), "");
        return {};
    });
}

Result<void> Books::replaceCard(const Caller& caller, std::int64_t patient_id, const Card& old_card, const Card& new_card) {
    return transact([&]() -> Result<void> {
        database_.run("UPDATE card SET void = 1 WHERE kind = ? AND number = ? AND patient_id = ? AND void = 0",
                      {old_card.kind, old_card.number, patient_id});
        if (database_.changed() == 0) return Failure(Error::SimNotFound, "card");
        return addCard(caller, patient_id, new_card);
    });
}

Result<void> Books::confirmPatient(const Caller& caller, const Patient& confirmed) {
    return transact([&]() -> Result<void> {
        const Result<Patient> known = patient(confirmed.id);
        if (!known.ok()) return known.failure();
        if (known->certificate_kind != confirmed.certificate_kind || known->certificate_number != confirmed.certificate_number)
            return Failure(Error::SimNotPossible, "certificate differs");
        database_.run("UPDATE patient SET confirmed = 1, phone = ?, guardian_name = ?, guardian_number = ? WHERE id = ?",
                      {confirmed.phone, confirmed.guardian_name, confirmed.guardian_number, confirmed.id});
        note(caller, "real name confirmed", Money(), "");
        return {};
    });
}

}  // namespace adapters::sim::common
