#include <utility>

#include "hub/api/rest/file_refresh.h"
#include "hub/api/rest/members.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;

namespace {

constexpr std::size_t kListed = 100;

Result<std::string> chargesJson(House& house, core::ReadTransaction& transaction, PersonId person) {
    const auto charges = ofMembers<payment::Charge>(
        house, transaction, person, kListed,
        [&](PersonId member) {
            return house.care.house().charges.ofPerson(transaction, member, payment::WhichCharges::All, {kListed, std::nullopt});
        },
        &payment::Charge::changed_at);
    if (!charges.ok()) return charges.failure();
    ChargesView view;
    for (const payment::Charge& charge : *charges) view.charges.push_back(viewOf(charge));
    view.readings = house.charge_readings(person);
    return core::toJson(view, core::Exposure::Masked);
}

void listCharges(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return chargesJson(desk.house(), transaction, called->person); });
        return {};
    });
}

/// Reads the hospital's list anew for each of the person's files there, then answers as listCharges. It may be repeated at will.
void refreshCharges(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        const Result<OpenFile> body = bodyOf<OpenFile>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        return refreshFiles(
            house, called->person, body->hospital,
            [&house](const flows::ChargedFile& file, flows::Carrier::OnDone on_done) {
                house.care.charges().refresh(file, std::move(on_done));
            },
            [&desk, &house, reply, person = called->person](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                desk.read(reply, [&](core::ReadTransaction& transaction) { return chargesJson(house, transaction, person); });
            });
    });
}

}  // namespace

std::vector<Route> chargeRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/charges",
         .operation = "listCharges",
         .summary = "The person's last 100 charges at all hospitals",
         .response = schemaReference<ChargesView>,
         .endpoint = handledBy(desk, listCharges)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/charges/refresh",
         .operation = "refreshCharges",
         .summary = "Reads the open charges of one hospital now",
         .writes = true,
         .request = schemaReference<OpenFile>,
         .response = schemaReference<ChargesView>,
         .endpoint = handledBy(desk, refreshCharges)},
    };
}

}  // namespace hub::api::rest
