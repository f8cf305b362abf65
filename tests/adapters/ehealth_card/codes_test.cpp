#include <fmt/format.h>

#include "tests/adapters/ehealth_card/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using tests::EhealthBench;
using tests::ToyPlatform;
using tests::troubleOf;

CredentialDecode::Request shown(CredentialKind kind) {
    const bool voucher = kind == CredentialKind::InsuranceVoucher;
    return {kind, core::Sensitive<std::string>(voucher ? ToyPlatform::voucherCodeOf(1) : ToyPlatform::staticCodeOf(1)),
            CodeUse::Registration};
}

struct Row {
    std::string code;
    Ending ending;
    std::optional<Error> trouble;
    RefusalReason reason = RefusalReason::Other;
};

template <class T>
void expect(const Outcome<T>& outcome, const Row& row) {
    BOOST_TEST_CONTEXT(row.code) {
        BOOST_TEST(core::enumName(outcome.ending) == core::enumName(row.ending));
        BOOST_TEST(!outcome.result.has_value());
        BOOST_TEST(outcome.refusal.has_value() == (row.ending == Ending::Refused));
        if (outcome.refusal) {
            BOOST_TEST(core::enumName(outcome.refusal->reason) == core::enumName(row.reason));
            BOOST_TEST(outcome.refusal->their_code == row.code);
            BOOST_TEST(outcome.refusal->their_text.reveal() == "synthetic 甲");
        }
        if (row.trouble) BOOST_TEST(tests::failsWith(troubleOf(outcome), *row.trouble));
        if (outcome.trouble) BOOST_TEST(outcome.trouble->detail.find("甲") == std::string::npos);
    }
}

}  // namespace

// Table: what the platform answers a write with, and what that leaves us knowing; for a read it is the same.
BOOST_AUTO_TEST_CASE(each_result_code_of_the_platform_has_its_ending) {
    using R = RefusalReason;
    const Row rows[] = {
        {"1001", Ending::NotReached, Error::ChannelRefusesOurSignature},
        {"1003", Ending::NotReached, Error::ChannelRefusesOurSignature},
        {"1004", Ending::NotReached, Error::RequestNotWritable},
        {"2001", Ending::Refused, {}, R::NoSuchPatient},
        {"2002", Ending::Refused, {}, R::WrongState},
        {"2003", Ending::Refused, {}, R::DuplicateNumber},
        {"3001", Ending::Refused, {}, R::NotAllowed},
        {"9999", Ending::NotReached, Error::ChannelBusy},
        {"1000", Ending::Unknown, Error::PeerAnswerNotValid},
        {"9998", Ending::Unknown, Error::PeerAnswerNotValid},
        {"-1", Ending::Unknown, Error::PeerAnswerNotValid},
    };
    EhealthBench bench;
    for (const Row& row : rows) {
        for (const char* method : {"registerHealthCard", "verifyRealName", "getDynamicQRCode", "getHealthCardByQRCode"})
            bench.platform.sayResult(method, std::stoi(row.code), "{}", "synthetic 甲");
        expect(bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt}), row);
        expect(bench.call<CredentialIssue>({tests::detailsOf(1), tests::ehealthCard(ToyPlatform::cardOf(1))}), row);
        expect(bench.call<PersonVerify>({tests::nameOfPerson(1), tests::certificateOf(1)}), row);
        expect(bench.call<CredentialDecode>(shown(CredentialKind::EhealthCard)), row);
    }
    BOOST_TEST(bench.platform.effects() == 0);
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 1);
}

BOOST_AUTO_TEST_CASE(each_code_of_the_voucher_service_has_its_ending) {
    using R = RefusalReason;
    const Row rows[] = {
        {"1", Ending::Refused, {}, R::NoSuchPatient},      {"2", Ending::Refused, {}, R::WrongState},
        {"3", Ending::Refused, {}, R::DuplicateNumber},    {"-1", Ending::Unknown, Error::ChannelInTrouble},
        {"4", Ending::Unknown, Error::PeerAnswerNotValid}, {"2001", Ending::Unknown, Error::PeerAnswerNotValid},
    };
    EhealthBench bench;
    for (const Row& row : rows) {
        bench.platform.say("decode", {200, fmt::format(R"({{"code":{},"message":"synthetic 甲"}})", row.code)});
        expect(bench.call<CredentialDecode>(shown(CredentialKind::InsuranceVoucher)), row);
    }
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 0);
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_named_only_when_it_is_one_of_ours) {
    EhealthBench bench;
    bench.platform.sayResult("registerHealthCard", 1004, "{}", "phone1 of 甲 LiMing");
    const auto outcome = bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt});
    BOOST_REQUIRE(outcome.trouble.has_value());
    BOOST_TEST(outcome.trouble->detail == "resultCode 1004 phone1");
}

BOOST_AUTO_TEST_CASE(a_wrong_secret_and_a_clock_that_is_off_are_turned_away) {
    EhealthBench bench;
    core::VirtualExecutor late_clock({1893547800000 + 301000});
    tests::ClockedHost late(late_clock, tests::EhealthSubject::keys());
    tests::ClockedHost impostor(bench.clock, tests::EhealthSubject::keys());
    impostor.secrets["ehealth.secret"] = "another";
    for (Host* host : {&late, &impostor}) {
        auto opened = bench.adapter->open(
            {"DZJKK", "UTF-8", tests::EhealthSubject::settingsJson(bench.platform.url(), std::chrono::seconds(20))}, *host);
        BOOST_REQUIRE(opened.ok());
        const auto ping = handlerOf<Ping>(**opened)->call({}, {});
        BOOST_TEST((ping.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(ping), Error::ChannelRefusesOurSignature));
    }
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Done));
}
