#include <algorithm>
#include <charconv>
#include <utility>

#include "hub/api/rest/account_views.h"
#include "hub/api/rest/owned.h"
#include "hub/api/rest/routes.h"
#include "hub/core/read_one.h"
#include "hub/core/text.h"

namespace hub::api::rest {

using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;
using payment::AccountTransfer;
using payment::AccountTransferId;
using payment::EAccount;
using payment::EAccountId;

namespace {

constexpr std::size_t kListed = 50;

std::string pathOf(const Request& request) { return "/api/v1/people/" + std::string(request.pathValue("person_id")) + "/e-account"; }

/// As the bank is asked for it. Also: RegistrationRefused (nobody has seen the person's certificate), PersonIncomplete.
Result<contract::AccountOpen::Request> askedFor(House& house, core::ReadTransaction& transaction, PersonId person,
                                                const OpenEAccount& body) {
    const Result<identity::Person> found = house.people.findPerson(transaction, person);
    if (!found.ok()) return found.failure();
    if (found->state != identity::PersonState::Verified) return Failure(Error::RegistrationRefused);
    if (!found->details.phone) return Failure(Error::PersonIncomplete, "phone");
    return contract::AccountOpen::Request{found->details, body.linked_card};
}

Result<void> checkCard(const OpenEAccount& body) {
    const std::string& card = body.linked_card.reveal();
    const bool good = card.size() >= 12 && card.size() <= 19 && std::ranges::all_of(card, [](char c) { return c >= '0' && c <= '9'; });
    return good ? Result<void>() : Failure(Error::JsonNotValid, "linked_card: " + core::shapeOf(card));
}

/// Also: AccountNotFound.
Result<EAccount> accountOf(House& house, core::ReadTransaction& transaction, PersonId person) {
    Result<std::optional<EAccount>> account = house.care.eAccounts().of(transaction, person);
    if (!account.ok()) return account.failure();
    if (!*account) return Failure(Error::AccountNotFound, payment::eAccountMirror(person));
    return **std::move(account);
}

/// The same in a snapshot of its own: the ledger's reads are not for within one.
Result<EAccount> accountOf(House& house, PersonId person) {
    return core::readOne(house.reads, [&](core::ReadTransaction& transaction) { return accountOf(house, transaction, person); });
}

Result<Look> accountLook(House& house, core::ReadTransaction& transaction, PersonId person) {
    const Result<EAccount> account = accountOf(house, transaction, person);
    if (!account.ok()) return account.failure();
    return Look{payment::isFinal(account->state), core::toJson(viewOf(*account), core::Exposure::Masked)};
}

/// A transfer of exactly this account; another's is not there. Also: AccountNotFound.
Result<AccountTransfer> transferOf(House& house, core::ReadTransaction& transaction, const EAccount& account, AccountTransferId id) {
    Result<AccountTransfer> transfer = house.care.house().account_transfers.find(transaction, id);
    if (transfer.ok() && transfer->account != account.id) return Failure(Error::AccountNotFound, id.text());
    return transfer;
}

Result<Look> transferLook(House& house, core::ReadTransaction& transaction, std::string_view resource) {
    const Result<AccountTransferId> id = AccountTransferId::parse(resource.substr(resource.rfind('/') + 1));
    if (!id.ok()) return id.failure();
    const Result<AccountTransfer> transfer = house.care.house().account_transfers.find(transaction, *id);
    if (!transfer.ok()) return transfer.failure();
    return Look{payment::isFinal(transfer->state), core::toJson(viewOf(*transfer), core::Exposure::Masked)};
}

void openEAccount(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        const Result<OpenEAccount> body = bodyOf<OpenEAccount>(request);
        if (!body.ok()) return body.failure();
        const Result<void> card = checkCard(*body);
        if (!card.ok()) return card;
        House& house = desk.house();
        const PersonId person = called->person;
        const Result<EAccount> standing = accountOf(house, person);
        if (!standing.ok() && standing.failure().error() != Error::AccountNotFound) return standing.failure();
        const EAccountId id = house.ids.next<EAccountId>();
        Writing writing;
        writing.resource = pathOf(request);
        writing.watched = standing.ok() && standing->state != payment::EAccountState::Refused ? standing->id.bits : id.bits;
        writing.aggregate = person.bits;
        writing.money = true;
        writing.action = "e_account.open";
        writing.about = person;
        writing.acting = Acting::Pay;
        writing.work = [&house, id, person, body = *body](core::Transaction& transaction) -> Result<flows::Next> {
            Result<contract::AccountOpen::Request> asked = askedFor(house, transaction, person, body);
            if (!asked.ok()) return asked.failure();
            return house.care.eAccounts().open(transaction, id, person, *std::move(asked));
        };
        writing.look = [&house, person](core::ReadTransaction& transaction, std::string_view) {
            return accountLook(house, transaction, person);
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

void showEAccount(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        const Result<EAccount> account = accountOf(house, called->person);
        if (!account.ok()) return account.failure();
        Result<ledger::Balance> balance = house.care.house().ledger.balance(payment::eAccountMirror(account->person));
        if (!balance.ok() && balance.failure().error() == Error::AccountNotFound) balance = ledger::Balance{};  // nothing was booked yet
        if (!balance.ok()) return balance.failure();
        EAccountView view = viewOf(*account);
        view.balance = balance->balance;
        view.frozen = balance->pending_out;
        view.as_of = house.clock.utc();
        reply.send(jsonResponse(200, core::toJson(view, core::Exposure::Masked)));
        return {};
    });
}

void makeAccountTransfer(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        const Result<MakeAccountTransfer> body = bodyOf<MakeAccountTransfer>(request);
        if (!body.ok()) return body.failure();
        if (body->kind != payment::AccountTransferKind::TopUp && body->kind != payment::AccountTransferKind::Withdraw)
            return Failure(Error::JsonNotValid, "kind: top_up or withdraw; bills are paid by payments");
        House& house = desk.house();
        payment::AccountTransferWish wish;
        wish.id = house.ids.next<AccountTransferId>();
        wish.client = called->caller.client;
        wish.request_key = std::string(*request.headers.find("Idempotency-Key"));
        wish.kind = body->kind;
        wish.amount = body->amount;
        wish.number = house.care.house().runner.newWireId();
        Writing writing;
        writing.resource = "/api/v1/account-transfers/" + wish.id.text();
        writing.watched = wish.id.bits;
        writing.aggregate = wish.id.bits;
        writing.money = true;
        writing.action = "account_transfer.create";
        writing.about = called->person;
        writing.acting = Acting::Pay;
        writing.work = [&house, wish, person = called->person](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<EAccount> account = accountOf(house, transaction, person);
            if (!account.ok()) return account.failure();
            return house.care.accountTransfers().open(transaction, *account, wish);
        };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) {
            return transferLook(house, transaction, resource);
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

void showAccountTransfer(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<AccountTransferId> id = pathId<AccountTransferId>(request, "transfer_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        const auto found = owned<AccountTransfer>(desk, request, Error::AccountNotFound, [&](core::ReadTransaction& transaction) {
            return house.care.house().account_transfers.find(transaction, *id);
        });
        if (!found.ok()) return found.failure();
        reply.send(jsonResponse(200, core::toJson(viewOf(found->first), core::Exposure::Masked)));
        return {};
    });
}

