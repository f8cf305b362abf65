#include "adapters/sim/bank/bank.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "adapters/sim/common/dice.h"

namespace adapters::sim::bank {

using hub::core::Duration;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr UtcTime kForEver{std::numeric_limits<std::int64_t>::max()};
constexpr Duration kAheadMax = std::chrono::hours(24 * 3660);
constexpr std::string_view kTransit = "transit";

/// What has to be found when the bank opens; made when it opens for the first time.
std::int64_t standing(Store& store, AccountKind kind, std::string_view number, UtcTime now) {
    if (const std::optional<Account> account = store.account(kind, number)) return account->id;
    Account account;
    account.id = store.nextAccountId();
    account.kind = kind;
    account.number = number;
    account.opened_at = now;
    store.insert(account);
    return account.id;
}

/// What the owner of an e-account does has limits.
bool hasLimits(TransferKind kind) { return kind == TransferKind::TopUp || kind == TransferKind::Withdraw || kind == TransferKind::Pay; }

bool endsAtOnce(TransferKind kind) { return kind == TransferKind::Pay || kind == TransferKind::GiveBack; }

Failure noSuch(std::string_view what) { return Failure(Error::SimNotFound, std::string(what)); }

}  // namespace

Bank::Bank(const BankSettings& settings, const hub::core::Clock& clock)
    : settings_(settings), clock_(clock), store_(settings_.folder), ahead_(store_.ahead()) {
    collection_ = standing(store_, AccountKind::Collection, settings_.client.collection_account, bookTime());
    transit_ = standing(store_, AccountKind::Transit, kTransit, bookTime());
    for (const HospitalAccountSettings& hospital : settings_.hospitals)
        standing(store_, AccountKind::Hospital, hospital.account, bookTime());
}

template <class Work>
auto Bank::transact(const Work& work) {
    const std::lock_guard lock(mutex_);
    (void)common::transact(store_.database(), [&]() -> Result<void> {  // it refuses nothing
        settle();
        return {};
    });
    return common::transact(store_.database(), work);
}

template <class T, class Request, class First, class Again>
Answer<T> Bank::once(std::string_view operation, const Request& request, const First& first, const Again& again) {
    const std::string body = hub::core::toJson(request, hub::core::Exposure::Revealed);
    // A refusal is kept with its number, so it is not undone.
    return *transact([&]() -> Result<Answer<T>> {
        if (const std::optional<TakenNumber> taken = store_.taken(request.number)) {
            if (taken->operation != operation || taken->body != body) return Answer<T>(refusal("number_used"));
            return taken->refusal.empty() ? Answer<T>(again()) : Answer<T>(refusal(taken->refusal));
        }
        Answer<T> answer = first();
        store_.insert(TakenNumber{request.number, std::string(operation), body, answer.ok() ? "" : answer.refusal().code});
        return answer;
    });
}

// Accounts

Answer<OpenedAccount> Bank::open(const OpenRequest& request) {
    return once<OpenedAccount>(
        "accounts/open", request, [&] { return opened(request); },
        [&] {
            const std::optional<Person> person = store_.person({request.certificate_type, request.certificate});
            const std::optional<Account> account = store_.eAccountOf(person->id);
            return OpenedAccount{account->number, timeText(account->opened_at)};
        });
}

Answer<OpenedAccount> Bank::opened(const OpenRequest& request) {
    const std::optional<Person> person = store_.person({request.certificate_type, request.certificate});
    if (person && person->name != request.name) return refusal("person_differs");
    const std::optional<Account> card = store_.account(AccountKind::Card, request.linked_card);
    if (!card) return refusal("no_such_card");
    if (!person || card->person_id != person->id) return refusal("person_differs");
    std::optional<Account> account = store_.eAccountOf(person->id);
    if (!account) {
        account.emplace();
        account->id = store_.nextAccountId();
        account->number = fmt::format("{}{:015}", kEAccountPrefix, account->id);
        account->person_id = person->id;
        account->card_id = card->id;
        account->opened_at = bookTime();
        store_.insert(*account);
    }
    return OpenedAccount{account->number, timeText(account->opened_at)};
}

Answer<Balance> Bank::balance(std::string_view number) {
    return *transact([&]() -> Result<Answer<Balance>> {
        std::optional<Account> account = store_.account(AccountKind::EAccount, number);
        if (!account) account = store_.account(AccountKind::Collection, number);
        if (!account) return Answer<Balance>(refusal("no_such_account"));
        return Answer<Balance>(Balance{account->balance, timeText(bookTime())});
    });
}

// Transfers

Answer<Transfer> Bank::create(const TransferRequest& request) {
    return once<Transfer>(
        "transfers/create", request, [&] { return accept(request); }, [&] { return *store_.transfer(request.number); });
}

