#include <fmt/format.h>

#include "hub/core/json.h"
#include "tests/adapters/bank/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using tests::BankBench;
using tests::BankSigning;
using tests::troubleOf;

const TransferCreate::Request kPay = tests::transferRequest(TransferKind::Pay, 3625, "门诊缴费");
const TransferCreate::Request kTopUp = tests::transferRequest(TransferKind::TopUp, 50000, "充值");

std::string no(std::string_view code) { return fmt::format(R"({{"code":"{}","text":"synthetic"}})", code); }

std::string transfer(std::string_view state, std::string_view amount = "3625", std::string_view kind = "pay",
                     std::string_view number = "$NUMBER") {
    return fmt::format(R"({{"number":"{}","kind":"{}","state":"{}","amount":{},"bank_number":"77","booked_at":"2026-11-29 10:00:01",)"
                       R"("bank_day":"20261129","reason":"limit"}})",
                       number, kind, state, amount);
}

}  // namespace

// Table: what the bank says of a transfer, and what that leaves us knowing.
BOOST_AUTO_TEST_CASE(each_answer_to_a_transfer_has_its_ending) {
    using Kind = BankSigning::Kind;
    const struct {
        int status;
        std::string body;
        Kind signing;
        Ending ending;
        std::optional<Error> trouble;
    } rows[] = {
        {200, transfer("done"), Kind::Right, Ending::Done, {}},
        {200, transfer("accepted"), Kind::Right, Ending::Done, {}},
        {200, transfer("rejected"), Kind::Right, Ending::Done, {}},
        {409, no("balance_too_low"), Kind::Right, Ending::Refused, {}},
        {409, no("number_used"), Kind::Right, Ending::Refused, {}},
        {409, no("nobody_knows"), Kind::Right, Ending::Unknown, Error::ChannelInTrouble},
        {400, no("not_valid"), Kind::Right, Ending::NotReached, Error::RequestNotWritable},
        {503, no("busy"), Kind::Right, Ending::NotReached, Error::ChannelBusy},
        {503, no("busy"), Kind::Absent, Ending::Unknown, Error::ChannelInTrouble},
        {503, no("busy"), Kind::Altered, Ending::Unknown, Error::ChannelSignatureNotValid},
        {401, "", Kind::Absent, Ending::NotReached, Error::ChannelRefusesOurSignature},
        {401, "", Kind::Altered, Ending::Unknown, Error::ChannelSignatureNotValid},
        {401, "", Kind::Right, Ending::Unknown, Error::ChannelInTrouble},
        {500, transfer("done"), Kind::Right, Ending::Unknown, Error::ChannelInTrouble},
        {500, "", Kind::Absent, Ending::Unknown, Error::ChannelInTrouble},
        {502, no("balance_too_low"), Kind::Right, Ending::Unknown, Error::ChannelInTrouble},
        {404, no("not_ready"), Kind::Right, Ending::Unknown, Error::ChannelInTrouble},
        {404, "", Kind::Absent, Ending::Unknown, Error::ChannelSignatureNotValid},
        {409, no("balance_too_low"), Kind::Absent, Ending::Unknown, Error::ChannelSignatureNotValid},
        {409, no("balance_too_low"), Kind::OtherNonce, Ending::Unknown, Error::ChannelSignatureNotValid},
        {200, transfer("done"), Kind::Altered, Ending::Unknown, Error::ChannelSignatureNotValid},
        {200, transfer("done"), Kind::Absent, Ending::Unknown, Error::ChannelSignatureNotValid},
        {200, transfer("done"), Kind::OtherSerial, Ending::Unknown, Error::ChannelSignatureNotValid},
        {200, transfer("done"), Kind::OtherNonce, Ending::Unknown, Error::ChannelSignatureNotValid},
        {200, transfer("done"), Kind::OtherStatus, Ending::Unknown, Error::ChannelSignatureNotValid},
        {200, "", Kind::Right, Ending::Unknown, Error::PeerAnswerNotValid},
        {200, "[]", Kind::Right, Ending::Unknown, Error::PeerAnswerNotValid},
        {200, no("balance_too_low"), Kind::Right, Ending::Unknown, Error::PeerAnswerNotValid},
    };
    BankBench bench;
    for (const auto& row : rows) {
        bench.bank.say({row.status, row.body, {row.signing}});
        const auto outcome = bench.call<TransferCreate>(kPay);
        BOOST_TEST_CONTEXT(row.status << " " << row.body << " " << static_cast<int>(row.signing)) {
            BOOST_TEST(core::enumName(outcome.ending) == core::enumName(row.ending));
            if (row.trouble) BOOST_TEST(tests::failsWith(troubleOf(outcome), *row.trouble));
        }
    }
    BOOST_TEST(bench.bank.effects() == 0);
}