void listAccountTransfers(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        std::optional<AccountTransferId> after;
        if (const auto named = request.queryValue("after")) {
            const Result<AccountTransferId> id = AccountTransferId::parse(*named);
            if (!id.ok()) return id.failure();
            after = *id;
        }
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<EAccount> account = accountOf(house, transaction, called->person);
            if (!account.ok()) return account.failure();
            core::Page page{kListed, std::nullopt};
            if (after) {
                const Result<AccountTransfer> last = transferOf(house, transaction, *account, *after);
                if (!last.ok()) return last.failure();
                page.after = core::Place{last->created_at, last->id.bits};
            }
            const auto transfers = house.care.house().account_transfers.ofAccount(transaction, account->id, page);
            if (!transfers.ok()) return transfers.failure();
            AccountTransfersView view;
            for (const AccountTransfer& transfer : *transfers) view.transfers.push_back(viewOf(transfer));
            if (transfers->size() == kListed) view.next = transfers->back().id;
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

/// The number of an entry; absent: from the first.
Result<std::int64_t> entryAfter(const Request& request) {
    std::int64_t after = 0;
    const auto named = request.queryValue("after");
    if (!named) return after;
    const auto [end, wrong] = std::from_chars(named->data(), named->data() + named->size(), after);
    if (wrong != std::errc() || end != named->data() + named->size() || after < 0) return Failure(Error::QueryParameterMissing, "after");
    return after;
}

void listAccountEntries(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        const Result<std::int64_t> after = entryAfter(request);
        if (!after.ok()) return after.failure();
        House& house = desk.house();
        const Result<EAccount> account = accountOf(house, called->person);
        if (!account.ok()) return account.failure();
        Result<std::vector<ledger::Entry>> entries =
            house.care.house().ledger.statement(payment::eAccountMirror(account->person), *after, kListed);
        if (!entries.ok() && entries.failure().error() == Error::AccountNotFound) entries = std::vector<ledger::Entry>();  // none yet
        if (!entries.ok()) return entries.failure();
        AccountEntriesView view;
        for (const ledger::Entry& entry : *entries) view.entries.push_back(viewOf(entry));
        if (entries->size() == kListed) view.next = entries->back().sequence;
        reply.send(jsonResponse(200, core::toJson(view, core::Exposure::Masked)));
        return {};
    });
}

}  // namespace

std::vector<Route> accountRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/e-account",
         .operation = "openEAccount",
         .summary = "Opens the person's e-account at the bank, or answers with the one that stands",
         .writes = true,
         .request = schemaReference<OpenEAccount>,
         .status = 201,
         .response = schemaReference<EAccountView>,
         .endpoint = handledBy(desk, openEAccount)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/e-account",
         .operation = "showEAccount",
         .summary = "The person's e-account and what is on it",
         .response = schemaReference<EAccountView>,
         .endpoint = handledBy(desk, showEAccount)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/e-account/transfers",
         .operation = "makeAccountTransfer",
         .summary = "Moves money between the e-account and the linked card",
         .writes = true,
         .request = schemaReference<MakeAccountTransfer>,
         .status = 201,
         .response = schemaReference<AccountTransferView>,
         .endpoint = handledBy(desk, makeAccountTransfer)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/e-account/transfers",
         .operation = "listAccountTransfers",
         .summary = "Top-ups and withdrawals, 50 a page",
         .query = {{"after", "next of the page before", false}},
         .response = schemaReference<AccountTransfersView>,
         .endpoint = handledBy(desk, listAccountTransfers)},
        {.method = "GET",
         .path = "/api/v1/account-transfers/{transfer_id}",
         .operation = "showAccountTransfer",
         .summary = "A top-up or a withdrawal",
         .response = schemaReference<AccountTransferView>,
         .endpoint = handledBy(desk, showAccountTransfer)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/e-account/entries",
         .operation = "listAccountEntries",
         .summary = "The statement of the e-account: what was booked, with the balance after each, 50 a page",
         .query = {{"after", "next of the page before", false}},
         .response = schemaReference<AccountEntriesView>,
         .endpoint = handledBy(desk, listAccountEntries)},
    };
}

}  // namespace hub::api::rest
