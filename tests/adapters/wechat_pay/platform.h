#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/clock.h"

namespace tests {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// How a message of the channel is signed.
struct Signing {
    enum class Kind { Right, Altered, Absent, OtherSerial, Probe };
    Kind kind = Kind::Right;
    hub::core::Duration off{0};  ///< by how much its time is off
};

/// The channel's own cryptography, with the keys of tests/data/wechat_pay, written apart from the adapter's.
class Platform {
  public:
    /// The headers that sign `body` at `now`. Any thread.
    static Headers sign(std::string_view body, hub::core::UtcTime now, Signing signing = {});

    /// Whether the merchant has signed it. Any thread.
    static bool isMerchants(std::string_view message, const std::string& signature);

    /// A notification as the channel writes it, around `content`, under `key`.
    static std::string notification(std::string_view id, std::string_view type, std::string_view content, const std::string& key);
};

}  // namespace tests