BOOST_AUTO_TEST_CASE(an_answer_is_believed_300_s_around_its_time) {
    using namespace std::chrono_literals;
    BankBench bench;
    for (const core::Duration off : {core::Duration(300s), core::Duration(-300s)}) {
        bench.bank.say({200, transfer("done"), {BankSigning::Kind::Right, off}});
        BOOST_TEST((bench.call<TransferCreate>(kPay).ending == Ending::Done));
    }
    for (const core::Duration off : {core::Duration(300001ms), core::Duration(-300001ms)}) {
        bench.bank.say({200, transfer("done"), {BankSigning::Kind::Right, off}});
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<TransferCreate>(kPay)), Error::ChannelSignatureNotValid));
    }
}

BOOST_AUTO_TEST_CASE(what_is_told_of_another_transfer_is_never_done) {
    const struct {
        std::string body;
        Error trouble;
    } rows[] = {{transfer("done", "3626"), Error::ChannelAmountDiffers},
                {transfer("done", "3624"), Error::ChannelAmountDiffers},
                {transfer("rejected", "3626"), Error::ChannelAmountDiffers},
                {transfer("done", "3625", "withdraw"), Error::PeerAnswerNotValid},
                {transfer("done", "3625", "pay", "01JGYH8M00000000000000BP02"), Error::PeerAnswerNotValid}};
    BankBench bench;
    for (const auto& row : rows) {
        bench.bank.say({200, row.body});
        const auto outcome = bench.call<TransferCreate>(kPay);
        BOOST_TEST((outcome.ending == Ending::Unknown), row.body);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), row.trouble));
        bench.bank.say({200, row.body});
        const auto inquiry = bench.inquire<TransferCreate>(kPay);
        BOOST_TEST((inquiry.finding == Finding::CannotTell), row.body);
        BOOST_TEST(tests::failsWith(troubleOf(inquiry), row.trouble));
    }
    bench.bank.say({200, transfer("done", "3625", "pay", "01JGYH8M00000000000000BP02")});
    BOOST_TEST((bench.call<TransferFind>({"01JGYH8M00000000000000BP01"}).ending == Ending::Unknown));
}

BOOST_AUTO_TEST_CASE(an_accepted_transfer_is_one_that_has_not_ended) {
    BankBench bench;
    const auto outcome = bench.call<TransferCreate>(kTopUp, "TOPUP00001");
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST((outcome.result->transfer.state == TransferState::Accepted));
    BOOST_TEST(outcome.result->transfer.our_number == "TOPUP00001");
    bench.bank.say({200, transfer("rejected", "50000", "top_up")});
    const auto found = bench.call<TransferFind>({"TOPUP00001"});
    BOOST_REQUIRE((found.ending == Ending::Done && found.result->transfer));
    BOOST_TEST((found.result->transfer->state == TransferState::Rejected));
    BOOST_TEST(found.result->transfer->reason.value_or("") == "limit");
}

BOOST_AUTO_TEST_CASE(a_number_moves_money_once_and_another_transfer_under_it_is_refused) {
    BankBench bench;
    BOOST_TEST((bench.call<TransferCreate>(kPay).ending == Ending::Done));
    BOOST_TEST((bench.call<TransferCreate>(kPay).ending == Ending::Done));
    BOOST_TEST(bench.bank.effects() == 1);
    const auto other = bench.call<TransferCreate>(kTopUp);
    BOOST_REQUIRE((other.ending == Ending::Refused));
    BOOST_TEST((other.refusal->reason == RefusalReason::DuplicateNumber));
    BOOST_TEST(bench.bank.effects() == 1);
}