Answer<Account> Bank::allowed(const TransferRequest& request) {
    const bool is_payout = request.kind == TransferKind::Payout;
    const std::optional<Account> account = store_.account(is_payout ? AccountKind::Hospital : AccountKind::EAccount, request.account);
    if (!account) return refusal("no_such_account");
    if (account->frozen) return refusal("account_frozen");
    if (hasLimits(request.kind)) {
        if (request.amount > settings_.limits.transfer) return refusal("over_limit");
        const Money moved = store_.movedOn(bankDay(bookTime()), request.kind, account->id);
        if (request.amount > settings_.limits.day - moved) return refusal("over_limit");
    }
    if (request.kind == TransferKind::GiveBack) {
        if (std::optional<Refusal> refused = refusedGiveBack(request, *account)) return *std::move(refused);
    }
    if (request.kind == TransferKind::TopUp) return *account;  // what is on the card is its own bank's to say
    const bool from_collection = request.kind == TransferKind::GiveBack || is_payout;
    const Money there = from_collection ? store_.account(collection_)->balance : account->balance;
    if (request.amount > there) return refusal("balance_too_low");
    return *account;
}

std::optional<Refusal> Bank::refusedGiveBack(const TransferRequest& request, const Account& account) {
    const std::optional<Transfer> pay = store_.transfer(request.original);
    if (!pay || pay->what.kind != TransferKind::Pay || pay->account_id != account.id) return refusal("no_such_original");
    if (request.amount > pay->what.amount - store_.givenBack(request.original)) return refusal("too_much");
    return std::nullopt;
}

Answer<Transfer> Bank::accept(const TransferRequest& request) {
    const Answer<Account> account = allowed(request);
    if (!account.ok()) return account.refusal();
    Transfer transfer;
    transfer.id = store_.nextTransferId();
    transfer.what = request;
    transfer.account_id = account->id;
    transfer.accepted_day = bankDay(bookTime());
    transfer.bank_number = fmt::format("{}{:012}", compactDay(transfer.accepted_day), transfer.id);
    common::Dice dice(settings_.seed, request.number);
    const Duration pace(dice.between(settings_.pace.ends_after_ms_min, settings_.pace.ends_after_ms_max));
    transfer.ends_at = bookTime() + (endsAtOnce(request.kind) ? Duration(0) : pace);
    store_.insert(transfer);
    // What only leaves later is out of reach from now on.
    if (request.kind == TransferKind::Withdraw) store_.move(transfer.id, account->id, transit_, request.amount, bookTime());
    if (request.kind == TransferKind::Payout) store_.move(transfer.id, collection_, transit_, request.amount, bookTime());
    if (transfer.ends_at <= bookTime()) finish(transfer, endingOf(transfer), transfer.ends_at);
    return transfer;
}

std::string Bank::endingOf(const Transfer& transfer) {
    if (transfer.what.kind != TransferKind::TopUp && transfer.what.kind != TransferKind::Withdraw) return "";
    const std::optional<Account> card = store_.account(store_.account(transfer.account_id)->card_id);
    if (card->card_state == CardState::Closed) return "card_closed";
    if (card->card_state == CardState::Refused) return "card_refused";
    return card->card_limit.isPositive() && transfer.what.amount > card->card_limit ? "limit" : "";
}

void Bank::finish(Transfer& transfer, std::string_view rejected_for, UtcTime at) {
    const bool done = rejected_for.empty();
    transfer.state = done ? TransferState::Done : TransferState::Rejected;
    transfer.reason = rejected_for;
    transfer.ends_at = at;
    if (done) transfer.booked_at = at;
    store_.update(transfer);
    const auto move = [&](std::int64_t from, std::int64_t to) { store_.move(transfer.id, from, to, transfer.what.amount, at); };
    const std::int64_t account = transfer.account_id;
    const std::int64_t card = store_.account(account)->card_id;
    switch (transfer.what.kind) {
        case TransferKind::TopUp:
            if (done) move(card, account);
            return;
        case TransferKind::Withdraw:
            return move(transit_, done ? card : account);
        case TransferKind::Pay:
            return move(account, collection_);
        case TransferKind::GiveBack:
            return move(collection_, account);
        case TransferKind::Payout:
            return move(transit_, done ? account : collection_);
    }
    HUB_ASSERT(false);
}

void Bank::settle() {
    for (std::vector<Transfer> due = store_.dueTransfers(bookTime()); !due.empty(); due = store_.dueTransfers(bookTime())) {
        for (Transfer& transfer : due) finish(transfer, endingOf(transfer), transfer.ends_at);
    }
}

Answer<Transfer> Bank::find(std::string_view number) {
    return *transact([&]() -> Result<Answer<Transfer>> {
        const std::optional<Transfer> transfer = store_.transfer(number);
        if (!transfer || transfer->hidden_until > bookTime()) return Answer<Transfer>(refusal("no_such_transfer"));
        return Answer<Transfer>(*transfer);
    });
}

void Bank::hide(std::string_view number, Duration by) {
    const auto work = [&]() -> Result<void> {
        std::optional<Transfer> transfer = store_.transfer(number);
        if (!transfer) return {};
        transfer->hidden_until = by == Duration(0) ? kForEver : bookTime() + by;
        store_.update(*transfer);
        return {};
    };
    (void)transact(work);  // it refuses nothing
}

