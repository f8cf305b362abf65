// The bytes of tests/data/bank, which are nobody's code.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "adapters/bank/signature.h"
#include "adapters/bank/statement.h"
#include "adapters/bank/their_codes.h"
#include "adapters/bank/words.h"
#include "tests/adapters/bank/bench.h"

namespace {

namespace core = hub::core;
namespace kit = adapters::kit;
using namespace adapters::bank;
using namespace hub::contract;
using tests::goldenBank;
using tests::GoldenMessage;

const char* const kRequests[] = {"01_open", "02_top_up", "03_top_up_ended", "05_pay", "07_give_back", "08_payout", "16_statement"};
const char* const kSigned[] = {"01_open",      "04_balance", "06_pay_again", "10_withdraw_rejected",   "11_balance_too_low",
                               "13_not_valid", "14_busy",    "16_statement", "17_statement_not_ready", "18_statement_of_an_empty_day"};

const Words kWords;

kit::HttpAnswer answerOf(const GoldenMessage& message) { return {message.status(), message.headers, message.body}; }

kit::PeerKeys bankKeys() {
    auto keys = kit::PeerKeys::read({{tests::kBankSerial, tests::bankKey("bank_public")}});
    BOOST_REQUIRE(keys.ok());
    return std::move(*keys);
}

BankTransfer transferIn(const std::string& name, const std::string& number) {
    const auto transfer = kWords.transfer(goldenBank(name + ".answer").body, number);
    BOOST_REQUIRE_MESSAGE(transfer.ok(), name << " " << (transfer.ok() ? "" : transfer.failure().detail()));
    return *transfer;
}

}  // namespace

BOOST_DATA_TEST_CASE(our_signature_of_a_request_is_the_golden_one, boost::unit_test::data::make(kRequests), name) {
    const GoldenMessage request = goldenBank(std::string(name) + ".request");
    auto key = kit::RsaPrivateKey::read(core::Sensitive<std::string>(tests::bankKey("client_private")));
    BOOST_REQUIRE(key.ok());
    const Signer signer{tests::kBankClient, tests::kOurSerial, std::move(*key)};
    const Moment moment{std::string(request.header("Bank-Time").value()), std::string(request.header("Bank-Nonce").value())};
    for (const auto& [header, value] : signer.headers(request.method(), request.path(), request.body, moment))
        BOOST_TEST(value == request.header(header).value_or("nothing"), header);
}

BOOST_DATA_TEST_CASE(a_golden_answer_is_believed_at_its_time_and_for_its_request, boost::unit_test::data::make(kSigned), name) {
    const kit::PeerKeys keys = bankKeys();
    kit::HttpAnswer answer = answerOf(goldenBank(std::string(name) + ".answer"));
    const std::string nonce(answer.header("Bank-Nonce").value());
    const core::UtcTime time{std::stoll(std::string(answer.header("Bank-Time").value()))};
    const auto signed_at = signedAt(answer, nonce, keys, time);
    BOOST_REQUIRE(signed_at.ok());
    BOOST_TEST(signed_at->ms == time.ms);
    BOOST_TEST(!signedAt(answer, "00000000000000000000000099", keys, time).ok());
    answer.body += " ";
    BOOST_TEST(!signedAt(answer, nonce, keys, time).ok());
}

BOOST_AUTO_TEST_CASE(what_we_write_is_what_the_golden_requests_hold) {
    const auto body = [](const std::string& name) { return goldenBank(name + ".request").body; };
    BOOST_TEST(*kWords.ofOpen("01JGYH8M00000000000000BA01", tests::openRequest()) == body("01_open"));
    BOOST_TEST(*Words::ofFind("01JGYH8M00000000000000BT01") == body("03_top_up_ended"));
    BOOST_TEST(Words::ofBalance(core::Sensitive<std::string>("9955880000000000017")) == body("04_balance"));

    using Kind = TransferKind;
    BOOST_TEST(*kWords.ofTransfer("01JGYH8M00000000000000BT01", tests::transferRequest(Kind::TopUp, 50000, "充值")) == body("02_top_up"));
    BOOST_TEST(*kWords.ofTransfer("01JGYH8M00000000000000BP01", tests::transferRequest(Kind::Pay, 3625, "门诊缴费")) == body("05_pay"));
    BOOST_TEST(*kWords.ofTransfer("01JGYH8M00000000000000BW01", tests::transferRequest(Kind::Withdraw, 10000, "提现")) ==
               body("09_withdraw"));
    TransferCreate::Request back = tests::transferRequest(Kind::GiveBack, 500, "退费");
    back.original = "01JGYH8M00000000000000BP01";
    BOOST_TEST(*kWords.ofTransfer("01JGYH8M00000000000000BR01", back) == body("07_give_back"));
    TransferCreate::Request payout = tests::transferRequest(Kind::Payout, 3125, "划拨");
    payout.account = core::Sensitive<std::string>("9955880000000000900");
    BOOST_TEST(*kWords.ofTransfer("01JGYH8M00000000000000BH01", payout) == body("08_payout"));
}

BOOST_AUTO_TEST_CASE(golden_accounts_are_read_as_they_stand) {
    const auto opened = kWords.opened(goldenBank("01_open.answer").body);
    BOOST_REQUIRE(opened.ok());
    BOOST_TEST(opened->account.reveal() == "9955880000000000017");
    BOOST_TEST(opened->opened_at.ms == tests::kGoldenNow.ms);
    const auto balance = kWords.balance(goldenBank("04_balance.answer").body);
    BOOST_REQUIRE(balance.ok());
    BOOST_TEST(balance->balance.fen() == 50000);
    BOOST_TEST(balance->at.ms == tests::kGoldenNow.ms + 6000);
}

