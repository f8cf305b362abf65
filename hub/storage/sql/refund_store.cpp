#include "hub/storage/sql/refund_store.h"

#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Refund;
using payment::RefundId;

namespace {

struct RefundRows {
    using Of = Refund;
    static constexpr std::string_view kTable = "refund";
    static constexpr std::string_view kDetails = "refund.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& refund) {
        column("client", refund.client, 64);
        column("request_key", refund.request_key, 64);
        column("payment_id", refund.payment);
        column("person_id", refund.person);
        column("hospital", refund.hospital, 64);
        column("cause", refund.cause);
        column("amount_fen", refund.amount);
        column("settles", refund.settles);
        column("channel", refund.channel, 64);
        column("merchant", refund.merchant, 64);
        column("order_number", refund.order_number, 64);
        column("number", refund.number, 64);
        column("from_suspense", refund.from_suspense);
        column("state", refund.state);
        column("returned", refund.returned);
        column("by_hand", refund.by_hand);
        column("channel_number", refund.channel_number, 200);
        column("refunded_at_ms", refund.refunded_at);
        column("his_receipt", refund.his_receipt, 200);
        column("whole_item", refund.whole_item);
        column("remaining_version", refund.remaining_version, 200);
        column("remaining_total_fen", refund.remaining_total);
        column("tries", refund.tries);
        column("handed_over", refund.handed_over);
        column("created_at_ms", refund.created_at);
        column("next_check_at_ms", refund.next_check_at);
        column("hand_over_at_ms", refund.hand_over_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& refund) {
        field("item", refund.item, "the item it is of");
        field("lines", refund.lines, "keys of its lines; empty: all");
        field("e_account", refund.e_account, "the e-account it goes back to");
    }
};

}  // namespace

SqlRefundStore::SqlRefundStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<RefundRows>()),
      find_(table_.selectWhere("id = ?")),
      by_request_(table_.selectWhere("client = ? AND request_key = ?")),
      by_number_(table_.selectWhere("channel = ? AND number = ?")),
      of_payment_(table_.selectWhere("payment_id = ?" + pageSql(First::Oldest, "created_at_ms"))),
      due_("SELECT id, next_check_at_ms FROM refund WHERE next_check_at_ms <= ?" + pageSql(First::Oldest, "next_check_at_ms")) {}

Result<void> SqlRefundStore::add(core::Transaction& transaction, const Refund& refund) {
    const Result<void> added = addRow<RefundRows>(transaction, table_, vault_, refund);
    if (added.ok() || added.failure().error() != Error::RowTaken) return added;
    // Two keys of the table may be taken. Written rows are read as committed, also those of a unit that was faster just now.
    const Result<std::optional<Refund>> same_key = findByRequest(transaction, refund.client, refund.request_key);
    if (!same_key.ok()) return same_key.failure();
    return *same_key ? Failure(Error::RefundRequestTaken) : Failure(Error::OrderNumberTaken, refund.channel);
}

Result<std::int64_t> SqlRefundStore::change(core::Transaction& transaction, const Refund& refund) {
    return changeRow<RefundRows>(transaction, table_, vault_, refund);
}

Result<Refund> SqlRefundStore::find(core::ReadTransaction& transaction, RefundId id) {
    Result<std::optional<Refund>> found = readRow<RefundRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::RefundNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<Refund>> SqlRefundStore::findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                            std::string_view request_key) {
    return readRow<RefundRows>(transaction, vault_, by_request_, std::array<Value, 2>{blob(client), blob(request_key)});
}

Result<std::optional<Refund>> SqlRefundStore::findByNumber(core::ReadTransaction& transaction, std::string_view channel,
                                                           std::string_view number) {
    return readRow<RefundRows>(transaction, vault_, by_number_, std::array<Value, 2>{blob(channel), blob(number)});
}

Result<std::vector<Refund>> SqlRefundStore::ofPayment(core::ReadTransaction& transaction, payment::PaymentId payment,
                                                      const core::Page& page) {
    return readRows<RefundRows>(transaction, vault_, of_payment_, pageValues(First::Oldest, {blob(payment.bits)}, page));
}

Result<std::vector<core::Due<RefundId>>> SqlRefundStore::due(core::ReadTransaction& transaction, core::UtcTime now,
                                                             const core::Page& page) {
    return dueRows<RefundId>(transaction, "refund", due_, pageValues(First::Oldest, {now.ms}, page));
}

}  // namespace hub::storage::sql
