#include "hub/flows/charge_flow.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "hub/core/overload.h"
#include "hub/flows/answers.h"
#include "hub/flows/inbound_gate.h"

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using payment::Charge;
using payment::ChargeId;
namespace action = payment::charge_action;
namespace event = payment::charge_event;

namespace {

constexpr int kReadsMax = 3;
constexpr std::size_t kChargesOfFileMax = 1000;

Result<std::vector<Charge>> allOf(const House& house, core::ReadTransaction& transaction, const ChargedFile& file) {
    return house.charges.ofFile(transaction, file.hospital, file.local_patient, payment::WhichCharges::All,
                                {kChargesOfFileMax, std::nullopt});
}

/// Without a key, the same content again may be a second charge or the first one told twice: only the hospital knows.
Result<bool> likeAnother(const House& house, core::ReadTransaction& transaction, const ChargedFile& file, const contract::Charge& content) {
    if (!content.key.empty()) return false;
    const Result<std::vector<Charge>> known = allOf(house, transaction, file);
    if (!known.ok()) return known.failure();
    return std::ranges::any_of(*known, [&](const Charge& charge) {
        const bool stands = charge.state == payment::ChargeState::Open || charge.state == payment::ChargeState::InPayment ||
                            charge.state == payment::ChargeState::Paid || charge.state == payment::ChargeState::Unclear;
        return stands && payment::sameContent(charge.content, content);
    });
}

}  // namespace

Result<Next> ChargeFlow::told(core::Transaction& transaction, const ChargedFile& file, const contract::Charge& content) {
    if (!content.key.empty()) {
        const Result<std::optional<Charge>> known = house_.charges.findByKey(transaction, file.hospital, content.key);
        if (!known.ok()) return known.failure();
        if (*known) return apply(transaction, (*known)->id, event::Told{content});
    }
    const Result<bool> like_another = likeAnother(house_, transaction, file, content);
    if (!like_another.ok()) return like_another.failure();
    Charge blank;
    blank.id = house_.ids.next<ChargeId>();
    blank.hospital = file.hospital;
    blank.person = file.person;
    blank.local_patient = file.local_patient;
    const payment::ChargeDecision decision = payment::newCharge(std::move(blank), content, *like_another, house_.clock.utc());
    const Result<void> added = house_.charges.add(transaction, decision.next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, decision, 1);
}

Result<Next> ChargeFlow::cancelled(core::Transaction& transaction, std::string_view hospital, std::string_view key) {
    const Result<std::optional<Charge>> known = house_.charges.findByKey(transaction, hospital, key);
    if (!known.ok()) return known.failure();
    if (!*known) return Next{};
    return apply(transaction, (*known)->id, event::Cancelled{});
}

Result<Next> ChargeFlow::assign(core::Transaction& transaction, const ChargedFile& file) {
    const Result<std::vector<Charge>> known = allOf(house_, transaction, file);
    if (!known.ok()) return known.failure();
    Next next;
    for (Charge charge : *known) {
        if (charge.person == file.person) continue;
        charge.person = file.person;
        const Result<std::int64_t> version = house_.charges.change(transaction, charge);
        if (!version.ok()) return version.failure();
        if (charge.state != payment::ChargeState::Open) continue;
        Result<Next> told = publish(house_, transaction, *charge.person, "charge.created", "charge_id", charge.id.bits, *version, 0);
        if (!told.ok()) return told.failure();
        join(next, std::move(*told));
    }
    return next;
}

Result<void> ChargeFlow::release(core::Transaction& transaction, const ChargedFile& file) {
    const Result<std::vector<Charge>> known = allOf(house_, transaction, file);
    if (!known.ok()) return known.failure();
    for (Charge charge : *known) {
        if (charge.person != file.person) continue;
        if (charge.state == payment::ChargeState::InPayment) return Failure(Error::LinkNotAllowed, "a charge of the file is being paid");
        if (charge.state != payment::ChargeState::Open && charge.state != payment::ChargeState::Unclear) continue;
        charge.person.reset();
        const Result<std::int64_t> version = house_.charges.change(transaction, charge);
        if (!version.ok()) return version.failure();
    }
    return {};
}

