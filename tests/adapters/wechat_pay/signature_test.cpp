#include "adapters/wechat_pay/signature.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/wechat_pay/golden.h"
#include "tests/adapters/wechat_pay/platform.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace adapters::wechat_pay;
using core::Error;
using tests::Signing;

constexpr core::UtcTime kNow{1893547800000};

PlatformKeys platformKeys() {
    auto keys = PlatformKeys::read({{tests::kGoldenPlatformSerial, tests::goldenFile("keys/platform_public.pem")}});
    BOOST_REQUIRE(keys.ok());
    return std::move(*keys);
}

core::Result<core::UtcTime> verified(const tests::Headers& headers, std::string_view body) {
    const auto header = [&](std::string_view name) -> std::optional<std::string_view> {
        for (const auto& [one, value] : headers) {
            if (one == name) return value;
        }
        return std::nullopt;
    };
    return platformKeys().verify(ChannelSignature::of(header), body, kNow);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_the_platform_signed_is_believed_for_five_minutes_around_its_time) {
    using namespace std::chrono_literals;
    for (const core::Duration off : {core::Duration(0), core::Duration(300s), core::Duration(-300s)}) {
        const auto signed_at = verified(tests::Platform::sign("{}", kNow, {Signing::Kind::Right, off}), "{}");
        BOOST_REQUIRE(signed_at.ok());
        BOOST_TEST(signed_at->ms == (kNow + off).ms);
    }
    for (const core::Duration off : {core::Duration(301s), core::Duration(-301s)})
        BOOST_TEST(tests::failsWith(verified(tests::Platform::sign("{}", kNow, {Signing::Kind::Right, off}), "{}"),
                                    Error::ChannelSignatureNotValid));
}

BOOST_AUTO_TEST_CASE(what_is_signed_otherwise_is_not_believed) {
    for (const Signing::Kind kind : {Signing::Kind::Altered, Signing::Kind::Absent, Signing::Kind::OtherSerial, Signing::Kind::Probe})
        BOOST_TEST(tests::failsWith(verified(tests::Platform::sign("{}", kNow, {kind}), "{}"), Error::ChannelSignatureNotValid));
    BOOST_TEST(tests::failsWith(verified(tests::Platform::sign("{}", kNow), "{ }"), Error::ChannelSignatureNotValid));

    for (const char* seconds : {"", "1893547800x", "-", " 1893547800", "1893547800.0", "9999999999999"}) {
        tests::Headers headers = tests::Platform::sign("{}", kNow);
        headers.front().second = seconds;
        BOOST_TEST(tests::failsWith(verified(headers, "{}"), Error::ChannelSignatureNotValid));
    }
}
