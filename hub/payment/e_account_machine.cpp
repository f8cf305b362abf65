#include "hub/payment/e_account_machine.h"

#include <algorithm>

#include "hub/core/back_off.h"

namespace hub::payment {

using core::AttemptState;

namespace {

class EAccountMachine {
  public:
    EAccountMachine(EAccount account, core::UtcTime at, const PaymentRules& rules) : next_(std::move(account)), at_(at), rules_(rules) {}

    void open() { enter(EAccountState::Opening); }

    void on(const e_account_event::Tick&) {
        if (isFinal(next_.state) || at_ < *next_.next_check_at) return;
        if (!next_.handed_over && at_ >= *next_.hand_over_at) {
            next_.handed_over = true;
            openCase(CaseKind::Overdue);
        }
        ++next_.tries;
        actions_.emplace_back(e_account_action::Call{});
        schedule();
    }

    void on(const e_account_event::OpenMoved& event) {
        if (event.opened) return opened(*event.opened);
        if (isFinal(next_.state)) return;
        switch (event.state) {
            case AttemptState::Accepted:
            case AttemptState::Unknown:
                return doubt();
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                return doubt();
            case AttemptState::SomeoneElse:
                openCase(CaseKind::NotOurs);
                return doubt();
            case AttemptState::Refused:
                next_.reason = core::enumName(event.refusal.value_or(contract::RefusalReason::Other));
                return enter(EAccountState::Refused);
            case AttemptState::NotHappened:
                return enter(EAccountState::Opening, true);
            case AttemptState::NotReached:
            case AttemptState::Ready:
            case AttemptState::Done:
                return;
        }
        HUB_ASSERT(false);
    }

    EAccountDecision take() { return {std::move(next_), std::move(actions_)}; }

  private:
    void openCase(CaseKind kind) { actions_.emplace_back(e_account_action::OpenCase{kind}); }

    void opened(const contract::AccountOpen::Result& account) {
        if (next_.state == EAccountState::Refused) return openCase(CaseKind::LateSuccess);  // a person decides what becomes of it
        if (next_.state == EAccountState::Open) return;
        next_.number = account.account;
        next_.opened_at = account.opened_at;
        return enter(EAccountState::Open);
    }

    void doubt() {
        if (next_.state == EAccountState::Opening) enter(EAccountState::InDoubt);
    }

    void enter(EAccountState state, bool again = false) {
        next_.state = state;
        next_.tries = 0;
        next_.handed_over = false;
        next_.next_check_at.reset();
        next_.hand_over_at.reset();
        if (isFinal(state)) {
            next_.asked.reset();  // nobody needs the person's card any more
        } else {
            next_.hand_over_at = at_ + rules_.hand_over_after;
            if (state == EAccountState::Opening) actions_.emplace_back(e_account_action::Call{again});
            schedule();
        }
        actions_.emplace_back(e_account_action::Publish{});
    }

    void schedule() {
        core::UtcTime next = at_ + core::backOff(rules_.wait_first, next_.tries, rules_.wait_most);
        if (!next_.handed_over) next = std::min(next, std::max(*next_.hand_over_at, at_));
        next_.next_check_at = next;
    }

    EAccount next_;
    std::vector<EAccountAction> actions_;
    const core::UtcTime at_;
    const PaymentRules& rules_;
};

}  // namespace

EAccountDecision openEAccount(EAccountId id, PersonId person, std::string_view bank, contract::AccountOpen::Request asked, core::UtcTime at,
                              const PaymentRules& rules) {
    EAccount account;
    account.id = id;
    account.person = person;
    account.bank = bank;
    account.asked = std::move(asked);
    account.created_at = at;
    EAccountMachine machine(std::move(account), at, rules);
    machine.open();
    return machine.take();
}

EAccountDecision decide(const EAccount& account, const EAccountEvent& event, const PaymentRules& rules) {
    EAccountMachine machine(account, event.at, rules);
    std::visit([&](const auto& what) { machine.on(what); }, event.what);
    return machine.take();
}

}  // namespace hub::payment
