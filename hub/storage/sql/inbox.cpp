#include "hub/storage/sql/inbox.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Arrival;
using core::ArrivalAnswer;
using core::Error;
using core::Failure;
using core::InboxMessage;
using core::Result;

namespace {

constexpr InsertShape kInbox{
    "inbox",
    "id, counterparty, number_hash, body_hash, sender, control_id, message_type, sealed_body, sealed_answer, received_at_ms, answer_code, "
    "events",
    12};
constexpr std::string_view kSameNumber = "SELECT id, body_hash, sealed_answer FROM inbox WHERE counterparty = ? AND number_hash = ?";
constexpr std::string_view kFind =
    "SELECT counterparty, body_hash, sender, control_id, message_type, sealed_body, sealed_answer, received_at_ms, answer_code, events "
    "FROM inbox WHERE id = ?";

constexpr std::string_view kBody = "inbox.body";
constexpr std::string_view kAnswer = "inbox.answer";

/// Of sender and number together; the length in front keeps "ab"+"c" and "a"+"bc" apart.
Value numberHash(const InboxMessage& message) {
    return blob(vault::Vault::digest(fmt::format("{}:{}{}", message.sender.size(), message.sender, message.control_id)));
}

/// NULL in rows older than the column.
std::vector<std::string> typesAt(const Row& row, std::size_t column) {
    std::vector<std::string> types;
    if (row.isNull(column)) return types;
    const std::string joined = row.bytes(column);
    for (std::size_t at = 0; at < joined.size();) {
        const std::size_t end = std::min(joined.find(',', at), joined.size());
        types.push_back(joined.substr(at, end - at));
        at = end + 1;
    }
    return types;
}

Result<void> checkLengths(const InboxMessage& message) {
    struct Field {
        std::string_view name;
        std::string_view value;
        std::size_t most;
    };
    for (const Field& field : {Field{"inbox.counterparty", message.counterparty, 64}, Field{"inbox.sender", message.sender, 200},
                               Field{"inbox.control_id", message.control_id, 200}, Field{"inbox.message_type", message.message_type, 64},
                               Field{"inbox.answer_code", message.answer_code, 32}}) {
        const Result<void> fits = checkLength(field.name, field.value, field.most);
        if (!fits.ok()) return fits;
    }
    return {};
}

}  // namespace

SqlInbox::SqlInbox(const vault::Vault& vault)
    : vault_(vault),
      list_("SELECT id, sender, control_id, message_type, answer_code, events, received_at_ms FROM inbox WHERE counterparty = ?" +
            pageSql(First::Oldest, "received_at_ms")) {}

Result<ArrivalAnswer> SqlInbox::arrive(core::Transaction& transaction, const InboxMessage& message, core::SameIdOtherBody policy) {
    const Result<void> fits = checkLengths(message);
    if (!fits.ok()) return fits.failure();
    Result<ArrivalAnswer> before = earlier(transaction, message);
    if (!before.ok() || before->arrival == Arrival::Repeated) return before;
    if (before->other_body_before && policy == core::SameIdOtherBody::Reject) {
        before->arrival = Arrival::OtherBody;
        return before;
    }
    std::array<Value, kInbox.width> row{blob(message.id.bits),
                                        blob(message.counterparty),
                                        numberHash(message),
                                        blob(message.body_hash),
                                        blob(message.sender),
                                        blob(message.control_id),
                                        blob(message.message_type),
                                        sealed(vault_, kBody, message.id.bits, message.body),
                                        sealed(vault_, kAnswer, message.id.bits, message.answer),
                                        message.received_at.ms,
                                        blob(message.answer_code),
                                        blob(fmt::format("{}", fmt::join(message.events, ",")))};
    const Result<void> added = SqlTransaction::of(transaction).insert(kInbox, row);
    if (added.ok()) {
        before->answer = message.answer;
        return before;
    }
    if (added.failure().error() != Error::RowTaken) return added.failure();
    // Another lane kept the same message a moment ago; its row is committed by now.
    Result<ArrivalAnswer> now = earlier(transaction, message);
    if (now.ok() && now->arrival != Arrival::Repeated) return added.failure();
    return now;
}

/// What the rows that stand say: Repeated with the first answer, or Kept (so far) and whether the number was there with another body.
Result<ArrivalAnswer> SqlInbox::earlier(core::Transaction& transaction, const InboxMessage& message) const {
    ArrivalAnswer answer;
    core::IdBits first;
    std::string sealed_answer;
    const Result<void> asked =
        SqlTransaction::of(transaction)
            .query(kSameNumber, std::array<Value, 2>{blob(message.counterparty), numberHash(message)}, [&](const Row& row) {
                if (digestAt(row, 1) != message.body_hash) {
                    answer.other_body_before = true;
                    return;
                }
                answer.arrival = Arrival::Repeated;
                first = idAt(row, 0);
                sealed_answer = row.bytes(2);
            });
    if (!asked.ok()) return asked.failure();
    if (answer.arrival == Arrival::Repeated) {
        const Result<void> opened = openInto(answer.answer, vault_, kAnswer, first, sealed_answer);
        if (!opened.ok()) return opened.failure();
    }
    return answer;
}

Result<InboxMessage> SqlInbox::find(core::ReadTransaction& transaction, core::InboxId id) {
    InboxMessage message;
    std::string sealed_body;
    std::string sealed_answer;
    const Result<void> asked = SqlTransaction::of(transaction).query(kFind, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
        message.id = id;
        message.counterparty = row.bytes(0);
        message.body_hash = digestAt(row, 1);
        message.sender = row.bytes(2);
        message.control_id = row.bytes(3);
        message.message_type = row.bytes(4);
        sealed_body = row.bytes(5);
        sealed_answer = row.bytes(6);
        message.received_at = timeAt(row, 7);
        message.answer_code = row.isNull(8) ? std::string() : row.bytes(8);
        message.events = typesAt(row, 9);
    });
    if (!asked.ok()) return asked.failure();
    if (message.id.none()) return Failure(Error::InboxMessageNotFound, id.text());
    const Result<void> opened = openInto(message.body, vault_, kBody, id.bits, sealed_body);
    if (!opened.ok()) return opened.failure();
    const Result<void> answered = openInto(message.answer, vault_, kAnswer, id.bits, sealed_answer);
    if (!answered.ok()) return answered.failure();
    return message;
}

Result<std::vector<core::InboxEntry>> SqlInbox::list(core::ReadTransaction& transaction, std::string_view counterparty,
                                                     const core::Page& page) {
    std::vector<core::InboxEntry> entries;
    const Result<void> asked =
        SqlTransaction::of(transaction).query(list_, pageValues(First::Oldest, {blob(counterparty)}, page), [&](const Row& row) {
            core::InboxEntry& entry = entries.emplace_back();
            entry.id.bits = idAt(row, 0);
            entry.sender = row.bytes(1);
            entry.control_id = row.bytes(2);
            entry.message_type = row.bytes(3);
            entry.answer_code = row.isNull(4) ? std::string() : row.bytes(4);
            entry.events = typesAt(row, 5);
            entry.received_at = timeAt(row, 6);
        });
    if (!asked.ok()) return asked.failure();
    return entries;
}

}  // namespace hub::storage::sql
