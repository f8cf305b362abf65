#include "adapters/bank/signature.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/bank/golden.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
namespace kit = adapters::kit;
using namespace adapters::bank;
using core::Error;

/// The golden answer to the payment, whose time is 7.04 s after kGoldenNow.
const tests::GoldenMessage kPaid = tests::goldenBank("05_pay.answer");
const core::UtcTime kSignedAt = tests::kGoldenNow + core::Duration(7040);
constexpr const char* kNonce = "00000000000000000000000005";

core::Result<core::UtcTime> verified(const kit::HttpAnswer& answer, core::UtcTime now = kSignedAt) {
    const auto keys = kit::PeerKeys::read({{tests::kBankSerial, tests::bankKey("bank_public")}});
    BOOST_REQUIRE(keys.ok());
    return signedAt(answer, kNonce, *keys, now);
}

kit::HttpAnswer paid() { return {kPaid.status(), kPaid.headers, kPaid.body}; }

kit::HttpAnswer with(const std::string& name, const std::string& value) {
    kit::HttpAnswer answer = paid();
    std::erase_if(answer.headers, [&](const auto& header) { return header.first == name; });
    if (!value.empty()) answer.headers.emplace_back(name, value);
    return answer;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_the_bank_signed_is_believed_for_300_s_around_its_time) {
    using namespace std::chrono_literals;
    for (const core::Duration off : {core::Duration(0ms), core::Duration(300s), core::Duration(-300s)}) {
        const auto signed_at = verified(paid(), kSignedAt + off);
        BOOST_REQUIRE(signed_at.ok());
        BOOST_TEST(signed_at->ms == kSignedAt.ms);
    }
    for (const core::Duration off : {core::Duration(300001ms), core::Duration(-300001ms)})
        BOOST_TEST(tests::failsWith(verified(paid(), kSignedAt + off), Error::ChannelSignatureNotValid));
}

BOOST_AUTO_TEST_CASE(what_is_signed_otherwise_is_not_believed) {
    const auto not_believed = [](const kit::HttpAnswer& answer) {
        return tests::failsWith(verified(answer), Error::ChannelSignatureNotValid);
    };
    BOOST_REQUIRE(verified(paid()).ok());
    for (const char* name : {"Bank-Serial", "Bank-Time", "Bank-Nonce", "Bank-Signature"}) BOOST_TEST(not_believed(with(name, "")), name);
    BOOST_TEST(not_believed(with("Bank-Serial", "0000")));
    BOOST_TEST(not_believed(with("Bank-Nonce", "00000000000000000000000006")));
    BOOST_TEST(not_believed(with("Bank-Signature", "AAAA")));
    const std::string time = std::to_string(kSignedAt.ms);
    for (const std::string& other : {time + "0", time + "x", " " + time, "-" + time, time + ".0", std::to_string(kSignedAt.ms + 1)})
        BOOST_TEST(not_believed(with("Bank-Time", other)), other);

    kit::HttpAnswer answer = paid();
    answer.status = 409;
    BOOST_TEST(not_believed(answer));
    answer = paid();
    answer.body.back() = ' ';
    BOOST_TEST(not_believed(answer));
}

BOOST_AUTO_TEST_CASE(a_signature_of_ours_is_none_of_the_banks) {
    const auto keys = kit::PeerKeys::read({{tests::kBankSerial, tests::bankKey("client_public")}});
    BOOST_REQUIRE(keys.ok());
    BOOST_TEST(tests::failsWith(signedAt(paid(), kNonce, *keys, kSignedAt), Error::ChannelSignatureNotValid));
}
