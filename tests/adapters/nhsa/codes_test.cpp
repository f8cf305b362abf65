#include <fmt/format.h>

#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;
using core::Error;
using tests::troubleOf;

struct Row {
    const char* code;
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

// Table: infcode of the page, and some that stand on no page.
BOOST_AUTO_TEST_CASE(each_infcode_has_its_ending_as_number_and_as_text) {
    using R = RefusalReason;
    const Row rows[] = {
        {"-1", Ending::Unknown, Error::ChannelInTrouble},
        {"1004", Ending::Refused, {}, R::Other},
        {"1101", Ending::Refused, {}, R::NoSuchPatient},
        {"1102", Ending::Refused, {}, R::NotAllowed},
        {"1103", Ending::Refused, {}, R::NotAllowed},
        {"1104", Ending::Refused, {}, R::NotAllowed},
        {"2001", Ending::Refused, {}, R::Other},
        {"2002", Ending::Refused, {}, R::WrongState},
        {"2101", Ending::Refused, {}, R::AmountRefused},
        {"2102", Ending::Refused, {}, R::Other},
        {"2103", Ending::Refused, {}, R::DuplicateNumber},
        {"2201", Ending::Refused, {}, R::NoSuchCharge},
        {"2202", Ending::Refused, {}, R::AmountRefused},
        {"2203", Ending::Refused, {}, R::AlreadyPaid},
        {"2204", Ending::Refused, {}, R::WrongState},
        {"2301", Ending::Refused, {}, R::Other},
        {"2302", Ending::Refused, {}, R::WrongState},
        {"2602", Ending::Refused, {}, R::WrongState},
        {"9001", Ending::NotReached, Error::ChannelBusy},
        {"9003", Ending::Unknown, Error::ChannelInTrouble},
        {"1", Ending::Unknown, Error::PeerAnswerNotValid},
        {"9999", Ending::Unknown, Error::PeerAnswerNotValid},
        {"-2", Ending::Unknown, Error::PeerAnswerNotValid},
    };
    CounterBench bench;
    for (const Row& row : rows) {
        for (const std::string& written : {std::string(row.code), fmt::format("\"{}\"", row.code)}) {
            for (const char* infno : {"2207", "2202", "2206"}) bench.insurer.sayCode(infno, written, "synthetic 甲");
            expect(bench.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt}), row);
            expect(bench.call<VisitCancel>({visitOf()}), row);
            expect(bench.call<SettlementQuote>({settlementOf(1000)}), row);
        }
    }
    BOOST_TEST(bench.insurer.effects() == 0);
}

// Table: codes of the mobile chain.
BOOST_AUTO_TEST_CASE(each_code_of_the_mobile_chain_has_its_ending) {
    using R = RefusalReason;
    const Row rows[] = {
        {"-1", Ending::Unknown, Error::ChannelInTrouble},
        {"1004", Ending::Refused, {}, R::Other},
        {"1101", Ending::Refused, {}, R::NoSuchPatient},
        {"1102", Ending::Refused, {}, R::NotAllowed},
        {"1103", Ending::Refused, {}, R::NotAllowed},
        {"2101", Ending::Refused, {}, R::AmountRefused},
        {"2102", Ending::Refused, {}, R::Other},
        {"2301", Ending::Refused, {}, R::Other},
        {"2302", Ending::Refused, {}, R::WrongState},
        {"2304", Ending::Refused, {}, R::WrongState},
        {"2305", Ending::Refused, {}, R::AmountRefused},
        {"9001", Ending::NotReached, Error::ChannelBusy},
        {"1001", Ending::Unknown, Error::PeerAnswerNotValid},
        {"9003", Ending::Unknown, Error::PeerAnswerNotValid},
        {"1", Ending::Unknown, Error::PeerAnswerNotValid},
    };
    MobileBench bench;
    SettlementOf of = settlementOf(1000);
    of.order = InsuranceOrder{"ORD1000", core::Sensitive<std::string>("TOK1000")};
    for (const Row& row : rows) {
        bench.insurer.sayCode("pay_order", std::atoi(row.code), "synthetic 甲");
        expect(bench.call<SettlementConfirm>({of, std::nullopt, std::nullopt}), row);
    }
    BOOST_TEST(bench.insurer.effects() == 0);
}

BOOST_AUTO_TEST_CASE(a_status_of_401_is_the_insurers_word_that_nothing_was_done) {
    CounterBench counter;
    counter.insurer.say("2207", {401, ""});
    const auto settled = counter.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt});
    BOOST_TEST((settled.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(settled), Error::ChannelRefusesOurSignature));
    for (const int status : {400, 403}) {
        counter.insurer.say("2207", {status, ""});
        BOOST_TEST((counter.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt}).ending == Ending::Unknown));
    }
}