BOOST_AUTO_TEST_CASE(only_the_banks_own_word_says_that_there_is_none) {
    BankBench bench;
    const auto none = bench.call<TransferFind>({"NOBODYS001"});
    BOOST_REQUIRE((none.ending == Ending::Done));
    BOOST_TEST(!none.result->transfer.has_value());
    BOOST_TEST((bench.inquire<TransferCreate>(kPay).finding == Finding::NotThere));

    using Kind = BankSigning::Kind;
    const tests::ToyBank::Said others[] = {{404, no("no_such_transfer"), {}},
                                           {409, no("no_such_account"), {}},
                                           {409, no("no_such_transfer"), {Kind::Absent}},
                                           {409, no("no_such_transfer"), {Kind::OtherNonce}},
                                           {503, no("busy"), {}},
                                           {401, "", {Kind::Absent}}};
    for (const auto& said : others) {
        bench.bank.say(said);
        BOOST_TEST((bench.inquire<TransferCreate>(kPay).finding == Finding::CannotTell), said.status << said.body);
    }
}

BOOST_AUTO_TEST_CASE(an_inquiry_finds_what_was_done) {
    BankBench bench;
    bench.bank.fail(tests::conformance::Fault::ResetAfterActing, 1);
    BOOST_TEST((bench.call<TransferCreate>(kPay).ending == Ending::Unknown));
    const auto inquiry = bench.inquire<TransferCreate>(kPay);
    BOOST_REQUIRE((inquiry.finding == Finding::Ours));
    BOOST_TEST((inquiry.result->transfer.state == TransferState::Done));
    BOOST_TEST(inquiry.result->transfer.bank_day->text() == "2026-11-29");
}

BOOST_AUTO_TEST_CASE(an_account_is_opened_again_rather_than_asked_for) {
    BankBench bench;
    const auto first = bench.call<AccountOpen>(tests::openRequest(), "OPEN000001");
    BOOST_REQUIRE((first.ending == Ending::Done));
    BOOST_TEST((bench.inquire<AccountOpen>(tests::openRequest(), "OPEN000001").finding == Finding::CannotTell));
    const auto again = bench.call<AccountOpen>(tests::openRequest(), "OPEN000001");
    BOOST_REQUIRE((again.ending == Ending::Done));
    BOOST_TEST(again.result->account.reveal() == first.result->account.reveal());
    BOOST_TEST(bench.bank.effects() == 1);

    bench.bank.say({409, no("person_differs")});
    const auto refused = bench.call<AccountOpen>(tests::openRequest(), "OPEN000002");
    BOOST_REQUIRE((refused.ending == Ending::Refused));
    BOOST_TEST((refused.refusal->reason == RefusalReason::NotAllowed));
    bench.bank.say({200, R"({"account":"99","opened_at":"2026-11-29 10:00:00"})"});
    BOOST_TEST((bench.call<AccountOpen>(tests::openRequest(), "OPEN000003").ending == Ending::Unknown));
}

BOOST_AUTO_TEST_CASE(a_balance_is_read_and_a_refusal_of_it_is_one) {
    BankBench bench;
    const auto outcome = bench.call<AccountBalance>({core::Sensitive<std::string>(tests::ToyBank::accountOf(7))});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->balance.fen() == tests::ToyBank::balanceOf(7));
    bench.bank.say({409, no("no_such_account")});
    BOOST_TEST((bench.call<AccountBalance>({core::Sensitive<std::string>("1")}).ending == Ending::Refused));
}

