#include "hub/storage/sql/case_store.h"

#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Case;
using payment::CaseId;

namespace {

constexpr std::string_view kStands = "SELECT 1 FROM hub_case WHERE subject_id = ? AND kind = ? AND is_open = 1";

struct CaseRows {
    using Of = Case;
    static constexpr std::string_view kTable = "hub_case";
    static constexpr std::string_view kDetails = "hub_case.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& question) {
        column("about", question.about);
        column("subject_id", question.subject);
        column("kind", question.kind, 32);
        column("hospital", question.hospital, 64);
        column.lookup("is_open", question.closed_at ? std::nullopt : std::optional(true));  // NULL is never equal to another
        column("opened_at_ms", question.opened_at);
        column("closed_at_ms", question.closed_at);
        column("closed_by", question.closed_by, 64);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& question) {
        field("decision", question.decision, "the decider's word");
    }
};

}  // namespace

SqlCaseStore::SqlCaseStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<CaseRows>()),
      find_(table_.selectWhere("id = ?")),
      of_subject_(table_.selectWhere("subject_id = ?" + pageSql(First::Oldest, "opened_at_ms"))),
      open_of_hospital_(table_.selectWhere("is_open = 1 AND hospital = ?" + pageSql(First::Oldest, "opened_at_ms"))),
      open_of_all_(table_.selectWhere("is_open = 1" + pageSql(First::Oldest, "opened_at_ms"))) {}

Result<bool> SqlCaseStore::open(core::Transaction& transaction, const Case& question) {
    HUB_ASSERT(!question.closed_at);
    bool stands = false;
    const Result<void> asked =
        SqlTransaction::of(transaction).query(kStands, std::array<Value, 2>{blob(question.subject), blob(question.kind)}, [&](const Row&) {
            stands = true;
        });
    if (!asked.ok()) return asked.failure();
    if (stands) return false;
    const Result<void> added = addRow<CaseRows>(transaction, table_, vault_, question);
    if (added.ok()) return true;
    if (added.failure().error() == Error::RowTaken) return false;  // another unit was faster
    return added.failure();
}

Result<void> SqlCaseStore::close(core::Transaction& transaction, CaseId id, std::int64_t version, std::string_view closed_by,
                                 std::string_view decision, core::UtcTime at) {
    Result<Case> question = find(transaction, id);
    if (!question.ok()) return question.failure();
    if (question->closed_at) return Failure(Error::DecisionNotOpen, id.text());
    question->closed_at = at;
    question->closed_by = closed_by;
    question->decision = decision;
    question->version = version;
    const Result<std::int64_t> changed = changeRow<CaseRows>(transaction, table_, vault_, *question);
    if (!changed.ok()) return changed.failure();
    return {};
}

Result<Case> SqlCaseStore::find(core::ReadTransaction& transaction, CaseId id) {
    Result<std::optional<Case>> found = readRow<CaseRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::CaseNotFound, id.text());
    return **std::move(found);
}

Result<std::vector<Case>> SqlCaseStore::ofSubject(core::ReadTransaction& transaction, core::IdBits subject, const core::Page& page) {
    return list(transaction, of_subject_, {blob(subject)}, page);
}

Result<std::vector<Case>> SqlCaseStore::openOfHospital(core::ReadTransaction& transaction, std::string_view hospital,
                                                       const core::Page& page) {
    return list(transaction, open_of_hospital_, {blob(hospital)}, page);
}

Result<std::vector<Case>> SqlCaseStore::openOfAll(core::ReadTransaction& transaction, const core::Page& page) {
    return list(transaction, open_of_all_, {}, page);
}

Result<std::vector<Case>> SqlCaseStore::list(core::ReadTransaction& transaction, std::string_view sql, std::vector<Value> before,
                                             const core::Page& page) const {
    return readRows<CaseRows>(transaction, vault_, sql, pageValues(First::Oldest, std::move(before), page));
}

}  // namespace hub::storage::sql
