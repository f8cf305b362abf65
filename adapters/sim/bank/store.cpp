#include "adapters/sim/bank/store.h"

#include <array>

namespace adapters::sim::bank {

using common::Row;
using common::Values;

namespace {

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS person (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, certificate_type TEXT NOT NULL, certificate TEXT NOT NULL,
    UNIQUE (certificate_type, certificate));
CREATE TABLE IF NOT EXISTS account (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, person_id INTEGER NOT NULL, card_id INTEGER NOT NULL,
    frozen INTEGER NOT NULL, card_state TEXT NOT NULL, card_limit_fen INTEGER NOT NULL, opened_at_ms INTEGER NOT NULL,
    balance_fen INTEGER NOT NULL DEFAULT 0 CHECK (kind = 'card' OR balance_fen >= 0), UNIQUE (kind, number));
CREATE UNIQUE INDEX IF NOT EXISTS one_e_account ON account (person_id) WHERE kind = 'e_account';
CREATE TABLE IF NOT EXISTS taken_number (
    number TEXT PRIMARY KEY, operation TEXT NOT NULL, body TEXT NOT NULL, refusal TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS transfer (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE REFERENCES taken_number (number) DEFERRABLE INITIALLY DEFERRED, kind TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id), account TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    original TEXT NOT NULL, summary TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, bank_number TEXT NOT NULL UNIQUE,
    accepted_day TEXT NOT NULL, ends_at_ms INTEGER NOT NULL, booked_at_ms INTEGER NOT NULL, bank_day TEXT NOT NULL,
    hidden_until_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS transfer_by_time ON transfer (ends_at_ms) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS transfer_by_bank_day ON transfer (bank_day) WHERE state = 'done';
CREATE INDEX IF NOT EXISTS transfer_by_account ON transfer (account_id, kind, accepted_day);
CREATE INDEX IF NOT EXISTS transfer_by_original ON transfer (original) WHERE original <> '';
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY, transfer_id INTEGER NOT NULL REFERENCES transfer (id), account_id INTEGER NOT NULL REFERENCES account (id),
    amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0), at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS nonce (text TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), ahead_ms INTEGER NOT NULL);
INSERT OR IGNORE INTO clock VALUES (1, 0);
CREATE TABLE IF NOT EXISTS statement_issue (
    day TEXT NOT NULL, issue INTEGER NOT NULL, difference TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (day, issue));
)";

constexpr std::array<std::string_view, 8> kTables{"person", "account", "taken_number", "transfer",
                                                  "entry",  "nonce",   "clock",        "statement_issue"};

std::string dayText(const Transfer& transfer) { return transfer.booked_at == UtcTime{} ? "" : bankDay(transfer.booked_at).text(); }

}  // namespace

Store::Store(const std::string& folder) : database_(folder + "/books.sqlite") { database_.script(kSchema); }

std::int64_t Store::nextIdOf(std::string_view table) {
    std::int64_t id = 0;
    database_.each("SELECT coalesce(max(id), 0) + 1 FROM " + std::string(table), {}, [&](const Row& row) { row.into(id); });
    return id;
}

Money Store::sum(std::string_view query, const Values& values) {
    Money found;
    database_.each(query, values, [&](const Row& row) { row.into(found); });
    return found;
}

// People and accounts

std::optional<Person> Store::person(const Certificate& certificate) {
    std::optional<Person> found;
    database_.each("SELECT id, name, certificate_type, certificate FROM person WHERE certificate_type = ? AND certificate = ?",
                   {certificate.type, certificate.number}, [&](const Row& row) {
                       Person& person = found.emplace();
                       row.into(person.id, person.name, person.certificate.type, person.certificate.number);
                   });
    return found;
}

void Store::put(const Person& person) {
    database_.run(
        "INSERT INTO person (name, certificate_type, certificate) VALUES (?, ?, ?) ON CONFLICT (certificate_type, certificate) DO UPDATE "
        "SET name = excluded.name",
        {person.name, person.certificate.type, person.certificate.number});
}

std::optional<Account> Store::accountWhere(std::string_view condition, const Values& values) {
    std::optional<Account> found;
    database_.each(
        "SELECT id, kind, number, person_id, card_id, frozen, card_state, card_limit_fen, opened_at_ms, balance_fen FROM account WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Account& account = found.emplace();
            row.into(account.id, account.kind, account.number, account.person_id, account.card_id, account.frozen, account.card_state,
                     account.card_limit, account.opened_at, account.balance);
        });
    return found;
}

std::optional<Account> Store::account(AccountKind kind, std::string_view number) {
    return accountWhere("kind = ? AND number = ?", {kind, number});
}

std::optional<Account> Store::account(std::int64_t id) { return accountWhere("id = ?", {id}); }

std::optional<Account> Store::eAccountOf(std::int64_t person_id) {
    return accountWhere("kind = ? AND person_id = ?", {AccountKind::EAccount, person_id});
}

std::int64_t Store::nextAccountId() { return nextIdOf("account"); }

void Store::insert(const Account& account) {
    database_.run(
        "INSERT INTO account (id, kind, number, person_id, card_id, frozen, card_state, card_limit_fen, opened_at_ms) VALUES (?, ?, ?, ?, "
        "?, ?, ?, ?, ?)",
        {account.id, account.kind, account.number, account.person_id, account.card_id, account.frozen, account.card_state,
         account.card_limit, account.opened_at});
}

