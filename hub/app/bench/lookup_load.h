#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hub/core/clock.h"

namespace hub::app {

/// Asks a hub for random people of the first `people`, half by card and half by certificate, a share of them for numbers nobody has.
struct LookupLoad {
    std::uint16_t port = 0;
    std::string token;  ///< of a hospital, whose staff asks
    std::uint32_t people = 0;
    std::size_t clients = 8;  ///< connections; each asks again when it is answered
    double seconds = 10;
    std::uint64_t seed = 1;
    double unknown_share = 0.05;
};

/// Times are from sending to the whole answer.
struct LookupAnswers {
    std::vector<double> by_card_ms;  ///< those who are there
    std::vector<double> by_id_ms;
    std::vector<double> unknown_ms;
    std::int64_t wrong = 0;  ///< another person or card than was meant, anybody where nobody is, nobody where somebody is
    std::int64_t lost = 0;   ///< refused, or the connection was
    double seconds = 0;

    std::size_t answered() const { return by_card_ms.size() + by_id_ms.size() + unknown_ms.size(); }
};

LookupAnswers askForPeople(const LookupLoad& load, const core::Clock& clock);

}  // namespace hub::app
