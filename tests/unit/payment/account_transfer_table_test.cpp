// Every pair of state and event of a top-up or a withdrawal, one line each; states without a guard are of a withdrawal.
#include "hub/payment/account_transfer_machine.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using contract::RefusalReason;
using core::AttemptState;
using core::Error;
using BankState = contract::TransferState;
namespace event = hub::payment::account_transfer_event;
namespace action = hub::payment::account_transfer_action;

namespace {

constexpr std::string_view kTable = R"(
freezing
  tick              -> freezing mirror:freeze
  freeze:accepted   -> sending call publish
  freeze:too_little -> rejected publish
  freeze:refused    -> freezing case:ledger_refused
  - add:* create:* release:* seen:* take:* unwanted

sending
  tick                     -> sending call
  create:accepted          -> accepted publish
  create:done_accepted     -> accepted publish
  create:done_done         -> booking mirror:take publish
  create:done_rejected     -> releasing mirror:release publish
  create:not_happened      -> sending call:again publish
  create:parked            -> in_doubt case:parked publish
  create:refused           -> releasing mirror:release publish
  create:refused_duplicate -> in_doubt publish
  create:someone_else      -> in_doubt case:not_ours publish
  create:unknown           -> in_doubt publish
  seen:accepted            -> accepted publish
  seen:done                -> booking mirror:take publish
  seen:other_amount        -> sending case:amount_differs
  seen:other_kind          -> sending case:amount_differs
  seen:rejected            -> releasing mirror:release publish
  - add:* create:* freeze:* release:* seen:* take:* unwanted

in_doubt
  tick                 -> in_doubt call ask
  create:accepted      -> accepted publish
  create:done_accepted -> accepted publish
  create:done_done     -> booking mirror:take publish
  create:done_rejected -> releasing mirror:release publish
  create:not_happened  -> sending call:again publish
  create:parked        -> in_doubt case:parked
  create:refused       -> releasing mirror:release publish
  create:someone_else  -> in_doubt case:not_ours
  seen:accepted        -> accepted publish
  seen:done            -> booking mirror:take publish
  seen:other_amount    -> in_doubt case:amount_differs
  seen:other_kind      -> in_doubt case:amount_differs
  seen:rejected        -> releasing mirror:release publish
  - add:* create:* freeze:* release:* seen:* take:* unwanted

accepted
  tick                 -> accepted ask
  create:done_done     -> booking mirror:take publish
  create:done_rejected -> releasing mirror:release publish
  seen:done            -> booking mirror:take publish
  seen:other_amount    -> accepted case:amount_differs
  seen:other_kind      -> accepted case:amount_differs
  seen:rejected        -> releasing mirror:release publish
  - add:* create:* freeze:* release:* seen:* take:* unwanted

booking
  tick            -> booking mirror:take
  take:accepted   -> done publish
  take:refused    -> booking case:ledger_refused
  take:too_little -> booking case:ledger_refused
  - add:* create:* freeze:* release:* seen:* unwanted

releasing
  tick               -> releasing mirror:release
  create:done_done   -> releasing case:late_success
  release:accepted   -> rejected publish
  release:refused    -> releasing case:ledger_refused
  release:too_little -> releasing case:ledger_refused
  seen:done          -> releasing case:late_success
  seen:other_amount  -> releasing case:late_success
  seen:other_kind    -> releasing case:late_success
  - add:* create:* freeze:* seen:* take:* unwanted

done
  - add:* create:* freeze:* release:* seen:* take:* tick unwanted

rejected
  create:done_done  -> rejected case:late_success
  seen:done         -> rejected case:late_success
  seen:other_amount -> rejected case:late_success
  seen:other_kind   -> rejected case:late_success
  - add:* create:* freeze:* release:* seen:* take:* tick unwanted

sending/early
  - tick

accepted/overdue
  tick -> accepted case:overdue ask

sending/top_up
  create:done_done     -> booking mirror:add publish
  create:done_rejected -> rejected publish
  create:refused       -> rejected publish
  seen:done            -> booking mirror:add publish
  seen:rejected        -> rejected publish

freezing/pay
  freeze:too_little -> rejected tell:rejected publish

freezing/pay_unwanted
  freeze:accepted -> releasing mirror:release publish

sending/pay
  - create:not_reached
  create:refused     -> releasing mirror:release publish
  create:done_done   -> booking mirror:take publish
  - unwanted

sending/pay_not_sent
  tick     -> sending call
  unwanted -> releasing mirror:release publish

sending/pay_unwanted
  tick                -> sending call
  create:not_reached  -> releasing mirror:release publish
  create:not_happened -> releasing mirror:release publish
  create:unknown      -> in_doubt publish
  create:done_done    -> booking mirror:take publish

in_doubt/pay_unwanted
  - create:not_reached
  seen:done          -> booking mirror:take publish

booking/pay
  take:accepted -> done tell:done publish

releasing/pay
  release:accepted -> rejected tell:rejected publish

sending/give_back
  create:done_done -> booking mirror:add publish
  create:refused   -> rejected tell:rejected publish

booking/give_back
  add:accepted -> done tell:done publish

booking/top_up
  tick         -> booking mirror:add
  add:accepted -> done publish
  add:refused  -> booking case:ledger_refused
  - take:accepted
)";