// Statements

Statement Bank::booked(Date day) {
    std::vector<StatementRow> rows;
    for (Transfer& one : store_.bookedTransfers(day)) {
        rows.push_back({std::move(one.what.number), std::move(one.bank_number), one.what.kind, one.what.amount, one.booked_at,
                        std::move(one.what.original), std::move(one.what.summary)});
    }
    return statementOf(day, settings_.client.number, std::move(rows));
}

Statement Bank::lastStatement(Date day) {
    const std::string difference = store_.lastIssue(day).second;
    return withDifference(booked(day), hub::core::enumFromName<Difference>(difference).value_or(Difference::None));
}

Answer<Statement> Bank::statement(Date day) {
    return *transact([&]() -> Result<Answer<Statement>> {
        if (bookTime() < statementMadeAt(day)) return Answer<Statement>(refusal("not_ready"));
        return Answer<Statement>(lastStatement(day));
    });
}

Result<std::int64_t> Bank::reissue(Date day, Difference difference) {
    return transact([&]() -> Result<std::int64_t> {
        if (bookTime() < statementMadeAt(day)) return Failure(Error::SimNotPossible, "the statement of that day is not made yet");
        constexpr auto kCharset = codec::charset::Charset::Gb18030;
        if (fileOf(withDifference(booked(day), difference), kCharset) == fileOf(lastStatement(day), kCharset))
            return Failure(Error::SimNotPossible, "it would have the same bytes as the issue before");
        const std::int64_t issue = store_.lastIssue(day).first + 1;
        store_.insertIssue(day, issue, hub::core::enumName(difference), bookTime());
        return issue;
    });
}

// By hand

bool Bank::takeNonce(std::string_view nonce) {
    const std::lock_guard lock(mutex_);
    return store_.insertNonce(nonce, clock_.utc());
}

Result<void> Bank::addPerson(const Person& person) {
    if (person.name.empty() || person.certificate.number.empty() || !isCertificateType(person.certificate.type))
        return Failure(Error::SimNotValid, "name and certificate must not be empty, and certificate_type one of 01, 03, 06, 07, 09 and 10");
    return transact([&]() -> Result<void> {
        store_.put(person);
        return {};
    });
}

Result<void> Bank::putCard(const Certificate& holder, std::string_view card, CardState state, Money limit) {
    if (!isCardNumber(card) || limit.isNegative())
        return Failure(Error::SimNotValid, "card must be 12 to 19 digits, and limit_fen not negative");
    return transact([&]() -> Result<void> {
        const std::optional<Person> person = store_.person(holder);
        if (!person) return noSuch("such person");
        std::optional<Account> account = store_.account(AccountKind::Card, card);
        if (account && account->person_id != person->id) return Failure(Error::SimNotPossible, "the card is another person's");
        if (!account) {
            account.emplace();
            account->id = store_.nextAccountId();
            account->kind = AccountKind::Card;
            account->number = card;
            account->person_id = person->id;
            account->opened_at = bookTime();
            store_.insert(*account);
        }
        account->card_state = state;
        account->card_limit = limit;
        store_.update(*account);
        return {};
    });
}

Result<void> Bank::freeze(std::string_view number, bool frozen) {
    return transact([&]() -> Result<void> {
        std::optional<Account> account = store_.account(AccountKind::EAccount, number);
        if (!account) return noSuch("such e-account");
        account->frozen = frozen;
        store_.update(*account);
        return {};
    });
}

Result<Transfer> Bank::end(std::string_view number, TransferState state, std::string_view reason) {
    constexpr std::array<std::string_view, 3> kReasons{"card_refused", "card_closed", "limit"};
    const bool is_reason = std::find(kReasons.begin(), kReasons.end(), reason) != kReasons.end();
    if (state == TransferState::Accepted || (state == TransferState::Done ? !reason.empty() : !is_reason))
        return Failure(Error::SimNotValid, "state must be done, or rejected with a reason of card_refused, card_closed or limit");
    return transact([&]() -> Result<Transfer> {
        std::optional<Transfer> transfer = store_.transfer(number);
        if (!transfer) return noSuch("such transfer");
        if (transfer->state != TransferState::Accepted)
            return Failure(Error::SimNotPossible, fmt::format("the transfer is {}", hub::core::enumName(transfer->state)));
        finish(*transfer, reason, bookTime());
        return *transfer;
    });
}

Result<UtcTime> Bank::advance(Duration by) {
    const std::lock_guard lock(mutex_);
    if (by <= Duration(0) || by > kAheadMax - ahead_)
        return Failure(Error::SimNotValid, "advance_ms must be positive, and the clock at most ten years ahead");
    ahead_ += by;
    store_.setAhead(ahead_);
    return bookTime();
}

UtcTime Bank::now() {
    const std::lock_guard lock(mutex_);
    return bookTime();
}

Result<std::string> Bank::dump(std::string_view table) {
    return transact([&]() -> Result<std::string> { return store_.dump(table); });
}

}  // namespace adapters::sim::bank
