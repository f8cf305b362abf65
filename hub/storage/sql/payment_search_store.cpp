#include "hub/storage/sql/payment_search_store.h"

#include <algorithm>
#include <array>
#include <string>

#include "hub/core/assert.h"
#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/rows.h"

namespace hub::storage::sql {

using core::Result;
using payment::PaymentId;

namespace {

constexpr std::string_view kPayments = "SELECT id, created_at_ms FROM payment WHERE ";
constexpr std::string_view kOurs = "SELECT payment_id FROM leg WHERE order_number = ? LIMIT ?";
constexpr std::string_view kTheirs = "SELECT payment_id FROM leg WHERE channel_number = ? LIMIT ?";

}  // namespace

Result<std::vector<core::Due<PaymentId>>> SqlPaymentSearchStore::search(core::ReadTransaction& transaction,
                                                                        const payment::PaymentSearch& search, const core::Page& page) {
    HUB_ASSERT(search.hospital || search.state);
    std::string sql(kPayments);
    std::vector<Value> values;
    if (search.hospital) {
        sql += "hospital = ?";
        values.push_back(blob(*search.hospital));
    }
    if (search.state) {
        sql += search.hospital ? " AND state = ?" : "state = ?";
        values.push_back(enumValue(*search.state));
    }
    sql += " AND created_at_ms >= ? AND created_at_ms < ?" + pageSql(First::Newest, "created_at_ms");
    values.emplace_back(search.from.ms);
    values.emplace_back(search.until.ms);
    return dueRows<PaymentId>(transaction, "payment", sql, pageValues(First::Newest, std::move(values), page));
}

Result<std::vector<PaymentId>> SqlPaymentSearchStore::byOrder(core::ReadTransaction& transaction, std::string_view number,
                                                              std::size_t limit) {
    std::vector<PaymentId> found;
    for (const std::string_view sql : {kOurs, kTheirs}) {
        core::Result<void> readable;
        const std::array<Value, 2> values{blob(number), static_cast<std::int64_t>(limit)};
        const Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) {
            PaymentId id;
            RowReader column("leg", row);
            column("payment_id", id);
            if (readable.ok()) readable = column.end();
            if (std::ranges::find(found, id) == found.end()) found.push_back(id);
        });
        if (!asked.ok()) return asked.failure();
        if (!readable.ok()) return readable.failure();
    }
    return found;
}

}  // namespace hub::storage::sql
