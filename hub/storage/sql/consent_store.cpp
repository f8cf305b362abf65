#include "hub/storage/sql/consent_store.h"

#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using records::Consent;

namespace {

struct ConsentRows {
    using Of = Consent;
    static constexpr std::string_view kTable = "consent";
    static constexpr std::string_view kDetails = "consent.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& consent) {
        column("person_id", consent.person);
        column("reader", consent.reader, 64);
        column("source", consent.source, 64);
        column("given_at_ms", consent.given_at);
        column("until_at_ms", consent.until);
        column("revoked_at_ms", consent.revoked_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& consent) {
        field("client", consent.client, "the entrance it was given through");
    }
};

}  // namespace

SqlConsentStore::SqlConsentStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<ConsentRows>()),
      find_(table_.selectWhere("id = ? AND person_id = ?")),
      of_person_(table_.selectWhere("person_id = ?" + pageSql(First::Newest, "given_at_ms"))),
      standing_(table_.selectWhere("person_id = ? AND reader = ? AND until_at_ms > ? AND given_at_ms <= ? AND revoked_at_ms IS NULL "
                                   "ORDER BY until_at_ms DESC, id DESC LIMIT ?")) {}

Result<void> SqlConsentStore::add(core::Transaction& transaction, const Consent& consent) {
    return addRow<ConsentRows>(transaction, table_, vault_, consent);
}

Result<std::int64_t> SqlConsentStore::change(core::Transaction& transaction, const Consent& consent) {
    return changeRow<ConsentRows>(transaction, table_, vault_, consent);
}

Result<Consent> SqlConsentStore::find(core::ReadTransaction& transaction, records::PersonId person, records::ConsentId id) {
    Result<std::optional<Consent>> found =
        readRow<ConsentRows>(transaction, vault_, find_, std::array<Value, 2>{blob(id.bits), blob(person.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::ConsentNotFound, id.text());
    return **std::move(found);
}

Result<std::vector<Consent>> SqlConsentStore::ofPerson(core::ReadTransaction& transaction, records::PersonId person,
                                                       const core::Page& page) {
    return readRows<ConsentRows>(transaction, vault_, of_person_, pageValues(First::Newest, {blob(person.bits)}, page));
}

Result<std::vector<Consent>> SqlConsentStore::standingFor(core::ReadTransaction& transaction, records::PersonId person,
                                                          std::string_view reader, core::UtcTime at, std::size_t limit) {
    return readRows<ConsentRows>(
        transaction, vault_, standing_,
        std::array<Value, 5>{blob(person.bits), blob(reader), Value(at.ms), Value(at.ms), Value(static_cast<std::int64_t>(limit))});
}

}  // namespace hub::storage::sql
