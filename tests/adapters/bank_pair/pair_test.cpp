// The adapter and the simulator of the bank, each written from schemas/wire/bank.md alone, understand one another.
#include <fmt/format.h>

#include "hub/contract/adapter.h"
#include "hub/contract/operations/bank.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/statement.h"
#include "tests/adapters/conformance/noted_host.h"
#include "tests/adapters/sim_bank/bench.h"
#include "tests/support/failures.h"

namespace adapters::bank {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}

namespace {

using namespace hub::contract;
using hub::core::Money;
using hub::core::Sensitive;
using tests::bank::sim::BankSettings;

std::string settingsJson(std::uint16_t port) {
    const BankSettings settings = tests::bank::goodSettings();
    hub::core::JsonWriter key(hub::core::Exposure::Revealed);
    key.string(tests::bank::dataFile("keys/bank_public.pem"));
    return fmt::format(R"({{"url":"http://127.0.0.1:{}","client":"{}","serial":"{}","private_key":{{"secret":"key"}},)"
                       R"("bank_keys":[{{"serial":"{}","public_key":{}}}]}})",
                       port, settings.client.number, settings.client.serial, settings.bank.serial, key.text());
}

struct Pair {
    Pair() {
        auto opened = adapter->open({"YH", "UTF-8", settingsJson(bank.port)}, host);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
    }
    ~Pair() { instance->stop(); }

    template <Operation Op>
    Outcome<typename Op::Result> call(const typename Op::Request& request, const std::string& wire_id) {
        Meta meta;
        meta.wire_id = wire_id;
        return handlerOf<Op>(*instance)->call(meta, request);
    }
    template <Operation Op>
    Finding find(const typename Op::Request& request, const std::string& wire_id) {
        Meta meta;
        meta.wire_id = wire_id;
        return handlerOf<Op>(*instance)->inquire(meta, request).finding;
    }

    std::string opened() {
        AccountOpen::Request request;
        request.person.name = Sensitive(hub::core::PersonName{"李玕"});
        request.person.certificate =
            Certificate{CertificateKind::ResidentId, Sensitive(hub::core::CertificateNumber{std::string(tests::bank::kLi)})};
        request.person.phone = Sensitive(hub::core::PhoneNumber{"13900000003"});
        request.linked_card = Sensitive<std::string>(std::string(tests::bank::kCardOfLi));
        const auto outcome = call<AccountOpen>(request, "OPEN000000000000001");
        BOOST_REQUIRE(outcome.ending == Ending::Done);
        return outcome.result->account.reveal();
    }
    TransferCreate::Request transfer(TransferKind kind, const std::string& account, std::int64_t fen) const {
        TransferCreate::Request request;
        request.kind = kind;
        request.account = Sensitive<std::string>(account);
        request.amount = Money::fromFen(fen);
        request.summary = "门诊缴费 䶮";
        return request;
    }
    std::int64_t balanceOf(const std::string& account) {
        const auto outcome = call<AccountBalance>({Sensitive<std::string>(account)}, "BALANCE0000000000001");
        BOOST_REQUIRE(outcome.ending == Ending::Done);
        return outcome.result->balance.fen();
    }