Result<Next> ChargeFlow::apply(core::Transaction& transaction, ChargeId id, const payment::ChargeEvent& what) {
    const Result<Charge> before = house_.charges.find(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<payment::ChargeDecision> decision = payment::decide(*before, what, house_.clock.utc());
    if (!decision.ok()) return decision.failure();
    const Result<std::int64_t> version = house_.charges.change(transaction, decision->next);
    if (!version.ok()) return version.failure();
    return carryOut(transaction, *decision, *version);
}

Result<Next> ChargeFlow::carryOut(core::Transaction& transaction, const payment::ChargeDecision& decision, std::int64_t version) {
    const Charge& charge = decision.next;
    std::int64_t published = 0;
    const core::Overload each{
        [&](const action::Publish& what) -> Result<Next> {
            if (!charge.person) return Next{};  // told again to whoever the file is linked to
            return publish(house_, transaction, *charge.person, what.type, "charge_id", charge.id.bits, version, published++);
        },
        [&](const action::TellPayment& what) -> Result<Next> {
            return telling_.tell(transaction, what.payment, payment::payment_event::ChargeMoved{});
        },
        [&](const action::OpenCase& what) -> Result<Next> {
            return openCase(house_, transaction, payment::CaseAbout::Charge, charge.id.bits, core::enumName(what.kind), charge.hospital);
        },
    };
    return carryOutEach(decision.actions, each);
}

void ChargeFlow::refresh(const ChargedFile& file, Carrier::OnDone on_done, std::function<void()> on_call) {
    readAgain({file, std::move(on_done), std::move(on_call)}, std::nullopt, kReadsMax);
}

void ChargeFlow::readAgain(const Reading& reading, std::optional<List> before, int reads_left) {
    const ChargedFile& file = reading.file;
    const Call call = chargeListCall(file.hospital, file.local_patient, house_.terms());
    reading.on_call();
    house_.counterparties.call(call, [this, reading, before = std::move(before), reads_left](const CallAnswer& answer) {
        if (answer.late) return;
        Result<contract::ChargeList::Result> read = resultOrWhy<contract::ChargeList>(reading.file.hospital, answer);
        if (isNoSuchPatient(answer)) missing_(reading.file);
        if (!read.ok()) return reading.on_done(read.failure());
        if (before && payment::sameList(*before, read->charges)) {
            return house_.carrier.run(
                "charges", fileKeyOf(reading.file.hospital, reading.file.local_patient),
                [this, file = reading.file, list = std::move(read->charges)](core::Transaction& transaction) {
                    return keepList(transaction, file, list);
                },
                reading.on_done);
        }
        if (reads_left <= 1) return reading.on_done(Failure(Error::ChargeListUnsteady, reading.file.hospital));
        house_.executor.postAt(house_.clock.mono() + house_.settings.list_pause,
                               [this, reading, list = std::move(read->charges), reads_left]() mutable {
                                   readAgain(reading, std::move(list), reads_left - 1);
                               });
    });
}

Result<Next> ChargeFlow::keepList(core::Transaction& transaction, const ChargedFile& file, const List& list) {
    const Result<std::vector<Charge>> known = allOf(house_, transaction, file);
    if (!known.ok()) return known.failure();
    const payment::ListDifferences found = payment::differences(*known, list);
    Next next;
    const auto take = [&](Result<Next> done) -> Result<void> {
        if (!done.ok()) return done.failure();
        join(next, std::move(*done));
        return {};
    };
    for (const contract::Charge& content : found.unknown) {
        if (const Result<void> taken = take(told(transaction, file, content)); !taken.ok()) return taken.failure();
    }
    for (const auto& [id, content] : found.told) {
        if (const Result<void> taken = take(apply(transaction, id, event::Told{content})); !taken.ok()) return taken.failure();
    }
    for (const ChargeId id : found.absent) {
        if (const Result<void> taken = take(apply(transaction, id, event::Absent{})); !taken.ok()) return taken.failure();
    }
    return next;
}

}  // namespace hub::flows
