// A person's e-account (电子账户) at the bank "BK": opened, topped up, withdrawn from and read over the REST interface.
#include "hub/flows/e_account_flow.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using contract::AccountOpen;
using contract::TransferCreate;
using contract::TransferFind;
using core::Error;
using core::Money;
using payment::AccountTransfer;
using payment::AccountTransferId;
using payment::AccountTransferState;
using payment::EAccount;
using payment::EAccountId;
using payment::EAccountState;
using tests::failsWith;
using Answer = tests::RestAnswer;
using BankState = contract::TransferState;

namespace {

constexpr const char* kCard = R"({"linked_card":"6222000000000001"})";
constexpr const char* kNumber = "6230000000000000001";

struct Bank : tests::RestRegion {
    std::string who = registered("测试甲", "370202199001010015");
    std::string own = verified(who);
    const std::string account = who + "/e-account";

    void willOpen() { region.answers<AccountOpen>({core::Sensitive<std::string>(kNumber), clock.utc()}); }
    void isOpen() {
        willOpen();
        const Answer answer = call("POST", account, own, kCard);
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        BOOST_REQUIRE(answer.at("state") == "open");
    }

    /// As it stands at the bank.
    static contract::BankTransfer standing(contract::TransferKind kind, std::int64_t amount, BankState state) {
        contract::BankTransfer transfer;
        transfer.our_number = "any";
        transfer.kind = kind;
        transfer.state = state;
        transfer.amount = Money::fromFen(amount);
        transfer.bank_number = "9900001";
        if (state == BankState::Rejected) transfer.reason = "card_closed";
        return transfer;
    }
    void willTransfer(contract::TransferKind kind, std::int64_t amount, BankState state) {
        region.forgets(TransferCreate::kName);
        region.answers<TransferCreate>({standing(kind, amount, state)});
    }
    void isFound(std::optional<contract::BankTransfer> transfer) {
        region.forgets(TransferFind::kName);
        region.answers<TransferFind>({std::move(transfer)});
    }
    Answer moves(const std::string& kind, std::int64_t amount, const tests::Fields& fields = {}) {
        return call("POST", account + "/transfers", own, R"({"kind":")" + kind + R"(","amount_fen":)" + std::to_string(amount) + "}",
                    fields);
    }
    void hasToppedUp(std::int64_t amount) {
        willTransfer(contract::TransferKind::TopUp, amount, BankState::Done);
        BOOST_REQUIRE(moves("top_up", amount).at("state") == "done");
    }
    /// The answer does not wait for an end that does not come.
    void isImpatient() { house.settings.answer_wait = core::Duration(1); }

