#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/demo/event_stream.h"
#include "adapters/cli/demo/http.h"
#include "adapters/cli/region.h"
#include "hub/core/clock.h"
#include "hub/core/executor.h"

namespace adapters::cli::demo {

/// What one person did and what became of it.
struct Story {
    std::int32_t number = 0;
    std::string hospital;
    std::string failed;  ///< the step that did not work and what was answered; empty: all did
    int bookings = 0;
    int payments = 0;
    int refunds = 0;
    int reports_shared = 0;
    std::int64_t paid_fen = 0;
    std::int64_t refunded_fen = 0;
    std::vector<double> charge_to_phone_ms;
};

/// How far somebody has come.
enum class Stage { Registered, FileOpened, Booked, Paid, Refunded, ReportShared };
inline constexpr std::size_t kStages = 6;

/// One person's day: registers, opens a file, books, pays, hears of the doctor's charge and pays it. Every fourth gets something back: a
/// cancelled registration, or one line of the charge where the hospital speaks HL7. Another fourth has a report read at the next
/// hospital: refused without consent, read with it, refused after it. Blocks. One thread.
class Journey {
  public:
    /// All outlive the journey; `pace(ms)` waits, `reached` is called on the journey's thread.
    struct Surroundings {
        const RegionFile& region;
        std::string entrance_token;
        std::map<std::string, std::string> hospital_tokens;  ///< by code
        std::int32_t hub_port = 0;
        const hub::core::Clock& clock;
        std::function<void(int)> pace;
        std::function<void(Stage)> reached;
    };

    Journey(const Surroundings& around, std::int32_t number);

    Story run();

  private:
    /// A charge of a person's list.
    struct OpenCharge {
        std::string charge_id;
        std::string version;
        std::int64_t total_fen = 0;
    };
    using Fields = Http::Fields;

    bool registers();
    bool opensFile();
    bool listens();
    bool books();
    bool paysFee();
    bool pays(const std::string& json);
    bool paysCharge(const OpenCharge& charge);
    bool isCharged();
    bool getsBack();
    bool cancelsBooking();
    bool getsLineBack();
    bool sharesReport();
    bool publishesReport(std::string& report);
    bool isReadWith(const char* name, const std::string& report, int status);
    bool isVerified();

    /// The next open charge that the stream tells of; with a key, the one of that key.
    bool hearsOfCharge(const std::string& key, OpenCharge& charge);

    /// Asks until `state` of the resource is one of `ends`; the last answer.
    bool until(const std::string& path, std::initializer_list<std::string_view> ends, std::string& body);
    bool step(const char* name, const hub::core::Result<Answer>& answer, Answer& got);
    bool fail(const char* name, const std::string& what);
    hub::core::Result<Answer> atHospital(const std::string& method, const std::string& path, const std::string& json = {});
    std::string localPatient();
    bool speaksHl7() const { return hospital_.protocol == "hl7_mllp"; }

    const Surroundings& around_;
    const SimulatedHospital& hospital_;
    const SimulatedHospital& next_hospital_;  ///< where somebody else wants to read
    Http hub_;
    Story story_;
    std::string certificate_;
    std::string name_;
    std::string person_;
    std::string token_;
    std::optional<EventStream> events_;
    std::string booking_;
    std::int64_t fee_fen_ = 0;        ///< paid with the booking; 0 where the hospital takes it as a charge
    std::string charge_;              ///< the hospital's number of the doctor's charge
    std::vector<std::string> lines_;  ///< keys of its lines, where the hospital has some
};

/// A made-up resident ID of area 379999, which does not exist, with its check character (GB 11643).
std::string madeUpCertificate(std::int32_t number);

}  // namespace adapters::cli::demo
