#include "adapters/sim/ehealth_card/store.h"

#include <array>

namespace adapters::sim::ehealth_card {

using common::Row;
using common::Values;

namespace {

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS person (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, id_type TEXT NOT NULL, id_number TEXT NOT NULL, gender TEXT NOT NULL,
    birthday TEXT NOT NULL, phone TEXT NOT NULL, UNIQUE (id_type, id_number));
CREATE TABLE IF NOT EXISTS card (
    id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL UNIQUE REFERENCES person (id), health_card_id TEXT NOT NULL UNIQUE,
    phid TEXT NOT NULL UNIQUE, phone TEXT NOT NULL, address TEXT NOT NULL, made_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS code (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id),
    made_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL, used_at_ms INTEGER NOT NULL, ec_token TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, expires_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS call (
    id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, method TEXT NOT NULL, request_id TEXT NOT NULL, caller TEXT NOT NULL,
    body TEXT NOT NULL, result TEXT NOT NULL);
)";

constexpr std::array<std::string_view, 5> kTables{"person", "card", "code", "token", "call"};

}  // namespace

Store::Store(const std::string& folder) : database_(folder + "/books.sqlite") { database_.script(kSchema); }

std::int64_t Store::nextIdOf(std::string_view table) {
    std::int64_t id = 0;
    database_.each("SELECT coalesce(max(id), 0) + 1 FROM " + std::string(table), {}, [&](const Row& row) { row.into(id); });
    return id;
}

std::int64_t Store::nextCardId() { return nextIdOf("card"); }
std::int64_t Store::nextCodeId() { return nextIdOf("code"); }
std::int64_t Store::nextTokenId() { return nextIdOf("token"); }

void Store::put(const Person& person) {
    database_.run(
        "INSERT INTO person (name, id_type, id_number, gender, birthday, phone) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id_type, id_number) "
        "DO UPDATE SET name = excluded.name, gender = excluded.gender, birthday = excluded.birthday, phone = excluded.phone",
        {person.name, person.certificate.type, person.certificate.number, person.gender, person.birthday, person.phone});
}

std::optional<Person> Store::personWhere(std::string_view condition, const Values& values) {
    std::optional<Person> found;
    database_.each("SELECT id, name, id_type, id_number, gender, birthday, phone FROM person WHERE " + std::string(condition), values,
                   [&](const Row& row) {
                       Person& person = found.emplace();
                       row.into(person.id, person.name, person.certificate.type, person.certificate.number, person.gender, person.birthday,
                                person.phone);
                   });
    return found;
}

std::optional<Person> Store::person(const Certificate& certificate) {
    return personWhere("id_type = ? AND id_number = ?", {certificate.type, certificate.number});
}

std::optional<Person> Store::person(std::int64_t id) { return personWhere("id = ?", {id}); }

void Store::insert(const Card& card) {
    database_.run("INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?)",
                  {card.id, card.person_id, card.health_card_id, card.phid, card.phone, card.address, card.made_at});
}

std::optional<Card> Store::cardWhere(std::string_view condition, const Values& values) {
    std::optional<Card> found;
    database_.each("SELECT id, person_id, health_card_id, phid, phone, address, made_at_ms FROM card WHERE " + std::string(condition),
                   values, [&](const Row& row) {
                       Card& card = found.emplace();
                       row.into(card.id, card.person_id, card.health_card_id, card.phid, card.phone, card.address, card.made_at);
                   });
    return found;
}

std::optional<Card> Store::cardOf(std::int64_t person_id) { return cardWhere("person_id = ?", {person_id}); }
std::optional<Card> Store::card(std::string_view health_card_id) { return cardWhere("health_card_id = ?", {health_card_id}); }

void Store::insert(const Code& code) {
    database_.run("INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                  {code.id, code.text, code.kind, code.person_id, code.made_at, code.expires_at, code.used_at, code.ec_token});
}

void Store::update(const Code& code) {
    database_.run("UPDATE code SET used_at_ms = ?, ec_token = ? WHERE id = ?", {code.used_at, code.ec_token, code.id});
}

std::optional<Code> Store::code(std::string_view text, CodeKind kind) {
    std::optional<Code> found;
    database_.each(
        "SELECT id, text, kind, person_id, made_at_ms, expires_at_ms, used_at_ms, ec_token FROM code WHERE text = ? AND kind = ?",
        {text, kind}, [&](const Row& row) {
            Code& code = found.emplace();
            row.into(code.id, code.text, code.kind, code.person_id, code.made_at, code.expires_at, code.used_at, code.ec_token);
        });
    return found;
}

void Store::insertToken(std::int64_t id, std::string_view text, UtcTime expires_at) {
    database_.run("INSERT INTO token VALUES (?, ?, ?)", {id, text, expires_at});
}

std::optional<UtcTime> Store::tokenExpiry(std::string_view text) {
    std::optional<UtcTime> expiry;
    database_.each("SELECT expires_at_ms FROM token WHERE text = ?", {text}, [&](const Row& row) { row.into(expiry.emplace()); });
    return expiry;
}

void Store::endTokens(UtcTime now) { database_.run("UPDATE token SET expires_at_ms = ? WHERE expires_at_ms > ?", {now, now}); }

void Store::note(const Call& call, UtcTime at) {
    database_.run("INSERT INTO call (at_ms, method, request_id, caller, body, result) VALUES (?, ?, ?, ?, ?, ?)",
                  {at, call.method, call.request_id, call.caller, call.body, call.result});
}

hub::core::Result<std::string> Store::dump(std::string_view table) { return common::dumpTables(database_, kTables, table); }

}  // namespace adapters::sim::ehealth_card
