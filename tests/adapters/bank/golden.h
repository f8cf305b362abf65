#pragma once

#include <string>

#include "hub/core/clock.h"
#include "tests/adapters/conformance/golden.h"

namespace tests {

/// "01_open.request" and so on, of tests/data/bank.
inline GoldenMessage goldenBank(const std::string& name) { return goldenMessageIn("tests/data/bank/" + name + ".http"); }

inline std::string bankKey(const std::string& name) { return goldenBytesIn("tests/data/bank/keys/" + name + ".pem"); }

/// Who the golden bytes are of.
inline constexpr const char* kBankClient = "QYYKT0001";
inline constexpr const char* kOurSerial = "5A3F10C2";
inline constexpr const char* kBankSerial = "B7710E04";
inline constexpr hub::core::UtcTime kGoldenNow{1795917600000};

}  // namespace tests