BOOST_AUTO_TEST_CASE(golden_transfers_are_read_as_they_stand) {
    const BankTransfer begun = transferIn("02_top_up", "01JGYH8M00000000000000BT01");
    BOOST_TEST((begun.kind == TransferKind::TopUp && begun.state == TransferState::Accepted));
    BOOST_TEST(begun.amount.fen() == 50000);
    BOOST_TEST(begun.bank_number.value_or("") == "202611290000000001");
    BOOST_TEST((!begun.booked_at && !begun.bank_day && !begun.reason));

    const BankTransfer ended = transferIn("03_top_up_ended", "01JGYH8M00000000000000BT01");
    BOOST_TEST((ended.state == TransferState::Done));
    BOOST_TEST(ended.booked_at->ms == tests::kGoldenNow.ms + 4000);
    BOOST_TEST(ended.bank_day->text() == "2026-11-29");

    const BankTransfer paid = transferIn("06_pay_again", "01JGYH8M00000000000000BP01");
    BOOST_TEST((paid.kind == TransferKind::Pay && paid.state == TransferState::Done));
    BOOST_TEST((transferIn("07_give_back", "01JGYH8M00000000000000BR01").kind == TransferKind::GiveBack));
    BOOST_TEST((transferIn("08_payout", "01JGYH8M00000000000000BH01").kind == TransferKind::Payout));

    const BankTransfer rejected = transferIn("10_withdraw_rejected", "01JGYH8M00000000000000BW01");
    BOOST_TEST((rejected.kind == TransferKind::Withdraw && rejected.state == TransferState::Rejected));
    BOOST_TEST(rejected.reason.value_or("") == "card_refused");
    BOOST_TEST((!rejected.booked_at && !rejected.bank_day));
}

BOOST_AUTO_TEST_CASE(golden_refusals_are_what_they_say) {
    const auto said = [](const std::string& name) {
        const GoldenMessage message = goldenBank(name + ".answer");
        return theySay(message.status(), message.body, Words::kOfTransfer);
    };
    const Answer too_low = said("11_balance_too_low");
    BOOST_REQUIRE(std::holds_alternative<Refusal>(too_low));
    BOOST_TEST((std::get<Refusal>(too_low).reason == RefusalReason::BalanceTooLow));
    const GoldenMessage not_there = goldenBank("12_not_there.answer");
    BOOST_TEST(says(not_there.status(), not_there.body, "no_such_transfer"));
    const GoldenMessage not_ready = goldenBank("17_statement_not_ready.answer");
    BOOST_TEST(says(not_ready.status(), not_ready.body, "not_ready"));
    for (const char* name : {"13_not_valid", "14_busy"}) {
        const Answer answer = said(name);
        BOOST_REQUIRE(std::holds_alternative<kit::NoAnswer>(answer));
        BOOST_TEST(std::get<kit::NoAnswer>(answer).surely_not_written, name);
    }
}

BOOST_AUTO_TEST_CASE(a_golden_statement_is_read_as_it_stands) {
    const auto statement = readStatement(goldenBank("16_statement.answer").body, core::Date{2026, 11, 28}, tests::kBankClient);
    BOOST_REQUIRE(statement.ok());
    BOOST_TEST(statement->ready);
    BOOST_TEST(statement->day.text() == "2026-11-28");
    BOOST_TEST(statement->hash == "eb6b5d4c8122f4891e3fc2d5d89318169ed9cf51c67d668781a3df63f5c3addf");  // of sha256sum
    using Kind = StatementLineKind;
    const struct {
        Kind kind;
        const char* our_number;
        const char* their_number;
        std::int64_t fen;
        std::int64_t at_ms;
        const char* original;
    } lines[] = {{Kind::TopUp, "01JGYH8M00000000000000AT01", "202611280000000011", 20000, 1795825800000, ""},
                 {Kind::Payment, "01JGYH8M00000000000000AP01", "202611280000000012", 3625, 1795829405000, ""},
                 {Kind::Payment, "01JGYH8M00000000000000AP02", "202611280000000013", 125, 1795831200000, ""},
                 {Kind::Refund, "01JGYH8M00000000000000AR01", "202611280000000014", 500, 1795832100000, "01JGYH8M00000000000000AP01"},
                 {Kind::Withdraw, "01JGYH8M00000000000000AW01", "202611280000000015", 1000, 1795849200000, ""},
                 {Kind::Payout, "01JGYH8M00000000000000AH01", "202611280000000016", 3250, 1795877999000, ""}};
    BOOST_REQUIRE(statement->lines.size() == std::size(lines));
    for (std::size_t i = 0; i < std::size(lines); ++i) {
        const StatementLine& line = statement->lines[i];
        BOOST_TEST_CONTEXT(i) {
            BOOST_TEST(core::enumName(line.kind) == core::enumName(lines[i].kind));
            BOOST_TEST(line.our_number.value_or("") == lines[i].our_number);
            BOOST_TEST(line.their_number == lines[i].their_number);
            BOOST_TEST(line.amount.fen() == lines[i].fen);
            BOOST_TEST(line.at->ms == lines[i].at_ms);
            BOOST_TEST(line.original.value_or("") == lines[i].original);
        }
    }
    const auto empty = readStatement(goldenBank("18_statement_of_an_empty_day.answer").body, core::Date{2026, 11, 27}, tests::kBankClient);
    BOOST_REQUIRE(empty.ok());
    BOOST_TEST((empty->ready && empty->lines.empty()));
}
