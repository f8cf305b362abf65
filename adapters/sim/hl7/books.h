#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/sim/common/database.h"
#include "adapters/sim/hl7/plan.h"
#include "adapters/sim/hl7/records.h"
#include "hub/core/clock.h"

namespace adapters::sim::hl7 {

template <class T>
using Answer = std::variant<T, Refusal>;

/// What a booking that ends leaves to be said about its fee.
struct EndedFee {
    std::optional<Charge> cancelled;      ///< it was not paid
    std::optional<RefundRequest> refund;  ///< it was
};

/// What was paid or given back in one message of the hub.
struct Posted {
    std::string our_number;
    Money amount;
    std::string settlement;  ///< empty for refunds
    std::string receipt;
    UtcTime posted_at;
};

/// The hospital's books in `folder`/books.sqlite and the rules over them. A call that refuses has written nothing, one that answers has
/// written everything; the caller's transaction keeps or undoes it. One thread at a time. Throws Exception when the file cannot be used.
class Books {
  public:
    /// Both outlive the books.
    Books(const std::string& folder, const Plan& plan, const hub::core::Clock& clock);

    common::Database& database() { return database_; }

    // People.

    /// For the hub. The same person (certificate, name, sex, birthday) again is the same file; E02 where the certificate is another's.
    Answer<Patient> openFile(const Patient& asked);
    /// For the hub. What is said stands from now on, what is left empty stays. E02 where the certificate is another's.
    Answer<Patient> changeFile(const Patient& patient, const Patient& said);
    /// At the window. Also: SimNotValid.
    hub::core::Result<Patient> addPatient(const Patient& patient);
    /// By PID-3; not one that was merged away.
    std::optional<Patient> patient(std::string_view local_number);
    /// Also: SimNotFound.
    hub::core::Result<Patient> patientOf(std::int64_t id);
    /// Charges and bookings go along. Also: SimNotFound, SimNotPossible (merged already, one and the same).
    hub::core::Result<std::pair<Patient, Patient>> merge(std::int64_t stays, std::int64_t goes);

    // Bookings.

    /// E02 known number, or the person has that slot; E08 full; E09 no such slot, it has begun, or it is stopped.
    Answer<Booking> book(std::string_view our_number, const Patient& patient, std::string_view slot);
    /// E10 no such booking of this person, E11 it has ended.
    Answer<Booking> cancel(std::string_view our_number, const Patient& patient);
    /// The fee of a booking that has just ended.
    EndedFee endFee(const Booking& booking);
    /// The bookings that stood in that session.
    std::vector<Booking> stopClinic(const common::ClinicStop& stop);

    // Money.

    /// Also: SimNotFound (patient), SimNotValid (no lines, an amount below zero).
    hub::core::Result<Charge> addCharge(const NewCharge& wanted);
    /// Other lines of an unpaid charge. Also: SimNotFound, SimNotPossible, SimNotValid.
    hub::core::Result<Charge> changeCharge(std::string_view number, const std::vector<ChargeLine>& lines);
    /// Also: SimNotFound, SimNotPossible.
    hub::core::Result<Charge> cancelCharge(std::string_view number);
    /// Somebody pays at the window. Also: SimNotFound, SimNotPossible.
    hub::core::Result<void> payAtWindow(std::string_view number);
    /// The hub's PY, one row a charge: all or nothing. E02, E04, E05, E06, E07 (another person's), E11.
    Answer<Posted> pay(std::string_view our_number, const Patient& patient, const std::vector<std::pair<std::string, Money>>& charges);
    /// The hub's CD. E02, E05, E06, E07, E11, E12.
    Answer<Posted> refund(std::string_view our_number, const Patient& patient, const Refund& asked);
    /// The hospital wants lines of a paid charge to go back; none: all that are left. Also: SimNotFound, SimNotPossible.
    hub::core::Result<RefundRequest> requestRefund(std::string_view charge, const std::vector<std::string>& lines);
    std::optional<Charge> charge(std::string_view number);

    // Reports.

    /// The number given or kept, and how often it was published by now. Also: SimNotFound (patient; a number that is not known).
    hub::core::Result<std::pair<std::string, std::int64_t>> publish(const common::Report& report);

    // Messages.

    /// The answer that a control id got before, with the hash of what it answered.
    std::optional<std::pair<std::string, std::string>> answered(std::string_view control_id);
    void noteAnswer(std::string_view control_id, std::string_view request_hash, std::string_view answer);
    std::int64_t nextPush();
    void addPush(const Push& push);
    std::optional<Push> headPush();
    /// `state`: "sent" or "refused".
    void endPush(std::int64_t id, std::string_view state, std::string_view answer);
    void noteTry(std::int64_t id);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    std::int64_t nextIdOf(std::string_view table);
    std::int64_t countOf(std::string_view query, const common::Values& values);
    std::optional<Patient> holderOf(const Patient& said);
    std::optional<Patient> patientWhere(std::string_view condition, const common::Values& values);
    Patient insert(Patient patient);
    std::vector<Booking> bookingsWhere(std::string_view condition, const common::Values& values);
    bool isStopped(const PlannedSlot& slot);
    Charge insert(Charge charge);
    void writeLines(const Charge& charge);
    void setState(const Charge& charge, ChargeState state);
    std::optional<Refusal> notPayable(const Charge& charge, const Patient& patient, Money amount);
    std::string receiptOf(std::int64_t id) const { return "SJ" + std::to_string(10'000'000 + id); }

    const Plan& plan_;
    const hub::core::Clock& clock_;
    common::Database database_;
};

}  // namespace adapters::sim::hl7
