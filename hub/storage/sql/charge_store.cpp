#include "hub/storage/sql/charge_store.h"

#include <fmt/format.h>
#include <array>

#include "hub/storage/sql/file_key.h"
#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Charge;
using payment::ChargeId;
using payment::ChargeState;
using payment::WhichCharges;

namespace {

constexpr std::string_view kFileIndex = "charge.file";

bool isStanding(ChargeState state) {
    return state == ChargeState::Open || state == ChargeState::InPayment || state == ChargeState::Unclear;
}

struct ChargeRows {
    using Of = Charge;
    static constexpr std::string_view kTable = "charge";
    static constexpr std::string_view kDetails = "charge.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& charge) {
        column("hospital", charge.hospital, 64);
        column.lookup("charge_key", charge.content.key, 200);
        column.lookup("total_fen", charge.content.total);
        column.blind("file_index", kFileIndex, fileKey(charge.hospital, charge.local_patient));
        column("person_id", charge.person);
        column("state", charge.state);
        column.lookup("standing", isStanding(charge.state));
        column("payment_id", charge.payment);
        column("gone", charge.gone);
        column("changed_at_ms", charge.changed_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& charge) {
        field("local_patient", charge.local_patient, "the hospital's file");
        field("content", charge.content, "what is payable or was paid");
        field("later", charge.later, "other content told meanwhile");
    }
};

}  // namespace

SqlChargeStore::SqlChargeStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<ChargeRows>()),
      find_(table_.selectWhere("id = ?")),
      by_key_(table_.selectWhere("hospital = ? AND charge_key = ?")),
      of_file_(listsBy("file_index")),
      of_person_(listsBy("person_id")) {}

SqlChargeStore::Lists SqlChargeStore::listsBy(std::string_view column) const {
    const std::string page = pageSql(First::Newest, "changed_at_ms");
    return {table_.selectWhere(fmt::format("{} = ?{}", column, page)),
            table_.selectWhere(fmt::format("{} = ? AND standing = 1{}", column, page))};
}

Result<void> SqlChargeStore::add(core::Transaction& transaction, const Charge& charge) {
    const Result<void> added = addRow<ChargeRows>(transaction, table_, vault_, charge);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::ChargeKeyTaken);
    return added;
}

Result<std::int64_t> SqlChargeStore::change(core::Transaction& transaction, const Charge& charge) {
    return changeRow<ChargeRows>(transaction, table_, vault_, charge);
}

Result<Charge> SqlChargeStore::find(core::ReadTransaction& transaction, ChargeId id) {
    Result<std::optional<Charge>> found = readRow<ChargeRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::ChargeNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<Charge>> SqlChargeStore::findByKey(core::ReadTransaction& transaction, std::string_view hospital,
                                                        std::string_view key) {
    return readRow<ChargeRows>(transaction, vault_, by_key_, std::array<Value, 2>{blob(hospital), blob(key)});
}

Result<std::vector<Charge>> SqlChargeStore::ofFile(core::ReadTransaction& transaction, std::string_view hospital,
                                                   const core::Sensitive<core::CardNumber>& local_patient, WhichCharges which,
                                                   const core::Page& page) {
    const Result<BlindIndexes> of = blindIndexes(transaction, vault_, kFileIndex, fileKey(hospital, local_patient));
    if (!of.ok()) return of.failure();
    return newestUnder(*of, page.limit, [&](const Value& index) { return read(transaction, of_file_, index, which, page); });
}

Result<std::vector<Charge>> SqlChargeStore::ofPerson(core::ReadTransaction& transaction, payment::PersonId person, WhichCharges which,
                                                     const core::Page& page) {
    return read(transaction, of_person_, blob(person.bits), which, page);
}

Result<std::vector<Charge>> SqlChargeStore::read(core::ReadTransaction& transaction, const Lists& lists, Value of, WhichCharges which,
                                                 const core::Page& page) const {
    const std::string& sql = which == WhichCharges::Standing ? lists.standing : lists.all;
    return readRows<ChargeRows>(transaction, vault_, sql, pageValues(First::Newest, {std::move(of)}, page));
}

IndexedColumn chargeFileIndex() {
    return {ChargeRows::kTable, "file_index", kFileIndex, {"hospital", "sealed_details"}, fileKeyOf<ChargeRows>};
}

}  // namespace hub::storage::sql
