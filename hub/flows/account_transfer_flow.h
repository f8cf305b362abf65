#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"

namespace hub::flows {

/// Carries out what the machine of an e-account's transfers decides. Any thread.
class AccountTransferFlow final : public Flow {
  public:
    /// Both outlive the flow.
    AccountTransferFlow(const House& house, Telling& telling) : house_(house), telling_(telling) {}

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
    core::Result<Next> tellOwner(core::Transaction& transaction, const AccountTransfer& transfer, bool done);

    void askTransfer(const AccountTransfer& transfer);
    void submitMirror(const AccountTransfer& transfer, payment::MirrorEntry entry);

    const House& house_;
    Telling& telling_;
};

}  // namespace hub::flows