std::string textOf(const AccountTransferAction& one) {
    return std::visit(Overloaded{
                          [](const action::Call& call) -> std::string { return call.again ? "call:again" : "call"; },
                          [](const action::AskTransfer&) -> std::string { return "ask"; },
                          [](const action::SubmitMirror& submit) { return "mirror:" + std::string(core::enumName(submit.entry)); },
                          [](const action::TellOwner& tell) -> std::string { return tell.done ? "tell:done" : "tell:rejected"; },
                          [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
                          [](const action::Publish&) -> std::string { return "publish"; },
                      },
                      one);
}

using What = decltype(AccountTransferEvent::what);

contract::BankTransfer bankTransfer(BankState state, AccountTransferKind kind = AccountTransferKind::Withdraw) {
    contract::BankTransfer transfer;
    transfer.our_number = "T1";
    transfer.kind = toContract(kind);
    transfer.state = state;
    transfer.amount = fen(1500);
    transfer.bank_number = "77";
    if (state == BankState::Rejected) transfer.reason = "card_closed";
    return transfer;
}

std::map<std::string, What> events(AccountTransferKind kind) {
    contract::BankTransfer other_amount = bankTransfer(BankState::Done, kind);
    other_amount.amount = fen(1499);
    contract::BankTransfer other_kind = bankTransfer(BankState::Done, kind);
    other_kind.kind = contract::TransferKind::Payout;
    std::map<std::string, What> all = {{"tick", event::Tick{}},
                                       {"unwanted", event::Unwanted{}},
                                       {"seen:none", event::TransferSeen{}},
                                       {"seen:other_amount", event::TransferSeen{other_amount}},
                                       {"seen:other_kind", event::TransferSeen{other_kind}}};
    for (const auto& [state, name] : enumNames(BankState{})) {
        all.emplace("seen:" + std::string(name), event::TransferSeen{bankTransfer(state, kind)});
        event::CreateMoved created;
        created.transfer = bankTransfer(state, kind);
        all.emplace("create:done_" + std::string(name), created);
    }
    for (const auto& [state, name] : enumNames(AttemptState{})) {
        event::CreateMoved moved;
        moved.state = state;
        if (state == AttemptState::Refused) moved.refusal = RefusalReason::NotAllowed;
        if (state != AttemptState::Done) all.emplace("create:" + std::string(name), moved);
    }
    event::CreateMoved duplicate;
    duplicate.state = AttemptState::Refused;
    duplicate.refusal = RefusalReason::DuplicateNumber;
    all.emplace("create:refused_duplicate", duplicate);
    for (const auto& [entry, name] : enumNames(MirrorEntry{})) {
        all.emplace(std::string(name) + ":accepted", event::MirrorEnded{entry, event::Booked::Accepted});
        all.emplace(std::string(name) + ":too_little", event::MirrorEnded{entry, event::Booked::TooLittle});
        all.emplace(std::string(name) + ":refused", event::MirrorEnded{entry, event::Booked::Refused});
    }
    return all;
}

EAccount account() {
    EAccount account;
    account.id = EAccountId{bits(1)};
    account.person = PersonId{bits(2)};
    account.bank = "BK";
    account.state = EAccountState::Open;
    return account;
}

AccountTransferWish wishOf(AccountTransferKind kind, std::int64_t amount = 1500) {
    AccountTransferWish wish{AccountTransferId{bits(3)}, "kiosk", "key-1", kind, fen(amount), "T1", {}, {}, {}};
    if (kind == AccountTransferKind::Pay) wish.payment = PaymentId{bits(4)};
    if (kind == AccountTransferKind::GiveBack) wish.refund = RefundId{bits(5)};
    return wish;
}

/// What follows the slash of a guarded state begins with the kind; without one it is a withdrawal.
AccountTransferKind kindIn(std::string_view guard) {
    for (const auto& [kind, name] : enumNames(AccountTransferKind{})) {
        if (guard.substr(std::min<std::size_t>(guard.size(), 1)).starts_with(name)) return kind;
    }
    return AccountTransferKind::Withdraw;
}

AccountTransfer example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view guard = name.substr(slash);
    AccountTransfer transfer = openTransfer(account(), wishOf(kindIn(guard)), kNow, kRules)->next;
    transfer.state = *core::enumFromName<AccountTransferState>(name.substr(0, slash));
    if (isFinal(transfer.state)) {
        transfer.next_check_at.reset();
        transfer.hand_over_at.reset();
    }
    transfer.unwanted = guard.ends_with("_unwanted");
    transfer.nothing_sent = guard.ends_with("_not_sent");
    if (guard == "/overdue") transfer.hand_over_at = *transfer.next_check_at;
    if (guard == "/early") transfer.next_check_at = *transfer.next_check_at + core::Duration(1);
    return transfer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(account_transfer_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    std::vector<std::string> names;
    for (const auto& [name, what] : events(AccountTransferKind::Withdraw)) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(AccountTransferState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    const auto run = [&](std::string_view state, std::string_view name) -> std::string {
        const AccountTransfer before = example(state);
        const What what = events(before.kind).at(std::string(name));
        const AccountTransferDecision decided = decide(before, {kNow + kRules.wait_first, what}, kRules);
        const AccountTransfer& next = decided.next;
        BOOST_TEST(next.next_check_at.has_value() == !isFinal(next.state));
        BOOST_TEST(next.hand_over_at.has_value() == !isFinal(next.state));
        if (decided.actions.empty() && before.state == next.state && before.tries == next.tries) return "-";
        std::string answer(core::enumName(next.state));
        for (const AccountTransferAction& one : decided.actions) answer.append(" ").append(textOf(one));
        return answer;
    };
    table.check(names, [&](std::string_view state, std::string_view name) { return run(state, name); });
}

BOOST_AUTO_TEST_CASE(what_goes_out_begins_with_freezing_and_what_comes_in_with_the_bank) {
    const auto first = [](AccountTransferKind kind) {
        const AccountTransferDecision opened = *openTransfer(account(), wishOf(kind), kNow, kRules);
        return std::string(core::enumName(opened.next.state)) + " " + textOf(opened.actions.front());
    };
    BOOST_TEST(first(AccountTransferKind::Withdraw) == "freezing mirror:freeze");
    BOOST_TEST(first(AccountTransferKind::TopUp) == "sending call");
    BOOST_TEST(first(AccountTransferKind::Pay) == "freezing mirror:freeze");
    BOOST_TEST(first(AccountTransferKind::GiveBack) == "sending call");
}

BOOST_AUTO_TEST_CASE(why_it_was_rejected_is_the_banks_code_or_that_there_is_too_little) {
    const std::map<std::string, What> all = events(AccountTransferKind::Withdraw);
    const auto reason = [&](std::string_view state, const std::string& name) {
        return decide(example(state), {kNow, all.at(name)}, kRules).next.reason;
    };
    BOOST_TEST(reason("accepted", "seen:rejected") == "card_closed");
    BOOST_TEST(reason("sending", "create:refused") == "not_allowed");
    BOOST_TEST(reason("freezing", "freeze:too_little") == "balance_too_low");
}

BOOST_AUTO_TEST_CASE(nothing_less_than_a_fen_and_nothing_of_an_account_that_is_not_open_is_moved) {
    const auto opened = [](const EAccount& from, std::int64_t amount) {
        return openTransfer(from, wishOf(AccountTransferKind::TopUp, amount), kNow, kRules);
    };
    BOOST_TEST(opened(account(), 1).ok());
    BOOST_TEST(tests::failsWith(opened(account(), 0), Error::MoneyOutOfRange));
    BOOST_TEST(tests::failsWith(opened(account(), -1), Error::MoneyOutOfRange));
    BOOST_TEST(opened(account(), 10'000'000'000'000).ok());
    BOOST_TEST(tests::failsWith(opened(account(), 10'000'000'000'001), Error::MoneyOutOfRange));
    for (const EAccountState state : {EAccountState::Opening, EAccountState::InDoubt, EAccountState::Refused}) {
        EAccount other = account();
        other.state = state;
        BOOST_TEST(tests::failsWith(opened(other, 1), Error::AccountNotFound));
    }
}

BOOST_AUTO_TEST_SUITE_END()
