#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

// Everything here may be called on any thread: a server under test has its own.

/// One HTTP message of tests/data/wechat_pay.
struct GoldenMessage {
    std::string start;  ///< its first line
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    std::optional<std::string_view> header(std::string_view name) const;
    std::string method() const { return start.substr(0, start.find(' ')); }
    std::string path() const;
    int status() const;
};

/// "01_order.request" and so on.
GoldenMessage goldenMessage(const std::string& name);

/// A file of tests/data/wechat_pay as it is.
std::string goldenFile(const std::string& name);

/// A value of an Authorization header, `name="value"`; empty when it is not there.
std::string partOf(std::string_view authorization, const std::string& name);

/// Who the golden bytes are of.
inline constexpr const char* kGoldenApp = "wx0000000000000001";
inline constexpr const char* kGoldenMerchant = "1900000001";
inline constexpr const char* kGoldenMerchantSerial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
inline constexpr const char* kGoldenPlatformSerial = "PUB_KEY_ID_0119000000012029010100000000000001";
inline constexpr const char* kGoldenNotifyUrl = "http://127.0.0.1:18080/in/SLZF/notify";

}  // namespace tests