    tests::bank::Bench bank;
    tests::NotedHost host{{{"key", tests::bank::dataFile("keys/client_private.pem")}}, bank.clock};
    std::unique_ptr<Adapter> adapter = adapters::bank::makeAdapter();
    std::unique_ptr<Instance> instance;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bank_pair, Pair)

BOOST_AUTO_TEST_CASE(money_comes_in_is_paid_is_given_back_and_stands_on_the_statement) {
    BOOST_TEST((call<Ping>({}, "PING0000000000000001").ending == Ending::Done));
    const std::string account = opened();
    const auto top_up = transfer(TransferKind::TopUp, account, 10'000);
    const auto begun = call<TransferCreate>(top_up, "TOPUP000000000000001");
    BOOST_REQUIRE((begun.ending == Ending::Done));
    BOOST_TEST((begun.result->transfer.state == TransferState::Accepted));  // which is not done
    bank.advanceBooks(std::chrono::seconds(3));
    BOOST_TEST((find<TransferCreate>(top_up, "TOPUP000000000000001") == Finding::Ours));
    BOOST_TEST(balanceOf(account) == 10'000);

    const auto pay = transfer(TransferKind::Pay, account, 3'625);
    const auto paid = call<TransferCreate>(pay, "PAY00000000000000001");
    BOOST_REQUIRE((paid.ending == Ending::Done));
    BOOST_TEST((paid.result->transfer.state == TransferState::Done));
    BOOST_TEST((call<TransferCreate>(pay, "PAY00000000000000001").ending == Ending::Done));  // the same number again
    BOOST_TEST(balanceOf(account) == 6'375);

    auto back = transfer(TransferKind::GiveBack, account, 500);
    back.original = "PAY00000000000000001";
    BOOST_TEST((call<TransferCreate>(back, "BACK0000000000000001").ending == Ending::Done));
    BOOST_TEST(balanceOf(account) == 6'875);

    const auto find_one = call<TransferFind>({"PAY00000000000000001"}, "FIND0000000000000001");
    BOOST_REQUIRE((find_one.ending == Ending::Done && find_one.result->transfer));
    BOOST_TEST(find_one.result->transfer->amount.fen() == 3'625);

    const hub::core::Date day = *hub::core::Date::parse(std::string(tests::bank::kFirstDay));
    const auto early = call<ChannelStatementFetch>({day}, "STATEMENT00000000001");
    BOOST_REQUIRE((early.ending == Ending::Done));
    BOOST_TEST(!early.result->ready);
    bank.advanceBooks(std::chrono::hours(24));
    const auto statement = call<ChannelStatementFetch>({day}, "STATEMENT00000000002");
    BOOST_REQUIRE((statement.ending == Ending::Done));
    BOOST_TEST(statement.result->ready);
    BOOST_REQUIRE(statement.result->lines.size() == 3U);
    BOOST_TEST((statement.result->lines[1].kind == StatementLineKind::Payment));
    BOOST_TEST((statement.result->lines[2].original == "PAY00000000000000001"));
}

BOOST_AUTO_TEST_CASE(what_the_bank_refuses_is_refused_for_good_and_what_it_never_saw_is_not_there) {
    const std::string account = opened();
    const auto pay = transfer(TransferKind::Pay, account, 1);
    const auto refused = call<TransferCreate>(pay, "PAY00000000000000002");
    BOOST_REQUIRE((refused.ending == Ending::Refused));
    BOOST_TEST((refused.refusal->reason == RefusalReason::BalanceTooLow));
    BOOST_TEST((find<TransferCreate>(pay, "PAY00000000000000003") == Finding::NotThere));
    BOOST_TEST(balanceOf(account) == 0);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_lost_or_altered_leaves_the_transfer_in_doubt_until_it_is_asked_for) {
    const std::string account = opened();
    bank.fund(account, 5'000, "FUND000000000000001");
    const auto pay = transfer(TransferKind::Pay, account, 1'000);
    bank.fault("transfers/create", adapters::sim::common::FaultKind::BadSignature);
    BOOST_TEST((call<TransferCreate>(pay, "PAY00000000000000004").ending == Ending::Unknown));
    BOOST_TEST((find<TransferCreate>(pay, "PAY00000000000000004") == Finding::Ours));
    bank.fault("transfers/create", adapters::sim::common::FaultKind::WrongAmount);
    BOOST_TEST((call<TransferCreate>(pay, "PAY00000000000000005").ending == Ending::Unknown));
    BOOST_TEST((find<TransferCreate>(pay, "PAY00000000000000005") == Finding::Ours));
    BOOST_TEST(balanceOf(account) == 3'000);
}

BOOST_AUTO_TEST_SUITE_END()
