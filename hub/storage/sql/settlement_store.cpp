#include "hub/storage/sql/settlement_store.h"

#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Settlement;
using payment::SettlementId;

namespace {

struct SettlementRows {
    using Of = Settlement;
    static constexpr std::string_view kTable = "settlement";
    static constexpr std::string_view kDetails = "settlement.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& settlement) {
        column("payment_id", settlement.payment);
        column("person_id", settlement.person);
        column("hospital", settlement.hospital, 64);
        column("insurer", settlement.insurer, 64);
        column("has_quote", settlement.has_quote);
        column("state", settlement.state);
        column("why", settlement.why);
        column("registered", settlement.registered);
        column("uploaded", settlement.uploaded);
        column("registers", settlement.registers);
        column("uploads", settlement.uploads);
        column("confirms", settlement.confirms);
        column("undo_number", settlement.undo_number);
        column("failed_undos", settlement.failed_undos);
        column("nothing_sent", settlement.nothing_sent);
        column("tries", settlement.tries);
        column("handed_over", settlement.handed_over);
        column("created_at_ms", settlement.created_at);
        column("next_check_at_ms", settlement.next_check_at);
        column("hand_over_at_ms", settlement.hand_over_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& settlement) {
        field("local_patient", settlement.local_patient, "the hospital's file");
        field("charges", settlement.charges, "what is settled together");
        field("rules", settlement.rules, "what differs by region");
        field("of", settlement.of, "what is settled");
        field("bill", settlement.bill, "the bill in the insurer's codes");
        field("quoted", settlement.quoted, "how it would be split");
        field("settled", settlement.settled, "as the insurer made it");
        field("revocation", settlement.revocation, "as the insurer took it back");
        field("breach", settlement.breach, "the rule that is broken");
    }
};

}  // namespace

SqlSettlementStore::SqlSettlementStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<SettlementRows>()),
      find_(table_.selectWhere("id = ?")),
      of_payment_(table_.selectWhere("payment_id = ?" + pageSql(First::Oldest, "created_at_ms"))),
      due_("SELECT id, next_check_at_ms FROM settlement WHERE next_check_at_ms <= ?" + pageSql(First::Oldest, "next_check_at_ms")) {}

Result<void> SqlSettlementStore::add(core::Transaction& transaction, const Settlement& settlement) {
    return addRow<SettlementRows>(transaction, table_, vault_, settlement);
}

Result<std::int64_t> SqlSettlementStore::change(core::Transaction& transaction, const Settlement& settlement) {
    return changeRow<SettlementRows>(transaction, table_, vault_, settlement);
}

Result<Settlement> SqlSettlementStore::find(core::ReadTransaction& transaction, SettlementId id) {
    Result<std::optional<Settlement>> found = readRow<SettlementRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::SettlementNotFound, id.text());
    return **std::move(found);
}

Result<std::vector<Settlement>> SqlSettlementStore::ofPayment(core::ReadTransaction& transaction, payment::PaymentId payment,
                                                              const core::Page& page) {
    return readRows<SettlementRows>(transaction, vault_, of_payment_, pageValues(First::Oldest, {blob(payment.bits)}, page));
}

Result<std::vector<core::Due<SettlementId>>> SqlSettlementStore::due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                     const core::Page& page) {
    return dueRows<SettlementId>(transaction, "settlement", due_, pageValues(First::Oldest, {now.ms}, page));
}

}  // namespace hub::storage::sql
