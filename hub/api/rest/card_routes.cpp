#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "hub/api/rest/credential_views.h"
#include "hub/api/rest/members.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"

namespace hub::api::rest {

using core::Error;
using core::Failure;
using core::Result;
using identity::Card;
using identity::CardId;
using identity::Cards;
using identity::CardState;
using identity::IssuedPaperCode;
using identity::PaperCodeId;
using identity::PaperCodes;
using identity::PersonId;

namespace {

constexpr std::size_t kRevokedListed = 1000;

/// The card that "the person's card" means: of those of the registration that stands for them, or where it never had one of the first that
/// had, the active one; else the one that may be found again; else the last. Also: CardNotFound.
Result<Card> cardOf(House& house, core::ReadTransaction& transaction, PersonId root) {
    Result<std::vector<Card>> cards = cardsOf(house, transaction, root);
    if (!cards.ok()) return cards.failure();
    if (cards->empty()) return Failure(Error::CardNotFound);
    // Of one registration alone: a second report of the same loss must not reach another card.
    std::erase_if(*cards, [holder = cards->front().person](const Card& card) { return card.person != holder; });
    for (const CardState state : {CardState::Active, CardState::Lost}) {
        const auto card = std::find_if(cards->rbegin(), cards->rend(), [&](const Card& one) { return one.state == state; });
        if (card != cards->rend()) return *card;
    }
    return cards->back();
}

/// The card a path names, of whichever registration of the person; or cardOf(). Also: CardNotFound.
Result<Card> cardMeant(House& house, core::ReadTransaction& transaction, PersonId root, const std::optional<CardId>& named) {
    if (!named) return cardOf(house, transaction, root);
    Result<Card> card = house.people.findCard(transaction, *named);
    if (!card.ok()) return card;
    const Result<PersonId> holder = house.merges.rootOf(transaction, card->person);
    if (!holder.ok()) return holder.failure();
    return *holder == root ? card : Failure(Error::CardNotFound);
}

/// The same once it was moved: in place of a replaced one the card that replaces it.
Result<Card> cardNow(House& house, core::ReadTransaction& transaction, PersonId root, const std::optional<CardId>& named) {
    Result<Card> card = cardMeant(house, transaction, root, named);
    if (!card.ok() || card->state != CardState::Replaced) return card;
    const Result<std::optional<Card>> fresh = house.cards.activeOf(transaction, card->person);
    if (!fresh.ok()) return fresh.failure();
    return *fresh ? Result<Card>(**fresh) : card;
}

/// What can be done with the card.
struct CardVerb {
    std::string_view action;  ///< of the audit
    std::string_view event;
    Result<Card> (Cards::*move)(core::Transaction&, identity::CardId);
    bool opens;  ///< it lets something be opened again: not for a person who is suspended
};
constexpr CardVerb kLost{"card.report-loss", "card.lost", &Cards::reportLoss, false};
constexpr CardVerb kFound{"card.found", "card.found", &Cards::found, true};
constexpr CardVerb kReplace{"card.replace", "card.replaced", &Cards::replace, true};
constexpr CardVerb kClose{"card.close", "card.closed", &Cards::close, false};

enum class Which { TheOne, Named };

/// Nothing is opened for a person, or on a registration of theirs, that is suspended.
Result<void> mayOpen(House& house, core::ReadTransaction& transaction, PersonId root, const Card& card) {
    const Result<void> person = requireActive(house, transaction, root);
    return person.ok() && card.person != root ? requireActive(house, transaction, card.person) : person;
}

template <const CardVerb& verb, Which which>
void moveCard(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledToManage(request);
        if (!called.ok()) return called.failure();
        std::optional<CardId> named;
        if constexpr (which == Which::Named) {
            const Result<CardId> id = pathId<CardId>(request, "card_id");
            if (!id.ok()) return id.failure();
            named = *id;
        }
        House& house = desk.house();
        const PersonId person = called->person;
        Writing writing;
        writing.resource = personPath(person);
        if (named) writing.subject = "card/" + named->text();
        writing.watched = person.bits;
        writing.aggregate = person.bits;
        writing.status = 200;
        writing.action = verb.action;
        writing.about = person;
        writing.work = [&house, person, named](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<Card> before = cardMeant(house, transaction, person, named);
            if (!before.ok()) return before.failure();
            const Result<void> may = verb.opens ? mayOpen(house, transaction, person, *before) : Result<void>();
            if (!may.ok()) return may.failure();
            const Result<Card> moved = (house.cards.*verb.move)(transaction, before->id);
            if (!moved.ok()) return moved.failure();
            if (moved->id == before->id && moved->version == before->version) return flows::Next{};
            // A part's card stays the part's, and so does what happens to it; the person hears of it too.
            return flows::publish(house.care.house(), transaction, before->person, verb.event, "card_id", moved->id.bits, moved->version,
                                  0);
        };
        writing.look = [&house, person, named](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            const Result<Card> card = cardNow(house, transaction, person, named);
            if (!card.ok()) return card.failure();
            return Look{true, core::toJson(viewOf(*card), core::Exposure::Masked)};
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

PaperCodeView viewOf(const IssuedPaperCode& issued) { return {issued.code.id, issued.code.valid_until, issued.revoked_at, {}}; }

std::string subjectOf(PaperCodeId id) { return "paper_code/" + id.text(); }

/// It needs no key of its own: a second one revokes the first, whose answer may have been lost.
void issuePaperCode(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledToManage(request);
        if (!called.ok()) return called.failure();
        const Result<IssuePaperCode> body = bodyOf<IssuePaperCode>(request);
        if (!body.ok()) return body.failure();
        if (body->valid_days < 1 || body->valid_days > PaperCodes::kValidDaysMax)
            return Failure(Error::JsonNotValid, fmt::format("/valid_days: expected 1 to {}", PaperCodes::kValidDaysMax));
        House& house = desk.house();
        const auto printed = std::make_shared<PaperCodes::Printed>();  // shared: the unit may run again
        const auto work = [&house, caller = called->caller, person = called->person, days = body->valid_days,
                           printed](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<Card> card = cardOf(house, transaction, person);
            if (!card.ok()) return card.failure();
            const Result<void> may = mayOpen(house, transaction, person, *card);
            if (!may.ok()) return may.failure();
            const Result<PaperCodes::Printed> issued = house.paper_codes.issue(transaction, card->id, days);
            if (!issued.ok()) return issued.failure();
            *printed = *issued;
            const PaperCodeId id = issued->code.id;
            audit::AuditEntry entry = access::auditEntry(caller, "paper_code.issue", person, audit::Outcome::Done);
            entry.subject = subjectOf(id);
            const Result<audit::AuditId> noted = house.witness.note(transaction, std::move(entry));
            if (!noted.ok()) return noted.failure();
            return flows::publish(house.care.house(), transaction, person, "paper_code.issued", "paper_code_id", id.bits, 1, 0);
        };
        house.carrier.run("paper-code", called->person.bits, work, [reply, printed](const Result<void>& done) {
            if (!done.ok()) {
                reply.fail(done.failure());
                return;
            }
            const PaperCodeView view{printed->code.id, printed->code.valid_until, {}, printed->text};
            reply.send(jsonResponse(201, core::toJson(view, core::Exposure::Masked)));
        });
        return {};
    });
}

/// Only of this person's cards, of whichever registration: an id alone revokes nothing. Also: CredentialNotFound.
Result<IssuedPaperCode> paperCodeOf(House& house, core::ReadTransaction& transaction, PersonId person, PaperCodeId id) {
    Result<IssuedPaperCode> issued = house.paper_codes.find(transaction, id);
    if (!issued.ok()) return issued;
    const Result<Card> card = house.people.findCard(transaction, issued->code.card);
    if (!card.ok()) return card.failure();
    const Result<PersonId> holder = house.merges.rootOf(transaction, card->person);
    if (!holder.ok()) return holder.failure();
    return *holder == person ? issued : Failure(Error::CredentialNotFound);
}

void listCards(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, access::Scope::PersonRead);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<std::vector<Card>> cards = cardsOf(desk.house(), transaction, called->person);
            if (!cards.ok()) return cards.failure();
            CardsView view;
            for (const Card& card : *cards) view.cards.push_back(rest::viewOf(card));
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

void revokePaperCode(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledToManage(request);
        if (!called.ok()) return called.failure();
        const Result<PaperCodeId> id = pathId<PaperCodeId>(request, "paper_code_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        const PersonId person = called->person;
        Writing writing;
        writing.resource = personPath(person);
        writing.subject = subjectOf(*id);
        writing.watched = id->bits;
        writing.aggregate = person.bits;
        writing.status = 200;
        writing.action = "paper_code.revoke";
        writing.about = person;
        writing.work = [&house, person, id = *id](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<IssuedPaperCode> issued = paperCodeOf(house, transaction, person, id);
            if (!issued.ok()) return issued.failure();
            const Result<void> revoked = house.paper_codes.revoke(transaction, id);
            if (!revoked.ok()) return revoked.failure();
            if (issued->revoked_at) return flows::Next{};
            return flows::publish(house.care.house(), transaction, person, "paper_code.revoked", "paper_code_id", id.bits, 2, 0);
        };
        writing.look = [&house, person, id = *id](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            const Result<IssuedPaperCode> issued = paperCodeOf(house, transaction, person, id);
            if (!issued.ok()) return issued.failure();
            return Look{true, core::toJson(viewOf(*issued), core::Exposure::Masked)};
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

/// For every client: public keys and ids say nothing about anybody.
void showPaperCodeKeys(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<access::Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        PaperCodeId after;
        if (const auto place = request.queryValue("after")) {
            const Result<PaperCodeId> id = PaperCodeId::parse(*place);
            if (!id.ok()) return id.failure();
            after = *id;
        }
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            Result<std::vector<PaperCodeId>> revoked = house.paper_codes.revoked(transaction, after, kRevokedListed);
            if (!revoked.ok()) return revoked.failure();
            PaperCodeKeysView view;
            view.signed_prefix = vault::Signer::signedText(PaperCodes::kPurpose, "");
            for (const vault::PublicKey& key : house.paper_codes.publicKeys())
                view.keys.push_back({static_cast<std::int32_t>(key.number), key.suite, fmt::format("{:02x}", fmt::join(key.bytes, ""))});
            view.revoked = *std::move(revoked);
            if (view.revoked.size() == kRevokedListed) view.next = view.revoked.back();
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

/// POST /api/v1/people/{person_id}/cards/{card_id}/<verb>
Route namedRoute(Desk* desk, const std::string& verb, std::string operation, std::string summary,
                 void (*handle)(Desk&, const Request&, const Reply&)) {
    return {.method = "POST",
            .path = "/api/v1/people/{person_id}/cards/{card_id}/" + verb,
            .operation = std::move(operation),
            .summary = std::move(summary),
            .writes = true,
            .response = schemaReference<CardView>,
            .endpoint = handledBy(desk, handle)};
}

}  // namespace

std::vector<Route> cardRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/card/lost",
         .operation = "reportCardLost",
         .summary =
             "Freezes the regional card at once: no code of it opens anything; by the person, or by staff. Of several registrations' cards "
             "that of the one that stands for the person; the others by their ids",
         .writes = true,
         .response = schemaReference<CardView>,
         .endpoint = handledBy(desk, moveCard<kLost, Which::TheOne>)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/card/found",
         .operation = "reportCardFound",
         .summary = "Takes the report of loss back",
         .writes = true,
         .response = schemaReference<CardView>,
         .endpoint = handledBy(desk, moveCard<kFound, Which::TheOne>)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/card/replace",
         .operation = "replaceCard",
         .summary = "A new card for the active or the lost one, which is void; hospitals are not told",
         .writes = true,
         .response = schemaReference<CardView>,
         .endpoint = handledBy(desk, moveCard<kReplace, Which::TheOne>)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/card/close",
         .operation = "closeCard",
         .summary = "Closes the card for good",
         .writes = true,
         .response = schemaReference<CardView>,
         .endpoint = handledBy(desk, moveCard<kClose, Which::TheOne>)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/cards",
         .operation = "listCards",
         .summary = "Every card the person has or had, those of registrations that were merged into it among them",
         .response = schemaReference<CardsView>,
         .endpoint = handledBy(desk, listCards)},
        namedRoute(desk, "lost", "reportNamedCardLost", "Freezes this card of the person, of whichever registration",
                   moveCard<kLost, Which::Named>),
        namedRoute(desk, "found", "reportNamedCardFound", "Takes the report of its loss back", moveCard<kFound, Which::Named>),
        namedRoute(desk, "replace", "replaceNamedCard", "A new card in its place, for the registration that it was issued to",
                   moveCard<kReplace, Which::Named>),
        namedRoute(desk, "close", "closeNamedCard", "Closes it for good", moveCard<kClose, Which::Named>),
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/card/paper-codes",
         .operation = "issuePaperCode",
         .summary = "A code on paper for the active card; the one before it is revoked",
         .writes = true,
         .request = schemaReference<IssuePaperCode>,
         .status = 201,
         .response = schemaReference<PaperCodeView>,
         .endpoint = handledBy(desk, issuePaperCode)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/card/paper-codes/{paper_code_id}/revoke",
         .operation = "revokePaperCode",
         .summary = "The code on paper opens nothing from now on; a second time changes nothing",
         .writes = true,
         .response = schemaReference<PaperCodeView>,
         .endpoint = handledBy(desk, revokePaperCode)},
        {.method = "GET",
         .path = "/api/v1/keys/paper-codes",
         .operation = "showPaperCodeKeys",
         .summary = "What a reader without a connection checks codes on paper with: public keys, and the codes that are revoked",
         .query = {{"after", "the last answer's next", false}},
         .response = schemaReference<PaperCodeKeysView>,
         .endpoint = handledBy(desk, showPaperCodeKeys)},
    };
}

}  // namespace hub::api::rest
