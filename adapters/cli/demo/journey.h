#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
    std::int64_t paid_fen = 0;
    std::int64_t refunded_fen = 0;
    std::vector<double> charge_to_phone_ms;
};

/// One person's day: registers, opens a file, books, pays, gets a charge from the doctor and pays it; every fourth books once more and
/// cancels. Blocks. One thread.
class Journey {
  public:
    /// `clock` and `pace` outlive the journey; `pace(ms)` waits.
    struct Surroundings {
        const RegionFile& region;
        std::string entrance_token;
        std::int32_t hub_port = 0;
        const hub::core::Clock& clock;
        std::function<void(int)> pace;
    };

    Journey(const Surroundings& around, std::int32_t number);

    Story run();

  private:
    bool registers();
    bool opensFile();
    bool books(std::string& booking, std::int64_t& cash);
    bool pays(const std::string& json);
    bool getsCharged();
    bool cancels(const std::string& booking, std::int64_t cash);

    /// Asks until `state` of the resource is one of `ends`; the last answer.
    bool until(const std::string& path, std::initializer_list<std::string_view> ends, std::string& body);
    bool step(const char* name, const hub::core::Result<Answer>& answer, Answer& got);
    bool fail(const char* name, const std::string& what);
    std::string localPatient();

    const Surroundings& around_;
    const SimulatedHospital& hospital_;
    Http hub_;
    Http his_;
    Story story_;
    std::string certificate_;
    std::string name_;
    std::string person_;
    std::string token_;
};

/// A made-up resident ID of area 379999, which does not exist, with its check character (GB 11643).
std::string madeUpCertificate(std::int32_t number);

}  // namespace adapters::cli::demo
