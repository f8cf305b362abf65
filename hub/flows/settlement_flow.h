#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"
#include "hub/identity/identity_store.h"

namespace hub::flows {

/// Carries out what the settlement machine decides: the insurer, and the hospital's bill in the insurer's codes. Any thread.
class SettlementFlow final : public Flow {
  public:
    /// All outlive the flow.
    SettlementFlow(const House& house, Telling& telling) : house_(house), telling_(telling) {}

    static constexpr std::string_view kKind = "settlement";

    /// A new settlement of a payment that the same unit adds: for whom, at which insurer and hospital, which charges and what total.
    core::Result<Next> open(core::Transaction& transaction, payment::Settlement blank);

    /// Reads, decides, writes. Also: SettlementNotFound, and what decide() refuses.
    core::Result<Next> apply(core::Transaction& transaction, payment::SettlementId id, decltype(payment::SettlementEvent::what) what);

    /// The same in a unit of its own. `on_done` may be left out.
    void submit(payment::SettlementId id, decltype(payment::SettlementEvent::what) what, Carrier::OnDone on_done = {});

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    using Settlement = payment::Settlement;

    core::Result<Next> carryOut(core::Transaction& transaction, const payment::SettlementDecision& decision);
    core::Result<Next> call(core::Transaction& transaction, const Settlement& settlement, core::NumberedStep<payment::SettlementStep> step);
    core::Result<Next> tellPayment(core::Transaction& transaction, const Settlement& settlement, payment::settlement_action::Told told);
    core::Result<contract::PersonDetails> personOf(core::ReadTransaction& transaction, const Settlement& settlement);
    /// Whether the insurer's person is the settlement's, by certificate. Also: what the reads say.
    core::Result<bool> isInsured(core::ReadTransaction& transaction, const Settlement& settlement, const contract::PersonDetails& theirs);

    // Questions outside a unit; the answer comes back as an event.
    void askContext(const Settlement& settlement);
    void askBill(const Settlement& settlement, const contract::InsuredFind::Result& insured);
    void askQuote(const Settlement& settlement);
    void askSettlement(const Settlement& settlement, const std::string& number);

    const House& house_;
    Telling& telling_;
};

}  // namespace hub::flows
