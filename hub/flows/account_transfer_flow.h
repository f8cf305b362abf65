#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"
#include "hub/payment/account_transfer_machine.h"

namespace hub::flows {

/// Carries out what the machine of top-ups and withdrawals decides. Any thread.
class AccountTransferFlow final : public Flow {
  public:
    /// It outlives the flow.
    explicit AccountTransferFlow(const House& house) : house_(house) {}

    static constexpr std::string_view kKind = "account_transfer";

    /// A new transfer of `account`, in the caller's unit; nothing when the wish's client and key have one. Also: what openTransfer()
    /// refuses.
    core::Result<Next> open(core::Transaction& transaction, const payment::EAccount& account, payment::AccountTransferWish wish);

    /// Reads, decides, writes. Also: AccountNotFound.
    core::Result<Next> apply(core::Transaction& transaction, payment::AccountTransferId id,
                             decltype(payment::AccountTransferEvent::what) what);

    /// The same in a unit of its own. `on_done` may be left out.
    void submit(payment::AccountTransferId id, decltype(payment::AccountTransferEvent::what) what, Carrier::OnDone on_done = {});

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    using AccountTransfer = payment::AccountTransfer;

    core::Result<Next> carryOut(core::Transaction& transaction, const payment::AccountTransferDecision& decision, std::int64_t version);
    core::Result<Next> call(core::Transaction& transaction, const AccountTransfer& transfer, bool once_more);

    void askTransfer(const AccountTransfer& transfer);
    void submitMirror(const AccountTransfer& transfer, payment::MirrorEntry entry);

    const House& house_;
};

}  // namespace hub::flows
