#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "hub/contract/outcome.h"
#include "hub/gateway/breaker.h"

namespace hub::gateway {

inline constexpr std::size_t kEndings = enumNames(contract::Ending{}).size();
inline constexpr std::size_t kFindings = enumNames(contract::Finding{}).size();

/// Of one counterparty since the hub started. Every call is in exactly one of `endings` or `findings` once it is answered on time,
/// whoever answered it.
struct CounterpartyMetrics {
    std::uint64_t calls = 0;                          ///< asked for, inquiries too
    std::array<std::uint64_t, kEndings> endings{};    ///< by contract::Ending
    std::array<std::uint64_t, kFindings> findings{};  ///< inquiries, by contract::Finding
    std::uint64_t late = 0;                           ///< answers that came after the deadline
    std::uint64_t starts = 0;                         ///< tries to start it
    std::size_t queued = 0;                           ///< now
    std::size_t running = 0;                          ///< now, also those past their deadline
    Breaker::State breaker = Breaker::State::Closed;
};

template <class T>
void count(CounterpartyMetrics& metrics, const contract::Outcome<T>& answer) {
    ++metrics.endings.at(static_cast<std::size_t>(answer.ending));
}

template <class T>
void count(CounterpartyMetrics& metrics, const contract::Inquiry<T>& answer) {
    ++metrics.findings.at(static_cast<std::size_t>(answer.finding));
}

}  // namespace hub::gateway
