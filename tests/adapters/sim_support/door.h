#pragma once

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/common/faults.h"
#include "hub/core/describe.h"
#include "tests/adapters/sim_support/folder.h"
#include "tests/adapters/sim_support/hand_clock.h"
#include "tests/support/raw_http.h"

namespace tests::sim {

/// The member "amount.total" of a JSON text as it is written (a string without quotes); "(absent)", "(no JSON)".
inline std::string member(std::string_view json, std::string_view path) {
    const auto document = hub::core::JsonDocument::parse(json);
    if (!document.ok()) return "(no JSON)";
    std::optional<hub::core::JsonValue> value = document->root();
    while (value && !path.empty()) {
        const std::size_t dot = path.find('.');
        value = value->member(path.substr(0, dot));
        path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    }
    if (!value) return "(absent)";
    if (const auto number = value->integer()) return std::to_string(*number);
    return std::string(value->string().value_or("(other)"));
}

/// What the bench of a simulator stands on: a clock that is moved by hand, a folder, faults, and the side door behind the port. Whoever
/// inherits starts the simulator and sets the port.
class Door {
  public:
    explicit Door(std::int64_t seed) : faults(static_cast<std::uint64_t>(seed)) {}

    RawAnswer control(std::string_view method, std::string_view path, std::string_view body = {}) const {
        return RawClient(port).ask(fmt::format("{} /_sim/{} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                                               method, path, body.size(), body));
    }

    /// It happens to the next call.
    void fault(std::string operation, adapters::sim::common::FaultKind kind, std::optional<std::string> text = {}, bool acts = true,
               std::int64_t delay_ms = 0) const {
        adapters::sim::common::FaultRule rule;
        rule.operation = std::move(operation);
        rule.kind = kind;
        rule.next = 1;
        rule.acts = acts;
        rule.delay_ms = delay_ms;
        rule.text = std::move(text);
        const RawAnswer answer = control("POST", "faults", hub::core::toJson(rule, hub::core::Exposure::Revealed));
        BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    }

    /// Until calls have drawn all faults; false when they have not after two thousand looks.
    bool faultsAreTaken() const {
        constexpr int kLooksMax = 2000;
        for (int i = 0; i < kLooksMax && !faults.rules().empty(); ++i) control("GET", "health");
        return faults.rules().empty();
    }

    /// Rows of a table of the books.
    std::size_t rows(const std::string& table) const {
        const RawAnswer answer = control("GET", "books?" + table);
        const auto document = hub::core::JsonDocument::parse(answer.body);
        BOOST_REQUIRE(document.ok());
        return document->root().member(table)->size();
    }

    HandClock clock;
    Folder folder;
    adapters::sim::common::Faults faults;
    std::uint16_t port = 0;
};

}  // namespace tests::sim
