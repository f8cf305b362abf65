#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"
#include "hub/payment/e_account_machine.h"

namespace hub::flows {

/// Carries out what the e-account machine decides. Any thread.
class EAccountFlow final : public Flow {
  public:
    /// It outlives the flow.
    explicit EAccountFlow(const House& house) : house_(house) {}

    static constexpr std::string_view kKind = "e_account";

    /// The account of `person`, who stands for others too (identity::Merges): theirs, else the first of those they stand for that is
    /// not refused, else the last one that was refused.
    core::Result<std::optional<payment::EAccount>> of(core::ReadTransaction& transaction, payment::PersonId person);

    /// A new account at the bank of the configuration, in the caller's unit; nothing when the person has one that is not refused, whatever
    /// was asked for it. Also: OperationNotOffered (no bank is configured).
    core::Result<Next> open(core::Transaction& transaction, payment::EAccountId id, payment::PersonId person,
                            contract::AccountOpen::Request asked);

    /// Reads, decides, writes. Also: AccountNotFound.
    core::Result<Next> apply(core::Transaction& transaction, payment::EAccountId id, decltype(payment::EAccountEvent::what) what);

    /// The same in a unit of its own. `on_done` may be left out.
    void submit(payment::EAccountId id, decltype(payment::EAccountEvent::what) what, Carrier::OnDone on_done = {});

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    core::Result<Next> carryOut(core::Transaction& transaction, const payment::EAccountDecision& decision, std::int64_t version);
    core::Result<Next> call(core::Transaction& transaction, const payment::EAccount& account, bool once_more);

    const House& house_;
};

}  // namespace hub::flows
