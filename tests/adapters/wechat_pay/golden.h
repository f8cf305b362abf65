#pragma once

#include <string>
#include <string_view>

#include "tests/adapters/conformance/golden.h"

namespace tests {

// Everything here may be called on any thread: a server under test has its own.

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
