#include "hub/storage/sql/e_account_store.h"

#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::AccountTransfer;
using payment::AccountTransferId;
using payment::EAccount;
using payment::EAccountId;
using payment::EAccountState;

namespace {

struct EAccountRows {
    using Of = EAccount;
    static constexpr std::string_view kTable = "e_account";
    static constexpr std::string_view kDetails = "e_account.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& account) {
        column("person_id", account.person);
        column("bank", account.bank, 64);
        column("state", account.state);
        column.lookup("is_standing", account.state == EAccountState::Refused ? std::nullopt : std::optional(true));
        column("opened_at_ms", account.opened_at);
        column("tries", account.tries);
        column("handed_over", account.handed_over);
        column("created_at_ms", account.created_at);
        column("next_check_at_ms", account.next_check_at);
        column("hand_over_at_ms", account.hand_over_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& account) {
        field("asked", account.asked, "what the bank is asked");
        field("number", account.number, "number of the account");
        field("reason", account.reason, "why the bank has refused");
    }
};

struct AccountTransferRows {
    using Of = AccountTransfer;
    static constexpr std::string_view kTable = "account_transfer";
    static constexpr std::string_view kDetails = "account_transfer.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& transfer) {
        column("client", transfer.client, 64);
        column("request_key", transfer.request_key, 64);
        column("person_id", transfer.person);
        column("e_account_id", transfer.account);
        column("bank", transfer.bank, 64);
        column("kind", transfer.kind);
        column("amount_fen", transfer.amount);
        column("number", transfer.number, 64);
        column("state", transfer.state);
        column("unwanted", transfer.unwanted);
        column("nothing_sent", transfer.nothing_sent);
        column("booked_at_ms", transfer.booked_at);
        column("tries", transfer.tries);
        column("handed_over", transfer.handed_over);
        column("created_at_ms", transfer.created_at);
        column("next_check_at_ms", transfer.next_check_at);
        column("hand_over_at_ms", transfer.hand_over_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& transfer) {
        field("payment", transfer.payment, "the payment it is of");
        field("refund", transfer.refund, "the refund it is of");
        field("original", transfer.original, "our number of what it gives back of");
        field("bank_number", transfer.bank_number, "the bank's number");
        field("bank_day", transfer.bank_day, "the bank's day");
        field("reason", transfer.reason, "why it was rejected");
    }
};

}  // namespace

SqlEAccountStore::SqlEAccountStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<EAccountRows>()),
      find_(table_.selectWhere("id = ?")),
      of_person_(table_.selectWhere("person_id = ?" + pageSql(First::Newest, "created_at_ms"))),
      due_("SELECT id, next_check_at_ms FROM e_account WHERE next_check_at_ms <= ?" + pageSql(First::Oldest, "next_check_at_ms")) {}

Result<void> SqlEAccountStore::add(core::Transaction& transaction, const EAccount& account) {
    return addRow<EAccountRows>(transaction, table_, vault_, account);
}

Result<std::int64_t> SqlEAccountStore::change(core::Transaction& transaction, const EAccount& account) {
    return changeRow<EAccountRows>(transaction, table_, vault_, account);
}

Result<EAccount> SqlEAccountStore::find(core::ReadTransaction& transaction, EAccountId id) {
    Result<std::optional<EAccount>> found = readRow<EAccountRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::AccountNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<EAccount>> SqlEAccountStore::lastOf(core::ReadTransaction& transaction, payment::PersonId person) {
    return readRow<EAccountRows>(transaction, vault_, of_person_,
                                 pageValues(First::Newest, {blob(person.bits)}, {.limit = 1, .after = std::nullopt}));
}

Result<std::vector<core::Due<EAccountId>>> SqlEAccountStore::due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                 const core::Page& page) {
    return dueRows<EAccountId>(transaction, "e_account", due_, pageValues(First::Oldest, {now.ms}, page));
}

SqlAccountTransferStore::SqlAccountTransferStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<AccountTransferRows>()),
      find_(table_.selectWhere("id = ?")),
      by_request_(table_.selectWhere("client = ? AND request_key = ?")),
      of_account_(table_.selectWhere("e_account_id = ?" + pageSql(First::Newest, "created_at_ms"))),
      due_("SELECT id, next_check_at_ms FROM account_transfer WHERE next_check_at_ms <= ?" + pageSql(First::Oldest, "next_check_at_ms")) {}

Result<void> SqlAccountTransferStore::add(core::Transaction& transaction, const AccountTransfer& transfer) {
    const Result<void> added = addRow<AccountTransferRows>(transaction, table_, vault_, transfer);
    if (added.ok() || added.failure().error() != Error::RowTaken) return added;
    // Two keys of the table may be taken. Written rows are read as committed, also those of a unit that was faster just now.
    const Result<std::optional<AccountTransfer>> same_key = findByRequest(transaction, transfer.client, transfer.request_key);
    if (!same_key.ok()) return same_key.failure();
    return *same_key ? added : Failure(Error::OrderNumberTaken, transfer.bank);
}

Result<std::int64_t> SqlAccountTransferStore::change(core::Transaction& transaction, const AccountTransfer& transfer) {
    return changeRow<AccountTransferRows>(transaction, table_, vault_, transfer);
}

Result<AccountTransfer> SqlAccountTransferStore::find(core::ReadTransaction& transaction, AccountTransferId id) {
    Result<std::optional<AccountTransfer>> found =
        readRow<AccountTransferRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::AccountNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<AccountTransfer>> SqlAccountTransferStore::findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                                              std::string_view request_key) {
    return readRow<AccountTransferRows>(transaction, vault_, by_request_, std::array<Value, 2>{blob(client), blob(request_key)});
}

Result<std::vector<AccountTransfer>> SqlAccountTransferStore::ofAccount(core::ReadTransaction& transaction, EAccountId account,
                                                                        const core::Page& page) {
    return readRows<AccountTransferRows>(transaction, vault_, of_account_, pageValues(First::Newest, {blob(account.bits)}, page));
}

Result<std::vector<core::Due<AccountTransferId>>> SqlAccountTransferStore::due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                               const core::Page& page) {
    return dueRows<AccountTransferId>(transaction, "account_transfer", due_, pageValues(First::Oldest, {now.ms}, page));
}

}  // namespace hub::storage::sql
