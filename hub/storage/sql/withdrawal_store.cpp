#include "hub/storage/sql/withdrawal_store.h"

#include <array>
#include <optional>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using identity::FormerCertificateId;
using identity::PersonId;
using identity::Withdrawal;
using identity::WithdrawalId;
using identity::WithdrawalState;

namespace {

constexpr std::size_t kWordMax = 64;
constexpr std::string_view kForget = "DELETE FROM former_certificate WHERE id = ?";

struct WithdrawalRows {
    using Of = Withdrawal;
    static constexpr std::string_view kTable = "certificate_withdrawal";
    static constexpr std::string_view kDetails = "certificate_withdrawal.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& withdrawal) {
        column("person_id", withdrawal.person);
        column("state", withdrawal.state);
        column("held", withdrawal.held);
        column("why", withdrawal.why, kWordMax);
        column("proposed_by", withdrawal.proposed_by, kWordMax);
        column("proposed_at_ms", withdrawal.proposed_at);
        column("decided_by", withdrawal.decided_by, kWordMax);
        column("decided_at_ms", withdrawal.decided_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& withdrawal) {
        field("certificate", withdrawal.certificate, "that was entered wrongly");
        field("right", withdrawal.right, "what takes its place");
    }
};

}  // namespace

SqlWithdrawalStore::SqlWithdrawalStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<WithdrawalRows>()),
      find_(table_.selectWhere("id = ?")),
      of_person_(table_.selectWhere("person_id = ? ORDER BY proposed_at_ms, id")),
      queue_(table_.selectWhere("state = ?" + pageSql(First::Oldest, "proposed_at_ms"))) {}

Result<void> SqlWithdrawalStore::add(core::Transaction& transaction, const Withdrawal& withdrawal) {
    return addRow<WithdrawalRows>(transaction, table_, vault_, withdrawal);
}

Result<Withdrawal> SqlWithdrawalStore::find(core::ReadTransaction& transaction, WithdrawalId id) {
    Result<std::optional<Withdrawal>> found = readRow<WithdrawalRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::ReviewNotFound, id.text());
    return **std::move(found);
}

Result<std::vector<Withdrawal>> SqlWithdrawalStore::ofPerson(core::ReadTransaction& transaction, PersonId person) {
    return readRows<WithdrawalRows>(transaction, vault_, of_person_, std::array<Value, 1>{blob(person.bits)});
}

Result<std::vector<Withdrawal>> SqlWithdrawalStore::queue(core::ReadTransaction& transaction, WithdrawalState state,
                                                          const core::Page& page) {
    return readRows<WithdrawalRows>(transaction, vault_, queue_, pageValues(First::Oldest, {enumValue(state)}, page));
}

Result<std::int64_t> SqlWithdrawalStore::change(core::Transaction& transaction, const Withdrawal& withdrawal) {
    return changeRow<WithdrawalRows>(transaction, table_, vault_, withdrawal);
}

Result<void> SqlWithdrawalStore::forget(core::Transaction& transaction, FormerCertificateId former) {
    const Result<std::int64_t> removed = SqlTransaction::of(transaction).execute(kForget, std::array<Value, 1>{blob(former.bits)});
    return removed.ok() ? Result<void>() : removed.failure();
}

}  // namespace hub::storage::sql