    void tick() {
        clock.pass(core::Duration(5'000));
        const auto ticked = std::make_shared<std::promise<bool>>();
        care.tickDue(100, [ticked](const core::Result<std::size_t>& done) { ticked->set_value(done.ok()); });
        BOOST_REQUIRE(ticked->get_future().get());
    }
    static AccountTransferId idIn(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.status < 300, answer.body);
        return *AccountTransferId::parse(answer.at("transfer_id"));
    }
    AccountTransfer transferIn(AccountTransferId id, AccountTransferState state) {
        return awaitRow<AccountTransfer>(
            id.bits, [&](core::ReadTransaction& transaction) { return storage->accountTransfers().find(transaction, id); },
            [&](const AccountTransfer& transfer) { return transfer.state == state; });
    }
    std::string money() {
        const Answer answer = call("GET", account, own);
        return answer.at("balance_fen") + " " + answer.at("frozen_fen");
    }
    std::int64_t atBank() { return ledger.balance("bank/BK.e_accounts")->balance.fen(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(e_accounts, Bank)

BOOST_AUTO_TEST_CASE(a_verified_person_has_one_e_account_however_often_it_is_asked_for) {
    willOpen();
    const Answer opened = call("POST", account, own, kCard);
    BOOST_TEST(opened.status == 201);
    BOOST_TEST(opened.at("state") == "open");
    BOOST_TEST(opened.at("bank") == "BK");
    const Answer again = call("POST", account, own, R"({"linked_card":"6222000000000002"})");
    BOOST_TEST(again.at("e_account_id") == opened.at("e_account_id"));
    const auto asked = region.asked<AccountOpen>();
    BOOST_REQUIRE(asked.size() == 1U);
    BOOST_TEST(asked[0].linked_card.reveal() == "6222000000000001");
    BOOST_TEST(asked[0].person.certificate->number.reveal().text == "370202199001010015");
    BOOST_TEST(money() == "0 0");
    BOOST_TEST(call("GET", account + "/entries", own).at("entries") == "0");
    BOOST_TEST(opened.body.find(kNumber) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_is_not_verified_is_offered_no_e_account) {
    willOpen();
    const std::string somebody = registered("测试乙", "370202199001010031");
    const std::string token = exchanged(somebody);
    BOOST_TEST(failsWith(tried("POST", somebody + "/e-account", token, kCard), Error::RegistrationRefused));
    BOOST_TEST(failsWith(tried("GET", somebody + "/e-account", token), Error::AccountNotFound));
    BOOST_TEST(region.calls("account.open") == 0);
}

BOOST_AUTO_TEST_CASE(somebody_elses_e_account_is_nobodys_business) {
    isOpen();
    const std::string other = verified(registered("测试乙", "370202199001010031"));
    BOOST_TEST(failsWith(tried("GET", account, other), Error::RelativeNotAllowed));
    BOOST_TEST(failsWith(tried("POST", account + "/transfers", other, R"({"kind":"top_up","amount_fen":1})"), Error::RelativeNotAllowed));
}

BOOST_AUTO_TEST_CASE(what_is_no_number_of_a_card_is_not_sent_to_the_bank) {
    willOpen();
    for (const char* const card : {"62220000001", "62220000000000000001", "622200000000000X", ""})
        BOOST_TEST(failsWith(tried("POST", account, own, std::string(R"({"linked_card":")") + card + R"("})"), Error::JsonNotValid), card);
    BOOST_TEST(region.calls("account.open") == 0);
    BOOST_TEST(call("POST", account, own, R"({"linked_card":"622200000012"})").at("state") == "open");
}

BOOST_AUTO_TEST_CASE(after_a_refusal_an_e_account_may_be_asked_for_again) {
    region.refuses("account.open", contract::RefusalReason::NotAllowed);
    const Answer refused = call("POST", account, own, kCard);
    BOOST_TEST(refused.status == 201);
    BOOST_TEST(refused.at("state") == "refused");
    BOOST_TEST(refused.at("reason") == "not_allowed");
    const Answer none = moves("top_up", 100);
    BOOST_TEST(failsWith(none.result(), Error::AccountNotFound));
    region.forgets("account.open");
    willOpen();
    BOOST_TEST(call("POST", account, own, kCard).at("state") == "open");
    BOOST_TEST(call("GET", account, own).at("state") == "open");
}

BOOST_AUTO_TEST_CASE(an_opening_whose_answer_was_lost_is_not_called_failed_and_ends_when_the_bank_answers) {
    isImpatient();
    contract::Capability as_bank;  // it cannot be asked, and opens one account alone
    as_bank.operation = "account.open";
    as_bank.asks_by = contract::AsksBy::Nothing;
    as_bank.repeat = contract::Repeat::SameAnswer;
    region.offers(as_bank);
    region.ends("account.open", contract::Ending::Unknown);
    const Answer asked = call("POST", account, own, kCard);
    BOOST_TEST(asked.status == 202);
    const EAccountId id = *EAccountId::parse(asked.at("e_account_id"));
    const auto accountIn = [&](EAccountState state) {
        return awaitRow<EAccount>(
            id.bits, [&](core::ReadTransaction& transaction) { return storage->eAccounts().find(transaction, id); },
            [&](const EAccount& one) { return one.state == state; });
    };
    BOOST_TEST(accountIn(EAccountState::InDoubt).asked.has_value());
    BOOST_TEST(call("POST", account, own, kCard).at("e_account_id") == id.text());  // no second one beside it
    region.forgets("account.open");
    willOpen();
    clock.pass(core::Duration(200'000));  // past the quiet time the same is asked again, which brings the account that stands
    const auto resolved = std::make_shared<std::promise<void>>();
    runner.resolveDue([resolved](std::size_t) { resolved->set_value(); });
    resolved->get_future().wait();
    BOOST_TEST(accountIn(EAccountState::Open).number->reveal() == kNumber);
}

BOOST_AUTO_TEST_CASE(without_a_bank_in_the_configuration_no_e_account_is_offered) {
    flows::House without = care.house();
    without.settings.e_account_bank.clear();
    flows::EAccountFlow flow(without);
    BOOST_TEST(failsWith(unit([&](core::Transaction& transaction) {
                             return flow.open(transaction, ids.next<EAccountId>(), person, AccountOpen::Request{});
                         }),
                         Error::OperationNotOffered));
}

BOOST_AUTO_TEST_CASE(the_statement_has_what_came_in_what_was_frozen_and_what_went_out) {
    isOpen();
    hasToppedUp(5000);
    BOOST_TEST(money() == "5000 0");
    BOOST_TEST(atBank() == 5000);
    willTransfer(contract::TransferKind::Withdraw, 2000, BankState::Done);
    const Answer out = moves("withdraw", 2000);
    BOOST_TEST(out.status == 201);
    BOOST_TEST(out.at("state") == "done");
    BOOST_TEST(out.at("bank_number") == "9900001");
    BOOST_TEST(money() == "3000 0");
    BOOST_TEST(atBank() == 3000);
    const auto asked = region.asked<TransferCreate>();
    BOOST_REQUIRE(asked.size() == 2U);
    BOOST_TEST(asked[1].account.reveal() == kNumber);
    const Answer entries = call("GET", account + "/entries", own);
    BOOST_REQUIRE(entries.at("entries") == "3");
    const auto entry = [&](const std::string& number) {
        const std::string at = "entries." + number + ".";
        return entries.at(at + "kind") + " " + entries.at(at + "change_fen") + " " + entries.at(at + "balance_fen") + " " +
               entries.at(at + "frozen_fen");
    };
    BOOST_TEST(entry("0") == "transfer 5000 5000 0");
    BOOST_TEST(entry("1") == "hold 0 5000 2000");
    BOOST_TEST(entry("2") == "post -2000 3000 0");
    BOOST_TEST(entries.at("entries.2.cause_id") == out.at("transfer_id"));
    BOOST_TEST(call("GET", account + "/entries?after=2", own).at("entries.0.sequence") == "3");
    BOOST_TEST(failsWith(tried("GET", account + "/entries?after=x", own), Error::QueryParameterMissing));
    const Answer transfers = call("GET", account + "/transfers", own);
    BOOST_REQUIRE(transfers.at("transfers") == "2");
    BOOST_TEST(transfers.at("transfers.0.transfer_id") == out.at("transfer_id"));
    BOOST_TEST(call("GET", account + "/transfers?after=" + out.at("transfer_id"), own).at("transfers.0.kind") == "top_up");
    BOOST_TEST(call("GET", "/api/v1/account-transfers/" + out.at("transfer_id"), own).at("state") == "done");
    BOOST_TEST(failsWith(tried("GET", "/api/v1/account-transfers/" + ids.next<AccountTransferId>().text(), own), Error::AccountNotFound));
    const std::string other = verified(registered("测试乙", "370202199001010031"));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/account-transfers/" + out.at("transfer_id"), other), Error::AccountNotFound));
}

BOOST_AUTO_TEST_CASE(the_same_key_moves_money_once) {
    isOpen();
    willTransfer(contract::TransferKind::TopUp, 100, BankState::Done);
    const tests::Fields key{{"Idempotency-Key", "once"}};
    const Answer first = moves("top_up", 100, key);
    BOOST_TEST(moves("top_up", 100, key).at("transfer_id") == first.at("transfer_id"));
    BOOST_TEST(failsWith(moves("top_up", 101, key).result(), Error::IdempotencyKeyReused));
    BOOST_TEST(region.calls("transfer.create") == 1);
    BOOST_TEST(money() == "100 0");
}

BOOST_AUTO_TEST_CASE(nobody_withdraws_a_fen_more_than_there_is) {
    isOpen();
    hasToppedUp(1000);
    willTransfer(contract::TransferKind::Withdraw, 1000, BankState::Done);
    const Answer more = moves("withdraw", 1001);
    BOOST_TEST(more.at("state") == "rejected");
    BOOST_TEST(more.at("reason") == "balance_too_low");
    BOOST_TEST(region.calls("transfer.create") == 1);  // the top-up: the bank was not asked
    BOOST_TEST(money() == "1000 0");
    BOOST_TEST(moves("withdraw", 1000).at("state") == "done");
    BOOST_TEST(money() == "0 0");
    BOOST_TEST(failsWith(moves("withdraw", 0).result(), Error::MoneyOutOfRange));
}

BOOST_AUTO_TEST_CASE(what_the_bank_refuses_to_pay_out_is_free_again) {
    isOpen();
    hasToppedUp(1000);
    region.forgets("transfer.create");
    region.refuses("transfer.create", contract::RefusalReason::NotAllowed);
    const Answer refused = moves("withdraw", 400);
    BOOST_TEST(refused.at("state") == "rejected");
    BOOST_TEST(refused.at("reason") == "not_allowed");
    BOOST_TEST(money() == "1000 0");
    BOOST_TEST(moves("top_up", 400).at("state") == "rejected");
    BOOST_TEST(money() == "1000 0");
}

BOOST_AUTO_TEST_CASE(a_withdrawal_whose_answer_was_lost_stays_frozen_until_the_bank_says_that_it_was_done) {
    isOpen();
    hasToppedUp(1000);
    isImpatient();
    region.forgets("transfer.create");
    region.ends("transfer.create", contract::Ending::Unknown);
    const Answer asked = moves("withdraw", 400);
    BOOST_TEST(asked.status == 202);
    const AccountTransferId id = idIn(asked);
    transferIn(id, AccountTransferState::InDoubt);
    BOOST_TEST(money() == "1000 400");
    BOOST_TEST(moves("withdraw", 601).at("kind") == "withdraw");  // it will end rejected: 400 of it are spoken for
    isFound(standing(contract::TransferKind::Withdraw, 400, BankState::Done));
    tick();
    BOOST_TEST(transferIn(id, AccountTransferState::Done).bank_number.value_or("") == "9900001");
    BOOST_TEST(money() == "600 0");
    BOOST_TEST(region.asked<TransferFind>()[0].our_number == transferIn(id, AccountTransferState::Done).number);
}

BOOST_AUTO_TEST_CASE(a_top_up_that_the_bank_does_not_know_yet_is_neither_failed_nor_booked) {
    isOpen();
    isImpatient();
    region.ends("transfer.create", contract::Ending::Unknown);
    const AccountTransferId id = idIn(moves("top_up", 400));
    transferIn(id, AccountTransferState::InDoubt);
    isFound(std::nullopt);
    tick();
    BOOST_TEST((transferIn(id, AccountTransferState::InDoubt).state == AccountTransferState::InDoubt));
    BOOST_TEST(money() == "0 0");
    isFound(standing(contract::TransferKind::TopUp, 400, BankState::Done));
    tick();
    transferIn(id, AccountTransferState::Done);
    BOOST_TEST(money() == "400 0");
}

BOOST_AUTO_TEST_CASE(what_the_bank_accepted_and_rejects_later_is_given_free_with_its_reason) {
    isOpen();
    hasToppedUp(1000);
    isImpatient();
    willTransfer(contract::TransferKind::Withdraw, 400, BankState::Accepted);
    const AccountTransferId id = idIn(moves("withdraw", 400));
    transferIn(id, AccountTransferState::Accepted);
    BOOST_TEST(money() == "1000 400");
    isFound(standing(contract::TransferKind::Withdraw, 400, BankState::Rejected));
    tick();
    BOOST_TEST(transferIn(id, AccountTransferState::Rejected).reason == "card_closed");
    BOOST_TEST(money() == "1000 0");
    BOOST_TEST(atBank() == 1000);
}

// The ledger has booked it, and the process ended before the row said so.
BOOST_AUTO_TEST_CASE(what_a_crash_left_half_done_is_booked_once) {
    isOpen();
    hasToppedUp(1000);
    willTransfer(contract::TransferKind::Withdraw, 400, BankState::Done);
    const AccountTransferId id = idIn(moves("withdraw", 400));
    const auto setBack = [&](AccountTransferState state) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          core::Result<AccountTransfer> transfer = storage->accountTransfers().find(transaction, id);
                          if (!transfer.ok()) return transfer.failure();
                          transfer->state = state;
                          transfer->next_check_at = transfer->hand_over_at = clock.utc();
                          const auto changed = storage->accountTransfers().change(transaction, *transfer);
                          return changed.ok() ? core::Result<flows::Next>(flows::Next{}) : changed.failure();
                      }).ok());
    };
    for (const AccountTransferState state : {AccountTransferState::Booking, AccountTransferState::Freezing}) {
        setBack(state);
        if (state == AccountTransferState::Freezing) isFound(standing(contract::TransferKind::Withdraw, 400, BankState::Done));
        tick();
        if (state == AccountTransferState::Freezing) {
            transferIn(id, AccountTransferState::Sending);  // sent before: the row of the attempt says so
            setBack(AccountTransferState::InDoubt);
            tick();
        }
        transferIn(id, AccountTransferState::Done);
        BOOST_TEST(money() == "600 0");
        BOOST_TEST(call("GET", account + "/entries", own).at("entries") == "3");
        BOOST_TEST(region.calls("transfer.create") == 2);
    }
}

BOOST_AUTO_TEST_CASE(what_takes_too_long_is_a_question_for_a_person_and_goes_on) {
    isOpen();
    isImpatient();
    willTransfer(contract::TransferKind::TopUp, 400, BankState::Accepted);
    const AccountTransferId id = idIn(moves("top_up", 400));
    transferIn(id, AccountTransferState::Accepted);
    isFound(standing(contract::TransferKind::TopUp, 400, BankState::Accepted));
    clock.pass(core::Duration(30 * 60'000));
    tick();
    const auto cases = read<std::vector<payment::Case>>(
        [&](core::ReadTransaction& transaction) { return storage->cases().ofSubject(transaction, id.bits, {}); });
    BOOST_REQUIRE(cases.size() == 1U);
    BOOST_TEST(cases[0].kind == "overdue");
    BOOST_TEST((cases[0].about == payment::CaseAbout::AccountTransfer));
    BOOST_TEST(cases[0].hospital == "BK");
    BOOST_TEST((transferIn(id, AccountTransferState::Accepted).state == AccountTransferState::Accepted));
}

namespace {

/// Somebody with 50.00 on the e-account and a bill of 35.00 at H1.
struct Payer : Bank {
    Payer() {
        isOpen();
        hasToppedUp(5000);
        opened(who);
        body = payFor(toldTo(who));
        region.answers<contract::ChargeList>({{bill("C1", 3500)}});
        contract::PaymentConfirm::Result confirmed;
        confirmed.his_receipt = "R1";
        region.answers<contract::PaymentConfirm>(confirmed);
    }
    payment::Charge toldTo(const std::string& path, const std::string& key = "C1") {
        person = *payment::PersonId::parse(path.substr(path.rfind('/') + 1));
        return charge(bill(key, 3500));
    }
    static std::string payFor(const payment::Charge& charge, const std::string& e_account = "{}") {
        return R"({"e_account":)" + e_account + R"(,"charges":[{"charge_id":")" + charge.id.text() + R"(","expected_version":")" +
               charge.content.version + R"(","expected_total_fen":3500}]})";
    }
    Answer pays(const std::string& with) { return call("POST", who + "/payments", own, with); }
    payment::PaymentId paymentId(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.status < 300, answer.body);
        return *payment::PaymentId::parse(answer.at("payment_id"));
    }
    /// Of the payment, once it has begun.
    AccountTransferId transferOf(payment::PaymentId id) {
        paymentIn(id, payment::PaymentState::Ordering);
        const auto found = read<std::optional<AccountTransfer>>([&](core::ReadTransaction& transaction) {
            return storage->accountTransfers().findByRequest(transaction, "", "transfer/" + id.text() + "/1");
        });
        BOOST_REQUIRE(found.has_value());
        return found->id;
    }
    std::int64_t collected() { return balanceOf("channel_clearing/BK/collection"); }
    std::int64_t balanceOf(const std::string& key) {
        const auto balance = ledger.balance(key);
        return balance.ok() ? balance->balance.fen() : 0;
    }

    std::string body;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_bill_is_paid_from_the_e_account_and_nobody_is_asked_again, Payer) {
    willTransfer(contract::TransferKind::Pay, 3500, BankState::Done);
    const Answer paid = pays(body);
    BOOST_TEST(paid.at("state") == "completed");
    BOOST_TEST(paid.at("paid_by") == "e_account");
    BOOST_TEST(paid.at("his_receipt") == "R1");
    BOOST_TEST(money() == "1500 0");
    BOOST_TEST(atBank() == 1500);
    BOOST_TEST(collected() == 3500);
    BOOST_TEST(balanceOf("hospital_payable/H1") == 3500);
    BOOST_TEST(region.calls("order.create") == 0);
    BOOST_TEST(region.asked<TransferCreate>().back().account.reveal() == kNumber);
    BOOST_TEST(call("GET", account + "/transfers", own).at("transfers.0.kind") == "pay");
}

BOOST_FIXTURE_TEST_CASE(what_is_more_than_there_is_on_the_e_account_is_not_paid_and_the_bank_not_asked, Payer) {
    willTransfer(contract::TransferKind::Withdraw, 1501, BankState::Done);
    BOOST_REQUIRE(moves("withdraw", 1501).at("state") == "done");
    const Answer unpaid = pays(body);
    BOOST_TEST(unpaid.at("state") == "unpaid");
    BOOST_TEST(unpaid.at("why") == "declined");
    BOOST_TEST(region.calls("transfer.create") == 2);
    BOOST_TEST(money() == "3499 0");
    BOOST_TEST(collected() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_payment_whose_transfer_got_no_answer_is_neither_paid_nor_failed_until_the_bank_says, Payer) {
    isImpatient();
    region.forgets("transfer.create");
    region.ends("transfer.create", contract::Ending::Unknown);
    const Answer asked = pays(body);
    BOOST_TEST(asked.status == 202);
    const payment::PaymentId id = paymentId(asked);
    transferIn(transferOf(id), AccountTransferState::InDoubt);
    BOOST_TEST(money() == "5000 3500");
    isFound(standing(contract::TransferKind::Pay, 3500, BankState::Done));
    tick();
    const payment::Payment completed = paymentIn(id, payment::PaymentState::Completed);
    BOOST_TEST(completed.leg().channel_number.value_or("") == "9900001");
    BOOST_TEST(money() == "1500 0");
    BOOST_TEST(collected() == 3500);
}

BOOST_FIXTURE_TEST_CASE(who_gives_up_while_the_bank_is_not_reached_has_the_money_free_again, Payer) {
    isImpatient();
    region.forgets("transfer.create");
    region.ends("transfer.create", contract::Ending::NotReached);
    const payment::PaymentId id = paymentId(pays(body));
    const AccountTransferId transfer = transferOf(id);
    transferIn(transfer, AccountTransferState::Sending);
    call("POST", "/api/v1/payments/" + id.text() + "/cancellation", own);
    tick();
    BOOST_TEST((paymentIn(id, payment::PaymentState::Unpaid).why == payment::Why::Cancelled));
    BOOST_TEST(transferIn(transfer, AccountTransferState::Rejected).reason == "unwanted");
    BOOST_TEST(money() == "5000 0");
    BOOST_TEST(collected() == 0);
}

BOOST_FIXTURE_TEST_CASE(who_gave_up_what_the_bank_did_all_the_same_has_the_money_back_on_the_e_account, Payer) {
    isImpatient();
    region.forgets("transfer.create");
    region.ends("transfer.create", contract::Ending::Unknown);
    const payment::PaymentId id = paymentId(pays(body));
    transferIn(transferOf(id), AccountTransferState::InDoubt);
    call("POST", "/api/v1/payments/" + id.text() + "/cancellation", own);
    willTransfer(contract::TransferKind::GiveBack, 3500, BankState::Done);
    isFound(standing(contract::TransferKind::Pay, 3500, BankState::Done));
    tick();
    BOOST_TEST((paymentIn(id, payment::PaymentState::Reversed).why == payment::Why::Cancelled));
    BOOST_TEST(money() == "5000 0");
    BOOST_TEST(atBank() == 5000);
    BOOST_TEST(collected() == 0);
    BOOST_TEST(balanceOf("hospital_payable/H1") == 0);
    BOOST_TEST(region.calls("payment.confirm") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_refund_goes_back_to_the_e_account_it_came_from, Payer) {
    willTransfer(contract::TransferKind::Pay, 3500, BankState::Done);
    const payment::PaymentId id = paymentId(pays(body));
    const payment::Payment paid = paymentIn(id, payment::PaymentState::Completed);
    contract::RefundCheck::Result agreed;
    agreed.returnable = Money::fromFen(1000);
    agreed.remaining_version = "2";
    agreed.remaining_total = Money::fromFen(2500);
    region.answers<contract::RefundCheck>(agreed);
    region.answers<contract::RefundConfirm>({});
    willTransfer(contract::TransferKind::GiveBack, 1000, BankState::Done);
    const Answer refund = call("POST", "/api/v1/payments/" + id.text() + "/refunds", own, R"({"amount_fen":1000,"lines":[]})");
    BOOST_TEST(refund.at("state") == "done");
    BOOST_TEST(money() == "2500 0");
    BOOST_TEST(atBank() == 2500);
    BOOST_TEST(collected() == 2500);
    BOOST_TEST(balanceOf("hospital_payable/H1") == 2500);
    const auto asked = region.asked<TransferCreate>().back();
    BOOST_TEST(asked.original.value_or("") == paid.leg().order_number);
    BOOST_TEST(region.calls("refund.create") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_refund_that_the_bank_rejects_waits_for_two_operators_and_no_money_is_booked, Payer) {
    willTransfer(contract::TransferKind::Pay, 3500, BankState::Done);
    const payment::PaymentId id = paymentId(pays(body));
    paymentIn(id, payment::PaymentState::Completed);
    contract::RefundCheck::Result agreed;
    agreed.returnable = Money::fromFen(3500);
    region.answers<contract::RefundCheck>(agreed);
    isImpatient();
    willTransfer(contract::TransferKind::GiveBack, 3500, BankState::Rejected);
    const Answer refund = call("POST", "/api/v1/payments/" + id.text() + "/refunds", own, R"({"amount_fen":3500,"lines":[]})");
    const payment::RefundId refund_id = *payment::RefundId::parse(refund.at("refund_id"));
    const auto refundIn = [&](payment::RefundState state) {
        return awaitRow<payment::Refund>(
            refund_id.bits, [&](core::ReadTransaction& transaction) { return storage->refunds().find(transaction, refund_id); },
            [&](const payment::Refund& one) { return one.state == state; });
    };
    refundIn(payment::RefundState::Stuck);
    BOOST_TEST(money() == "1500 0");
    BOOST_TEST(collected() == 3500);
    region.answers<contract::RefundConfirm>({});
    willTransfer(contract::TransferKind::GiveBack, 3500, BankState::Done);
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) {
                      return care.refunds().apply(transaction, refund_id,
                                                  payment::refund_event::Decided{payment::refund_event::Decision::Again});
                  }).ok());
    refundIn(payment::RefundState::Done);
    const auto asked = region.asked<TransferCreate>();
    BOOST_TEST(asked.size() == 4U);  // the top-up, the payment, and twice back
    BOOST_TEST(money() == "5000 0");
    BOOST_TEST(collected() == 0);
}

BOOST_FIXTURE_TEST_CASE(an_e_account_of_neither_the_payer_nor_the_patient_pays_nothing, Payer) {
    const std::string other = registered("测试乙", "370202199001010031");
    const std::string theirs = R"({"person_id":")" + other.substr(other.rfind('/') + 1) + R"("})";
    const payment::Charge charge = toldTo(who);
    BOOST_TEST(failsWith(tried("POST", who + "/payments", own, payFor(charge, theirs)), Error::RelativeNotAllowed));
    BOOST_TEST(failsWith(tried("POST", who + "/payments", own, R"({"channel":"WX",)" + body.substr(1)), Error::JsonNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/payments", own, R"({"charges":[]})"), Error::JsonNotValid));
    BOOST_TEST(failsWith(moves("pay", 100).result(), Error::JsonNotValid));
    const std::string token = verified(other);
    const payment::Charge of_other = toldTo(other, "C2");
    BOOST_TEST(failsWith(tried("POST", other + "/payments", token, payFor(of_other)), Error::AccountNotFound));
    BOOST_TEST(money() == "5000 0");
}

BOOST_AUTO_TEST_SUITE_END()
