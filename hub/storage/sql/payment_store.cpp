#include "hub/storage/sql/payment_store.h"

#include <algorithm>
#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Payment;
using payment::PaymentId;

namespace {

constexpr InsertShape kSubject{"payment_subject", "subject_id, payment_id", 2};

struct PaymentRows {
    using Of = Payment;
    static constexpr std::string_view kTable = "payment";
    static constexpr std::string_view kDetails = "payment.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& payment) {
        column("client", payment.client, 64);
        column("request_key", payment.request_key, 64);
        column("person_id", payment.person);
        column("hospital", payment.hospital, 64);
        column("purpose", payment.purpose);
        column("total_fen", payment.total);
        column("state", payment.state);
        column("why", payment.why);
        column("his_refused", payment.his_refused);
        column("tries", payment.tries);
        column("closes", payment.closes);
        column("confirms", payment.confirms);
        column("handed_over", payment.handed_over);
        column("created_at_ms", payment.created_at);
        column("expires_at_ms", payment.expires_at);
        column("next_check_at_ms", payment.next_check_at);
        column("hand_over_at_ms", payment.hand_over_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& payment) {
        field("local_patient", payment.local_patient, "the hospital's file");
        field("payer", payment.payer, "the channel's id of who pays");
        field("items", payment.items, "what is paid");
        field("insurance", payment.insurance, "what an insurer pays of it");
        field("his", payment.his, "what the hospital answered");
    }
};

/// An index over the sealed items. Two items of one subject are one row.
Result<void> addSubjects(core::Transaction& transaction, const Payment& payment) {
    std::vector<core::IdBits> told;
    for (const payment::PaidItem& item : payment.items) {
        if (std::ranges::find(told, item.subject) != told.end()) continue;
        told.push_back(item.subject);
        std::array<Value, kSubject.width> row{blob(item.subject), blob(payment.id.bits)};
        const Result<void> added = SqlTransaction::of(transaction).insert(kSubject, row);
        if (!added.ok()) return added;
    }
    return {};
}

}  // namespace

SqlPaymentStore::SqlPaymentStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<PaymentRows>()),
      legs_(vault),
      find_(table_.selectWhere("id = ?")),
      by_request_(table_.selectWhere("client = ? AND request_key = ?")),
      by_order_(table_.selectWhere("id = (SELECT payment_id FROM leg WHERE channel = ? AND order_number = ?)")),
      of_person_(table_.selectWhere("person_id = ?" + pageSql(First::Newest, "created_at_ms"))),
      of_subject_(table_.selectWhere("id IN (SELECT payment_id FROM payment_subject WHERE subject_id = ?)" +
                                     pageSql(First::Newest, "created_at_ms"))),
      due_("SELECT id, next_check_at_ms FROM payment WHERE next_check_at_ms <= ?" + pageSql(First::Oldest, "next_check_at_ms")) {}

Result<void> SqlPaymentStore::add(core::Transaction& transaction, const Payment& payment) {
    const Result<void> added = addRow<PaymentRows>(transaction, table_, vault_, payment);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::PaymentRequestTaken);
    if (!added.ok()) return added;
    const Result<void> subjects = addSubjects(transaction, payment);
    if (!subjects.ok()) return subjects;
    return legs_.add(transaction, payment);
}

Result<std::int64_t> SqlPaymentStore::change(core::Transaction& transaction, const Payment& payment) {
    Result<std::int64_t> changed = changeRow<PaymentRows>(transaction, table_, vault_, payment);
    if (!changed.ok()) return changed;
    const Result<void> legs = legs_.change(transaction, payment);
    if (!legs.ok()) return legs.failure();
    return changed;
}

Result<Payment> SqlPaymentStore::find(core::ReadTransaction& transaction, PaymentId id) {
    Result<std::optional<Payment>> found = selectOne(transaction, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::PaymentNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<Payment>> SqlPaymentStore::findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                              std::string_view request_key) {
    return selectOne(transaction, by_request_, std::array<Value, 2>{blob(client), blob(request_key)});
}

Result<std::optional<Payment>> SqlPaymentStore::findByOrder(core::ReadTransaction& transaction, std::string_view channel,
                                                            std::string_view order_number) {
    return selectOne(transaction, by_order_, std::array<Value, 2>{blob(channel), blob(order_number)});
}

Result<std::vector<Payment>> SqlPaymentStore::ofPerson(core::ReadTransaction& transaction, payment::PersonId person,
                                                       const core::Page& page) {
    return select(transaction, of_person_, pageValues(First::Newest, {blob(person.bits)}, page));
}

Result<std::vector<Payment>> SqlPaymentStore::ofSubject(core::ReadTransaction& transaction, core::IdBits subject, const core::Page& page) {
    return select(transaction, of_subject_, pageValues(First::Newest, {blob(subject)}, page));
}

Result<std::vector<core::Due<PaymentId>>> SqlPaymentStore::due(core::ReadTransaction& transaction, core::UtcTime now,
                                                               const core::Page& page) {
    return dueRows<PaymentId>(transaction, "payment", due_, pageValues(First::Oldest, {now.ms}, page));
}

Result<std::vector<Payment>> SqlPaymentStore::select(core::ReadTransaction& transaction, std::string_view sql, Values values) const {
    Result<std::vector<Payment>> found = readRows<PaymentRows>(transaction, vault_, sql, values);
    if (!found.ok()) return found;
    for (Payment& payment : *found) {
        Result<std::vector<payment::Leg>> legs = legs_.of(transaction, payment.id);
        if (!legs.ok()) return legs.failure();
        payment.legs = *std::move(legs);
    }
    return found;
}

Result<std::optional<Payment>> SqlPaymentStore::selectOne(core::ReadTransaction& transaction, std::string_view sql, Values values) const {
    Result<std::vector<Payment>> found = select(transaction, sql, values);
    if (!found.ok()) return found.failure();
    if (found->empty()) return std::optional<Payment>();
    return std::optional<Payment>(std::move(found->front()));
}

}  // namespace hub::storage::sql
