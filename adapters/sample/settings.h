#pragma once

#include <optional>
#include <string>

#include "adapters/kit/settings.h"

namespace adapters::sample {

/// `spec.settings` of a hospital that speaks the line protocol. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "SampleSettings";
    std::string host;
    std::int32_t port = 0;
    kit::Secret password;
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(5);

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("host", self.host, "host or address of the hospital's server");
        field("port", self.port, "its TCP port, 1 to 65535");
        field("password", self.password, "the password the hospital gave, as {secret: name}");
        field("answer_within", self.answer_within, "how long one call may take, 50ms to 5m; 5s when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const {
        using namespace std::chrono_literals;
        if (port < 1 || port > 65535) problems.add(pointer + "/port", "应为 1 至 65535", "expected 1 to 65535");
        if (*answer_within < 50ms || *answer_within > 5min)
            problems.add(pointer + "/answer_within", "应为 50ms 至 5m", "expected 50ms to 5m");
    }
};

}  // namespace adapters::sample