BOOST_AUTO_TEST_CASE(what_the_bank_cannot_take_is_not_sent) {
    BankBench bench;
    for (const std::string& number : {std::string("A0001"), std::string(33, 'a'), std::string("A00_01")}) {
        for (const auto& trouble :
             {troubleOf(bench.call<TransferCreate>(kPay, number)), troubleOf(bench.inquire<TransferCreate>(kPay, number)),
              troubleOf(bench.call<TransferFind>({number})), troubleOf(bench.call<AccountOpen>(tests::openRequest(), number))})
            BOOST_TEST(tests::failsWith(trouble, Error::RequestNotWritable));
    }
    AccountOpen::Request other = tests::openRequest();
    other.person.certificate->kind = CertificateKind::OfficerCard;
    const auto outcome = bench.call<AccountOpen>(other);
    BOOST_TEST((outcome.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable));
    BOOST_TEST(bench.bank.lastCall() == "");
}

BOOST_AUTO_TEST_CASE(a_statement_is_there_whole_or_not_yet_or_not_believed) {
    BankBench bench;
    const auto outcome = bench.call<ChannelStatementFetch>({core::Date{2026, 11, 28}});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(bench.bank.lastCall() == "GET /v1/statements/2026-11-28 ");
    BOOST_TEST(outcome.result->ready);
    BOOST_TEST(outcome.result->lines.size() == 1U);

    const auto today = bench.call<ChannelStatementFetch>({core::Date{2026, 11, 29}});
    BOOST_REQUIRE((today.ending == Ending::Done));
    BOOST_TEST(!today.result->ready);
    BOOST_TEST(today.result->day.text() == "2026-11-29");
    BOOST_TEST((today.result->hash.empty() && today.result->lines.empty()));

    using Kind = BankSigning::Kind;
    const std::string other_day = tests::ToyBank::statementOf("20261127", "0|0.00|0.00|", {});
    const struct {
        tests::ToyBank::Said said;
        Error trouble;
    } rows[] = {{{404, no("not_ready"), {Kind::Absent}}, Error::ChannelSignatureNotValid},
                {{404, no("no_such_day"), {}}, Error::ChannelInTrouble},
                {{200, other_day, {}}, Error::PeerAnswerNotValid},
                {{200, "", {}}, Error::PeerAnswerNotValid},
                {{200, tests::ToyBank::statementOf("20261128", "0|0.00|0.00|", {}), {Kind::Altered}}, Error::ChannelSignatureNotValid}};
    for (const auto& row : rows) {
        bench.bank.say(row.said);
        const auto doubted = bench.call<ChannelStatementFetch>({core::Date{2026, 11, 28}});
        BOOST_TEST((doubted.ending == Ending::Unknown));
        BOOST_TEST(tests::failsWith(troubleOf(doubted), row.trouble));
    }
}

BOOST_AUTO_TEST_CASE(an_answer_is_bounded_and_a_statement_may_be_larger) {
    BankBench bench;
    const std::string blanks(64 * 1024, ' ');
    bench.bank.say({200, transfer("done") + blanks});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<TransferCreate>(kPay)), Error::PeerAnswerTooLarge));
    bench.bank.say({200, transfer("done") + blanks.substr(1024)});
    BOOST_TEST((bench.call<TransferCreate>(kPay).ending == Ending::Done));

    std::vector<std::string> rows;
    for (int i = 1; i <= 2000; ++i) rows.push_back(fmt::format("01|{}|FIND000000|7{}|pay|0.01|20261128100000|||", i, i));
    bench.bank.say({200, tests::ToyBank::statementOf("20261128", "2000|20.00|0.00|", rows)});
    const auto outcome = bench.call<ChannelStatementFetch>({core::Date{2026, 11, 28}});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->lines.size() == 2000U);
}

BOOST_AUTO_TEST_CASE(a_ping_brings_the_time_at_which_the_bank_signed) {
    BankBench bench;
    const auto outcome = bench.call<Ping>({});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->their_time->ms == tests::kGoldenNow.ms);
    BOOST_TEST(bench.bank.lastCall() == R"(POST /v1/transfers/find {"number":"ONECARDPING"})");
    bench.bank.say({401, "", {BankSigning::Kind::Absent}});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<Ping>({})), Error::ChannelRefusesOurSignature));
    bench.bank.say({503, no("busy")});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<Ping>({})), Error::ChannelBusy));
}
