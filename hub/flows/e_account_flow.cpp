#include "hub/flows/e_account_flow.h"

#include <utility>

#include "hub/core/overload.h"
#include "hub/flows/account_calls.h"

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using payment::EAccount;
using payment::EAccountId;
using payment::EAccountState;
namespace action = payment::e_account_action;
namespace event = payment::e_account_event;

namespace {

constexpr std::string_view kOpen = "open";  // its one step

}  // namespace

Result<std::optional<EAccount>> EAccountFlow::of(core::ReadTransaction& transaction, payment::PersonId person) {
    const Result<std::vector<identity::PersonId>> members = house_.merges.membersOf(transaction, person);
    if (!members.ok()) return members.failure();
    std::optional<EAccount> refused;
    for (const identity::PersonId member : *members) {
        Result<std::optional<EAccount>> last = house_.e_accounts.lastOf(transaction, member);
        if (!last.ok() || !*last) {
            if (!last.ok()) return last.failure();
            continue;
        }
        if ((*last)->state != EAccountState::Refused) return last;
        if (!refused || refused->created_at < (*last)->created_at) refused = **std::move(last);
    }
    return refused;
}

Result<Next> EAccountFlow::open(core::Transaction& transaction, EAccountId id, payment::PersonId person,
                                contract::AccountOpen::Request asked) {
    if (house_.settings.e_account_bank.empty())
        return Failure(Error::OperationNotOffered, std::string(contract::AccountOpen::kName) + ": counterparties.e_account_bank");
    const Result<std::optional<EAccount>> before = of(transaction, person);
    if (!before.ok()) return before.failure();
    if (*before && (*before)->state != EAccountState::Refused) return Next{};
    const payment::EAccountDecision opened =
        payment::openEAccount(id, person, house_.settings.e_account_bank, std::move(asked), house_.clock.utc(), house_.settings.payment);
    const Result<void> added = house_.e_accounts.add(transaction, opened.next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, opened, 1);
}

Result<Next> EAccountFlow::apply(core::Transaction& transaction, EAccountId id, decltype(payment::EAccountEvent::what) what) {
    const Result<EAccount> before = house_.e_accounts.find(transaction, id);
    if (!before.ok()) return before.failure();
    const payment::EAccountDecision decision = payment::decide(*before, {house_.clock.utc(), std::move(what)}, house_.settings.payment);
    const Result<std::int64_t> version = house_.e_accounts.change(transaction, decision.next);
    if (!version.ok()) return version.failure();
    return carryOut(transaction, decision, *version);
}

void EAccountFlow::submit(EAccountId id, decltype(payment::EAccountEvent::what) what, Carrier::OnDone on_done) {
    house_.carrier.run(
        kKind, id.bits, [this, id, what = std::move(what)](core::Transaction& transaction) { return apply(transaction, id, what); },
        std::move(on_done));
}

Result<Next> EAccountFlow::carryOut(core::Transaction& transaction, const payment::EAccountDecision& decision, std::int64_t version) {
    const EAccount& account = decision.next;
    std::int64_t published = 0;
    const core::Overload each{
        [&](const action::Call& what) { return call(transaction, account, what.again); },
        [&](const action::OpenCase& what) {
            return openCase(house_, transaction, payment::CaseAbout::EAccount, account.id.bits, core::enumName(what.kind), account.bank);
        },
        [&](const action::Publish&) {
            return publish(house_, transaction, account.person, "e_account.changed", "e_account_id", account.id.bits, version, published++);
        },
    };
    return carryOutEach(decision.actions, each);
}

Result<Next> EAccountFlow::call(core::Transaction& transaction, const EAccount& account, bool once_more) {
    StepOrder order{kKind, account.id.bits, std::string(kOpen), once_more};
    order.make = [&]() -> Result<Call> { return accountOpenCall(account, house_.terms()); };
    Next next;
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    return next;  // not offered right now: the next Tick tries again, and a person takes part when the promised time is over
}

Result<Next> EAccountFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    event::OpenMoved moved;
    moved.state = end.state;
    if (end.answer.refusal) moved.refusal = end.answer.refusal->reason;
    if (end.state == core::AttemptState::Done) {
        Result<contract::AccountOpen::Result> opened = resultOf<contract::AccountOpen>(end.answer);
        if (!opened.ok()) return opened.failure();
        moved.opened = std::move(*opened);
    }
    return apply(transaction, EAccountId{attempt.flow_id}, std::move(moved));
}

Result<void> EAccountFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    return openOverdue(house_, transaction, payment::CaseAbout::EAccount, attempt.flow_id, attempt.counterparty);
}

/// The same is asked again instead: it brings the account that stands.
Result<std::optional<Call>> EAccountFlow::fence(core::ReadTransaction& /*transaction*/, const core::Attempt& /*attempt*/) {
    return std::optional<Call>();
}

}  // namespace hub::flows
