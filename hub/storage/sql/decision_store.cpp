#include "hub/storage/sql/decision_store.h"

#include <array>
#include <optional>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Decision;
using payment::DecisionId;
using payment::DecisionState;

namespace {

struct DecisionRows {
    using Of = Decision;
    static constexpr std::string_view kTable = "payment_decision";
    static constexpr std::string_view kDetails = "payment_decision.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& decision) {
        column("payment_id", decision.payment);
        column("refund_id", decision.refund);
        column("verdict", decision.verdict);
        column("state", decision.state);
        // NULL is never equal to another
        column.lookup("waiting_subject", decision.state == DecisionState::Proposed ? std::optional(decision.subject()) : std::nullopt);
        column("hand_over_at_ms", decision.hand_over_at);
        column("proposed_by", decision.proposed_by, 64);
        column("proposed_at_ms", decision.proposed_at);
        column("decided_by", decision.decided_by, 64);
        column("decided_at_ms", decision.decided_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& decision) {
        field("reason", decision.reason, "the proposer's words");
    }
};

}  // namespace

SqlDecisionStore::SqlDecisionStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<DecisionRows>()),
      find_(table_.selectWhere("id = ?")),
      of_payment_(table_.selectWhere("payment_id = ?" + pageSql(First::Oldest, "proposed_at_ms"))),
      queue_(table_.selectWhere("state = ?" + pageSql(First::Oldest, "proposed_at_ms"))) {}

Result<void> SqlDecisionStore::add(core::Transaction& transaction, const Decision& decision) {
    const Result<void> added = addRow<DecisionRows>(transaction, table_, vault_, decision);
    if (added.ok() || added.failure().error() != Error::RowTaken) return added;
    return Failure(Error::DecisionNotOpen, decision.subject().text());
}

Result<std::int64_t> SqlDecisionStore::change(core::Transaction& transaction, const Decision& decision) {
    return changeRow<DecisionRows>(transaction, table_, vault_, decision);
}

Result<Decision> SqlDecisionStore::find(core::ReadTransaction& transaction, DecisionId id) {
    Result<std::optional<Decision>> found = readRow<DecisionRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::CaseNotFound, id.text());
    return **std::move(found);
}

Result<std::vector<Decision>> SqlDecisionStore::ofPayment(core::ReadTransaction& transaction, payment::PaymentId payment,
                                                          const core::Page& page) {
    return readRows<DecisionRows>(transaction, vault_, of_payment_, pageValues(First::Oldest, {blob(payment.bits)}, page));
}

Result<std::vector<Decision>> SqlDecisionStore::queue(core::ReadTransaction& transaction, DecisionState state, const core::Page& page) {
    return readRows<DecisionRows>(transaction, vault_, queue_, pageValues(First::Oldest, {enumValue(state)}, page));
}

}  // namespace hub::storage::sql
