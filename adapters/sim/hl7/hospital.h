#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/sim/hl7/books.h"
#include "adapters/sim/hl7/outgoing.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::sim::hl7 {

/// The hospital behind its interface: takes the hub's messages, and what doctors, window and laboratory do; each is one transaction with
/// its answer and the messages it sends out. Any thread.
class Hospital {
  public:
    /// `clock` outlives the hospital. Throws Exception when the books cannot be used. REQUIRES: the settings passed check().
    Hospital(const Hl7HospitalSettings& settings, const hub::core::Clock& clock);

    /// The bytes that answer these. The same MSH-10 with the same bytes has the answer it had, and nothing is done again.
    std::string take(std::string_view message);

    // What happens at the hospital.

    hub::core::Result<Patient> addPatient(const Patient& patient);
    hub::core::Result<void> merge(std::int64_t stays, std::int64_t goes);
    hub::core::Result<Charge> addCharge(const NewCharge& wanted);
    hub::core::Result<Charge> changeCharge(std::string_view number, const std::vector<ChargeLine>& lines);
    hub::core::Result<Charge> cancelCharge(std::string_view number);
    hub::core::Result<void> payAtWindow(std::string_view number);
    hub::core::Result<RefundRequest> requestRefund(std::string_view charge, const std::vector<std::string>& lines);
    /// How many bookings were stopped.
    hub::core::Result<std::size_t> stopClinic(const common::ClinicStop& stop);
    /// The number of the report.
    hub::core::Result<std::string> publish(const common::Report& report);

    // The messages that wait, one at a time.

    std::optional<Push> headPush();
    void endPush(std::int64_t id, std::string_view state, std::string_view answer);
    void noteTry(std::int64_t id);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    /// Fields of a Z segment of the answer, from 2 on.
    struct Extra {
        std::string segment;
        std::vector<std::string> fields;
    };
    using Said = std::variant<std::monostate, Extra, Refusal>;

    /// Under the lock, in a transaction: what `work` returns is kept when it is ok.
    template <class Work>
    auto transact(const Work& work);

    std::string answer(std::string_view bytes, const std::string& control_id);
    Said act(const codec::hl7v2::Message& message);
    Said openFile(const codec::hl7v2::Message& message);
    Said changeFile(const codec::hl7v2::Message& message);
    Said mergeFiles(const codec::hl7v2::Message& message);
    Said book(const codec::hl7v2::Message& message);
    Said cancel(const codec::hl7v2::Message& message);
    Said bill(const codec::hl7v2::Message& message);
    std::string acknowledged(std::string_view request, const Said& said) const;
    void sayFeeEnded(const Patient& patient, const Booking& booking);

    /// Puts a message of `write(control id, now)` behind those that wait.
    template <class Write>
    void push(const Write& write);

    const Hl7HospitalSettings settings_;
    const hub::core::Clock& clock_;
    const Plan plan_;
    const Outgoing outgoing_;
    std::mutex mutex_;  // guards all below
    Books books_;
};

/// The operation of a message as faults name it: A28, S12, S15, PY, CD, N01; the trigger event of any other.
std::string operationOf(std::string_view message);

}  // namespace adapters::sim::hl7
