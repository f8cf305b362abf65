#include "hub/api/rest/family.h"

#include <memory>
#include <utility>

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;

Result<flows::Next> tellOfRelation(House& house, core::Transaction& transaction, const Caller& caller, std::string_view action,
                                   const identity::Relation& relation, PersonId noted_already) {
    flows::Next next;
    std::int64_t place = 0;
    for (const PersonId& side : {relation.holder, relation.subject}) {
        const Result<PersonId> root = house.merges.rootOf(transaction, side);
        if (!root.ok()) return root.failure();
        if (side != noted_already && *root != noted_already) {
            audit::AuditEntry entry = access::auditEntry(caller, action, side, audit::Outcome::Done);
            entry.subject = "relation/" + relation.id.text();
            const Result<audit::AuditId> noted = house.witness.note(transaction, std::move(entry));
            if (!noted.ok()) return noted.failure();
        }
        Result<flows::Next> told = flows::publish(house.care.house(), transaction, side, "relation.changed", "relation_id",
                                                  relation.id.bits, relation.version, place++);
        if (!told.ok()) return told;
        flows::join(next, *std::move(told));
    }
    return next;
}

void showTo(Desk& desk, const Reply& reply, const Called& called, std::string_view action,
            std::function<Result<std::string>(core::ReadTransaction&)> read) {
    if (!called.caller.person.none()) {
        desk.read(reply, read);
        return;
    }
    const Result<void> staff = requireStaffOf(called.caller);
    if (!staff.ok()) {
        reply.fail(staff.failure());
        return;
    }
    House& house = desk.house();
    const auto json = std::make_shared<std::string>();  // shared: the unit may run again
    house.carrier.run(
        "look", called.person.bits,
        [&house, entry = access::auditEntry(called.caller, action, called.person, audit::Outcome::Done), read = std::move(read),
         json](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<audit::AuditId> noted = house.witness.note(transaction, entry);
            if (!noted.ok()) return noted.failure();
            Result<std::string> seen = read(transaction);
            if (!seen.ok()) return seen.failure();
            *json = *std::move(seen);
            return flows::Next{};
        },
        [reply, json](const Result<void>& done) {
            if (done.ok()) {
                reply.send(jsonResponse(200, *json));
            } else {
                reply.fail(done.failure());
            }
        });
}

}  // namespace hub::api::rest