void Store::update(const Account& account) {
    database_.run("UPDATE account SET frozen = ?, card_state = ?, card_limit_fen = ? WHERE id = ?",
                  {account.frozen, account.card_state, account.card_limit, account.id});
}

// Numbers and transfers

std::optional<TakenNumber> Store::taken(std::string_view number) {
    std::optional<TakenNumber> found;
    database_.each("SELECT number, operation, body, refusal FROM taken_number WHERE number = ?", {number}, [&](const Row& row) {
        TakenNumber& taken = found.emplace();
        row.into(taken.number, taken.operation, taken.body, taken.refusal);
    });
    return found;
}

void Store::insert(const TakenNumber& taken) {
    database_.run("INSERT INTO taken_number VALUES (?, ?, ?, ?)", {taken.number, taken.operation, taken.body, taken.refusal});
}

std::vector<Transfer> Store::transfers(std::string_view condition, const Values& values) {
    std::vector<Transfer> found;
    database_.each(
        "SELECT id, number, kind, account_id, account, amount_fen, original, summary, state, reason, bank_number, accepted_day, "
        "ends_at_ms, "
        "booked_at_ms, hidden_until_ms FROM transfer WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Transfer& transfer = found.emplace_back();
            TransferRequest& what = transfer.what;
            row.into(transfer.id, what.number, what.kind, transfer.account_id, what.account, what.amount, what.original, what.summary,
                     transfer.state, transfer.reason, transfer.bank_number, transfer.accepted_day, transfer.ends_at, transfer.booked_at,
                     transfer.hidden_until);
        });
    return found;
}

std::optional<Transfer> Store::transfer(std::string_view number) {
    const std::vector<Transfer> found = transfers("number = ?", {number});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::int64_t Store::nextTransferId() { return nextIdOf("transfer"); }

void Store::insert(const Transfer& transfer) {
    const TransferRequest& what = transfer.what;
    database_.run("INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  {transfer.id, what.number, what.kind, transfer.account_id, what.account, what.amount, what.original, what.summary,
                   transfer.state, transfer.reason, transfer.bank_number, transfer.accepted_day, transfer.ends_at, transfer.booked_at,
                   dayText(transfer), transfer.hidden_until});
}

void Store::update(const Transfer& transfer) {
    database_.run(
        "UPDATE transfer SET state = ?, reason = ?, ends_at_ms = ?, booked_at_ms = ?, bank_day = ?, hidden_until_ms = ? WHERE id = ?",
        {transfer.state, transfer.reason, transfer.ends_at, transfer.booked_at, dayText(transfer), transfer.hidden_until, transfer.id});
}

std::vector<Transfer> Store::dueTransfers(UtcTime now) {
    return transfers("state = 'accepted' AND ends_at_ms <= ? ORDER BY ends_at_ms, id LIMIT 500", {now});
}

std::vector<Transfer> Store::bookedTransfers(Date day) {
    return transfers("state = 'done' AND bank_day = ? ORDER BY booked_at_ms, id", {day});
}

Money Store::givenBack(std::string_view original) {
    return sum("SELECT coalesce(sum(amount_fen), 0) FROM transfer WHERE original = ? AND original <> ''", {original});
}

Money Store::movedOn(Date day, TransferKind kind, std::int64_t account_id) {
    return sum(
        "SELECT coalesce(sum(amount_fen), 0) FROM transfer WHERE account_id = ? AND kind = ? AND accepted_day = ? AND state <> 'rejected'",
        {account_id, kind, day});
}

void Store::move(std::int64_t transfer_id, std::int64_t from, std::int64_t to, Money amount, UtcTime at) {
    const auto side = [&](std::int64_t account_id, Money change) {
        database_.run("UPDATE account SET balance_fen = balance_fen + ? WHERE id = ?", {change, account_id});
        HUB_ASSERT(database_.changed() == 1);
        database_.run("INSERT INTO entry (transfer_id, account_id, amount_fen, at_ms) VALUES (?, ?, ?, ?)",
                      {transfer_id, account_id, change, at});
    };
    side(from, -amount);
    side(to, amount);
}

// The rest

bool Store::insertNonce(std::string_view nonce, UtcTime at) {
    database_.run("INSERT OR IGNORE INTO nonce VALUES (?, ?)", {nonce, at});
    return database_.changed() == 1;
}

hub::core::Duration Store::ahead() {
    std::int64_t ms = 0;
    database_.each("SELECT ahead_ms FROM clock", {}, [&](const Row& row) { row.into(ms); });
    return hub::core::Duration(ms);
}

void Store::setAhead(hub::core::Duration by) { database_.run("UPDATE clock SET ahead_ms = ?", {std::int64_t{by.count()}}); }

std::pair<std::int64_t, std::string> Store::lastIssue(Date day) {
    std::pair<std::int64_t, std::string> found{1, ""};
    database_.each("SELECT issue, difference FROM statement_issue WHERE day = ? ORDER BY issue DESC LIMIT 1", {day},
                   [&](const Row& row) { row.into(found.first, found.second); });
    return found;
}

void Store::insertIssue(Date day, std::int64_t issue, std::string_view difference, UtcTime at) {
    database_.run("INSERT INTO statement_issue VALUES (?, ?, ?, ?)", {day, issue, difference, at});
}

hub::core::Result<std::string> Store::dump(std::string_view table) { return common::dumpTables(database_, kTables, table); }

}  // namespace adapters::sim::bank
