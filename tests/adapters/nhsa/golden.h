#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "adapters/nhsa/sm.h"
#include "tests/adapters/conformance/golden.h"

namespace tests::nhsa {

/// A file of tests/data/nhsa as it is.
inline std::string goldenFile(const std::string& name) { return goldenBytesIn("tests/data/nhsa/" + name); }

/// Keys of one side: its own private key, the other's public one. `shared` is the counter's or the mobile application's.
inline adapters::nhsa::SmKeys goldenKeys(const std::string& own, const std::string& other, adapters::nhsa::SharedKey shared) {
    auto ours = adapters::nhsa::SigningKey::read(hub::core::Sensitive<std::string>(goldenFile("keys/" + own + "_private.pem")));
    auto theirs = adapters::nhsa::VerifyingKey::read(goldenFile("keys/" + other + "_public.pem"));
    BOOST_REQUIRE(ours.ok() && theirs.ok());
    return {std::move(*ours), std::move(*theirs), std::move(shared)};
}

inline adapters::nhsa::SharedKey counterKey() {
    return *adapters::nhsa::SharedKey::read(hub::core::Sensitive<std::string>(goldenFile("keys/shared_key.txt")));
}

inline constexpr const char* kInstitution = "H37020000001";
inline constexpr const char* kAccess = "ONECARD";
inline constexpr const char* kAccessSecret = "synthetic-access-secret";
inline constexpr const char* kApp = "ONECARDAPP000001";
inline constexpr const char* kAppSecret = "synthetic-app-secret-0001";
inline constexpr std::int64_t kGoldenMs = 1893547800000;  // 2030-01-02 09:30:00 in Shanghai

inline adapters::nhsa::SharedKey mobileKey() {
    return adapters::nhsa::SharedKey::ofApplication(kApp, hub::core::Sensitive<std::string>(kAppSecret));
}

}  // namespace tests::nhsa
