#include <memory>
#include <utility>

#include "hub/api/rest/review_views.h"
#include "hub/api/rest/routes.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using audit::Purpose;
using core::Error;
using core::Failure;
using core::Result;

namespace {

/// A person for themselves, or a member of staff for what staff may say they need it for. A relative who may speak for the person is not
/// the person. Also: as of calledFor(), PurposeMissing, PurposeNotAllowed.
Result<Called> calledForDetails(const Desk& desk, const Request& request) {
    const Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller.failure();
    const bool themselves = !caller->person.none();
    Result<Called> called = desk.calledFor(request, themselves ? Scope::PersonRead : Scope::PersonUnmask);
    if (!called.ok()) return called;
    Purpose& purpose = called->caller.purpose;
    if (themselves) {
        if (called->caller.person != called->person) return Failure(Error::NotThisPerson);
        if (purpose == Purpose::None) purpose = Purpose::Own;
    } else {
        const Result<void> named = access::requireStaff(called->caller);
        if (!named.ok()) return named.failure();
        if (purpose == Purpose::None) return Failure(Error::PurposeMissing, "Purpose");
    }
    if ((purpose == Purpose::Own) != themselves) return Failure(Error::PurposeNotAllowed, std::string(core::enumName(purpose)));
    return called;
}

/// The person hears of it when somebody else looked.
Result<flows::Next> tellUnmasked(House& house, core::Transaction& transaction, const audit::Witnessed& witnessed) {
    return flows::publish(house.care.house(), transaction, witnessed.about(), "person.unmasked", "audit_id", witnessed.entry().bits, 1, 0);
}

/// The answer leaves when the audit's line is durable.
void showDetails(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledForDetails(desk, request);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        const auto seen = std::make_shared<UnmaskedPerson>();  // shared: the unit may run again
        house.carrier.run(
            "unmask", called->person.bits,
            [&house, called = *called, seen](core::Transaction& transaction) -> Result<flows::Next> {
                const auto witnessed = house.witness.witness(
                    transaction, access::auditEntry(called.caller, "person.unmask", called.person, audit::Outcome::Done));
                if (!witnessed.ok()) return witnessed.failure();
                const Result<identity::Person> person = house.people.findPerson(transaction, called.person);
                if (!person.ok()) return person.failure();
                *seen = {person->id, person->details};
                if (called.caller.purpose == Purpose::Own) return flows::Next{};
                return tellUnmasked(house, transaction, *witnessed);
            },
            [reply, seen](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                reply.send(jsonResponse(200, core::toJson(*seen, core::Exposure::Revealed)));
            });
        return {};
    });
}

}  // namespace

std::vector<Route> detailsRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/details",
         .operation = "showDetails",
         .summary =
             "Name, certificate, telephone and address in full: for the person, or for staff who name a Purpose; each look is in the "
             "audit, and the person hears of it",
         .response = schemaReference<UnmaskedPerson>,
         .endpoint = handledBy(desk, showDetails)},
    };
}

}  // namespace hub::api::rest
