#include "hub/storage/sql/identity_store.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/sealed_json.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::IdBits;
using core::Result;
using identity::Card;
using identity::CardId;
using identity::CardState;
using identity::FormerCertificate;
using identity::Person;
using identity::PersonId;
using identity::PersonState;

namespace {

constexpr InsertShape kPerson{"person", "id, certificate_index, sealed_newborn, sealed_details, state, registered_at_ms, version", 7};
constexpr std::string_view kPersonById = "SELECT id, sealed_details, state, registered_at_ms, version FROM person WHERE id = ?";
constexpr std::string_view kPersonByCertificate =
    "SELECT id, sealed_details, state, registered_at_ms, version FROM person WHERE certificate_index = ?";
constexpr std::string_view kChangePerson =
    "UPDATE person SET certificate_index = ?, sealed_newborn = NULL, sealed_details = ?, state = ?, version = version + 1"
    " WHERE id = ? AND version = ?";
constexpr std::string_view kChangePersonNotIndex =
    "UPDATE person SET sealed_details = ?, state = ?, version = version + 1 WHERE id = ? AND version = ?";

constexpr std::string_view kTakeBack = "DELETE FROM person WHERE id = ?";

constexpr InsertShape kFormer{"former_certificate", "id, person_id, kind, certificate_index, sealed_number, given_up_at_ms", 6};
// It names no other table: where nobody else writes, people who wait to be added go on waiting, so that a list is taken in by the dozen.
constexpr std::string_view kWasGivenUp = "SELECT id FROM former_certificate WHERE certificate_index = ?";
constexpr std::string_view kPersonByFormer =
    "SELECT p.id, p.sealed_details, p.state, p.registered_at_ms, p.version FROM former_certificate f JOIN person p ON p.id = f.person_id"
    " WHERE f.certificate_index = ?";
constexpr std::string_view kFormerOfPerson =
    "SELECT id, kind, sealed_number, given_up_at_ms FROM former_certificate WHERE person_id = ? ORDER BY given_up_at_ms, id";

constexpr InsertShape kCard{"card",
                            "id, person_id, number_index, sealed_number, state, active_person, issued_at_ms, changed_at_ms, version", 9};
constexpr std::string_view kCardById =
    "SELECT id, person_id, sealed_number, state, issued_at_ms, changed_at_ms, version FROM card WHERE id = ?";
constexpr std::string_view kCardByNumber =
    "SELECT id, person_id, sealed_number, state, issued_at_ms, changed_at_ms, version FROM card WHERE number_index = ?";
constexpr std::string_view kCardsOfPerson =
    "SELECT id, person_id, sealed_number, state, issued_at_ms, changed_at_ms, version FROM card WHERE person_id = ?"
    " ORDER BY issued_at_ms, id";
constexpr std::string_view kActiveCard = "SELECT id FROM card WHERE active_person = ?";
constexpr std::string_view kChangeCard =
    "UPDATE card SET state = ?, active_person = ?, changed_at_ms = ?, version = version + 1 WHERE id = ? AND version = ?";

constexpr InsertShape kCode{"card_code", "nonce, used_at_ms", 2};

constexpr std::string_view kDetails = "person.details";
constexpr std::string_view kNumber = "card.number";
constexpr std::string_view kFormerNumber = "former_certificate.number";
constexpr std::string_view kNewborn = "person.newborn";

// Of people and of what they gave up alike: one certificate is looked for in both.
constexpr std::string_view kCertificate = "person.certificate";
constexpr std::string_view kCertificateIndex = "certificate_index";
constexpr std::string_view kNumberIndex = "number_index";

Value activePerson(const Card& card) { return card.state == CardState::Active ? blob(card.person.bits) : Value(); }

/// What a certificate's index is made of.
std::string certificateText(std::string_view kind, std::string_view number) { return fmt::format("{}:{}", kind, number); }

/// No kind of certificate is called "newborn": the two never meet.
std::string newbornText(const identity::NewbornKey& key) {
    return fmt::format("newborn:{}:{}:{}", key.mother.text(), key.birth_date.text(), key.birth_order);
}

Result<std::string> personTextOf(const vault::Vault& vault, const IdBits& id, std::span<const std::string> sources) {
    contract::PersonDetails details;
    const Result<void> opened = openJsonInto(details, vault, kDetails, id, sources[0]);
    if (!opened.ok()) return opened.failure();
    if (details.certificate) return certificateText(core::enumName(details.certificate->kind), details.certificate->number.reveal().text);
    if (sources[1].empty()) return Failure(Error::RowNotReadable, std::string(kNewborn));  // registered before this was kept
    core::Sensitive<std::string> newborn;
    const Result<void> kept = openInto(newborn, vault, kNewborn, id, sources[1]);
    return kept.ok() ? Result<std::string>(newborn.reveal()) : kept.failure();
}

Result<std::string> formerTextOf(const vault::Vault& vault, const IdBits& id, std::span<const std::string> sources) {
    core::Sensitive<std::string> number;
    const Result<void> opened = openInto(number, vault, kFormerNumber, id, sources[1]);
    return opened.ok() ? Result<std::string>(certificateText(sources[0], number.reveal())) : opened.failure();
}

Result<std::string> cardTextOf(const vault::Vault& vault, const IdBits& id, std::span<const std::string> sources) {
    core::Sensitive<std::string> number;
    const Result<void> opened = openInto(number, vault, kNumber, id, sources[0]);
    return opened.ok() ? Result<std::string>(number.reveal()) : opened.failure();
}

}  // namespace

IndexedColumn personCertificateIndex() {
    return {kPerson.table, kCertificateIndex, kCertificate, {"sealed_details", "sealed_newborn"}, personTextOf};
}

IndexedColumn formerCertificateIndex() { return {kFormer.table, kCertificateIndex, kCertificate, {"kind", "sealed_number"}, formerTextOf}; }

IndexedColumn cardNumberIndex() { return {kCard.table, kNumberIndex, kNumber, {"sealed_number"}, cardTextOf}; }

Result<BlindIndexes> SqlIdentityStore::certificateIndexes(core::ReadTransaction& transaction,
                                                          const std::optional<contract::Certificate>& certificate) const {
    if (!certificate) return BlindIndexes();
    return blindIndexes(transaction, vault_, kCertificate,
                        certificateText(core::enumName(certificate->kind), certificate->number.reveal().text));
}

Result<BlindIndexes> SqlIdentityStore::numberIndexes(core::ReadTransaction& transaction, const core::CardNumber& number) const {
    return blindIndexes(transaction, vault_, kNumber, number.text);
}

/// Looks when the row is written: who gives a certificate up holds its place among the people until the row here is committed.
Result<void> SqlIdentityStore::addPerson(core::Transaction& transaction, const Person& person) {
    const Result<BlindIndexes> indexes = certificateIndexes(transaction, person.details.certificate);
    if (!indexes.ok()) return indexes.failure();
    const Result<void> added = addPersonRow(transaction, person, *indexes, {});
    if (!added.ok() || !person.details.certificate) return added;
    const Result<void> placed = SqlTransaction::of(transaction).flushAmongWriters();
    if (!placed.ok()) return placed;
    const Result<bool> given_up = wasGivenUp(transaction, *indexes);
    if (!given_up.ok()) return given_up.failure();
    if (!*given_up) return {};
    const Result<std::int64_t> taken_back = SqlTransaction::of(transaction).execute(kTakeBack, std::array<Value, 1>{blob(person.id.bits)});
    return taken_back.ok() ? Failure(Error::CertificateTaken) : taken_back.failure();
}

Result<bool> SqlIdentityStore::wasGivenUp(core::ReadTransaction& transaction, const BlindIndexes& certificate) const {
    if (certificate.written.kind() == Value::Kind::Null) return false;
    return firstUnder(certificate, [&](const Value& index) -> Result<bool> {
        bool found = false;
        const Result<void> asked =
            SqlTransaction::of(transaction).query(kWasGivenUp, std::array<Value, 1>{index}, [&](const Row&) { found = true; });
        return asked.ok() ? Result<bool>(found) : asked.failure();
    });
}

Result<void> SqlIdentityStore::addNewborn(core::Transaction& transaction, const Person& person, const identity::NewbornKey& key) {
    HUB_ASSERT(!person.details.certificate);
    const std::string text = newbornText(key);
    const Result<BlindIndexes> indexes = blindIndexes(transaction, vault_, kCertificate, text);
    if (!indexes.ok()) return indexes.failure();
    return addPersonRow(transaction, person, *indexes, sealedText(vault_, kNewborn, person.id.bits, text));
}

Result<void> SqlIdentityStore::addPersonRow(core::Transaction& transaction, const Person& person, const BlindIndexes& certificate,
                                            Value sealed_newborn) const {
    std::array<Value, kPerson.width> row{blob(person.id.bits),
                                         certificate.written,
                                         std::move(sealed_newborn),
                                         sealedJson(vault_, kDetails, person.id.bits, person.details),
                                         enumValue(person.state),
                                         person.registered_at.ms,
                                         person.version};
    const Result<void> added = insertIndexed(SqlTransaction::of(transaction), kPerson, row, kCertificateIndex, certificate);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::CertificateTaken);
    return added;
}

Result<Person> SqlIdentityStore::findPerson(core::ReadTransaction& transaction, PersonId id) {
    Result<std::vector<Person>> found = persons(transaction, kPersonById, blob(id.bits));
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::PersonNotFound, id.text());
    return std::move(found->front());
}

Result<std::optional<Person>> SqlIdentityStore::personByCertificate(core::ReadTransaction& transaction,
                                                                    const contract::Certificate& certificate) {
    const Result<BlindIndexes> indexes = certificateIndexes(transaction, certificate);
    if (!indexes.ok()) return indexes.failure();
    const auto under = [&](std::string_view sql) {
        return firstUnder(*indexes, [&](const Value& index) { return firstOf(persons(transaction, sql, index)); });
    };
    Result<std::optional<Person>> holder = under(kPersonByCertificate);
    if (!holder.ok() || *holder) return holder;
    return under(kPersonByFormer);
}

Result<std::int64_t> SqlIdentityStore::changePerson(core::Transaction& transaction, const Person& person) {
    const Result<bool> keeps_index = keepsIndex(transaction, person);
    if (!keeps_index.ok()) return keeps_index.failure();
    const Result<BlindIndexes> indexes = certificateIndexes(transaction, person.details.certificate);
    if (!indexes.ok()) return indexes.failure();
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::vector<Value> values;
    if (!*keeps_index) values.push_back(indexes->written);
    values.push_back(sealedJson(vault_, kDetails, person.id.bits, person.details));
    values.push_back(enumValue(person.state));
    values.push_back(blob(person.id.bits));
    values.emplace_back(person.version);
    const Result<std::int64_t> changed = sql.execute(*keeps_index ? kChangePersonNotIndex : kChangePerson, values);
    if (!changed.ok() && changed.failure().error() == Error::RowTaken) return Failure(Error::CertificateTaken);
    const Result<bool> given_up = wasGivenUp(transaction, *indexes);
    if (!given_up.ok()) return given_up.failure();
    if (*given_up) return Failure(Error::CertificateTaken);
    if (changed.ok() && *changed == 1) {
        const Result<bool> anothers = standsUnderOlder(sql, kPerson.table, kCertificateIndex, *indexes);
        if (!anothers.ok()) return anothers.failure();
        if (*anothers) return Failure(Error::CertificateTaken);
    }
    return nextVersion(changed, person.id.bits, person.version);
}

Result<void> SqlIdentityStore::addFormerCertificate(core::Transaction& transaction, const FormerCertificate& former) {
    const Result<BlindIndexes> indexes = certificateIndexes(transaction, former.certificate);
    if (!indexes.ok()) return indexes.failure();
    std::array<Value, kFormer.width> row{blob(former.id.bits),
                                         blob(former.person.bits),
                                         enumValue(former.certificate.kind),
                                         indexes->written,
                                         sealedText(vault_, kFormerNumber, former.id.bits, former.certificate.number.reveal().text),
                                         former.given_up_at.ms};
    const Result<void> added = insertIndexed(SqlTransaction::of(transaction), kFormer, row, kCertificateIndex, *indexes);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::CertificateTaken);
    return added;
}

Result<std::vector<FormerCertificate>> SqlIdentityStore::formerCertificatesOf(core::ReadTransaction& transaction, PersonId person) {
    std::vector<FormerCertificate> found;
    std::vector<std::string> seals;  // opened when the statement is done
    const Result<void> asked =
        SqlTransaction::of(transaction).query(kFormerOfPerson, std::array<Value, 1>{blob(person.bits)}, [&](const Row& row) {
            FormerCertificate& former = found.emplace_back();
            former.id.bits = idAt(row, 0);
            former.person = person;
            former.certificate.kind = enumAt<contract::CertificateKind>(row, 1);
            seals.push_back(row.bytes(2));
            former.given_up_at = timeAt(row, 3);
        });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        core::Sensitive<std::string> number;
        const Result<void> opened = openInto(number, vault_, kFormerNumber, found[i].id.bits, seals[i]);
        if (!opened.ok()) return opened.failure();
        found[i].certificate.number = core::Sensitive(core::CertificateNumber{std::move(number).reveal()});
    }
    return found;
}

/// True for one who has no certificate before and after: a newborn's key stays.
Result<bool> SqlIdentityStore::keepsIndex(core::ReadTransaction& transaction, const Person& person) {
    if (person.details.certificate) return false;
    const Result<std::optional<Person>> standing = firstOf(persons(transaction, kPersonById, blob(person.id.bits)));
    if (!standing.ok()) return standing.failure();
    return *standing && !(*standing)->details.certificate;
}

Result<std::vector<Person>> SqlIdentityStore::persons(core::ReadTransaction& transaction, std::string_view sql, Value value) const {
    std::vector<Person> found;
    std::vector<std::string> seals;  // opened when the statement is done
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, std::array<Value, 1>{std::move(value)}, [&](const Row& row) {
        Person& person = found.emplace_back();
        person.id.bits = idAt(row, 0);
        seals.push_back(row.bytes(1));
        person.state = enumAt<PersonState>(row, 2);
        person.registered_at = timeAt(row, 3);
        person.version = row.integer(4);
    });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Result<void> opened = openJsonInto(found[i].details, vault_, kDetails, found[i].id.bits, seals[i]);
        if (!opened.ok()) return opened.failure();
    }
    return found;
}

Result<void> SqlIdentityStore::addCard(core::Transaction& transaction, const Card& card) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<BlindIndexes> indexes = numberIndexes(transaction, card.number.reveal());
    if (!indexes.ok()) return indexes.failure();
    std::array<Value, kCard.width> row{blob(card.id.bits),    blob(card.person.bits),
                                       indexes->written,      sealedText(vault_, kNumber, card.id.bits, card.number.reveal().text),
                                       enumValue(card.state), activePerson(card),
                                       card.issued_at.ms,     card.changed_at.ms,
                                       card.version};
    const Result<void> added = insertIndexed(sql, kCard, row, kNumberIndex, *indexes);
    if (added.ok() || added.failure().error() != Error::RowTaken) return added;
    bool has_one = false;
    const Result<void> asked = sql.query(kActiveCard, std::array<Value, 1>{activePerson(card)}, [&](const Row&) { has_one = true; });
    if (!asked.ok()) return asked;
    return Failure(has_one ? Error::CardActiveAlready : Error::CardNumberTaken);
}

Result<Card> SqlIdentityStore::findCard(core::ReadTransaction& transaction, CardId id) {
    Result<std::vector<Card>> found = cards(transaction, kCardById, blob(id.bits));
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::CardNotFound);
    return std::move(found->front());
}

Result<std::optional<Card>> SqlIdentityStore::cardByNumber(core::ReadTransaction& transaction, const core::CardNumber& number) {
    const Result<BlindIndexes> indexes = numberIndexes(transaction, number);
    if (!indexes.ok()) return indexes.failure();
    return firstUnder(*indexes, [&](const Value& index) { return firstOf(cards(transaction, kCardByNumber, index)); });
}

Result<std::vector<Card>> SqlIdentityStore::cardsOf(core::ReadTransaction& transaction, PersonId person) {
    return cards(transaction, kCardsOfPerson, blob(person.bits));
}

Result<std::int64_t> SqlIdentityStore::changeCard(core::Transaction& transaction, const Card& card) {
    const std::array<Value, 5> values{enumValue(card.state), activePerson(card), card.changed_at.ms, blob(card.id.bits), card.version};
    const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(kChangeCard, values);
    if (!changed.ok() && changed.failure().error() == Error::RowTaken) return Failure(Error::CardActiveAlready);
    return nextVersion(changed, card.id.bits, card.version);
}

Result<std::vector<Card>> SqlIdentityStore::cards(core::ReadTransaction& transaction, std::string_view sql, Value value) const {
    std::vector<Card> found;
    std::vector<std::string> seals;  // opened when the statement is done
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, std::array<Value, 1>{std::move(value)}, [&](const Row& row) {
        Card& card = found.emplace_back();
        card.id.bits = idAt(row, 0);
        card.person.bits = idAt(row, 1);
        seals.push_back(row.bytes(2));
        card.state = enumAt<CardState>(row, 3);
        card.issued_at = timeAt(row, 4);
        card.changed_at = timeAt(row, 5);
        card.version = row.integer(6);
    });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        core::Sensitive<std::string> number;
        const Result<void> opened = openInto(number, vault_, kNumber, found[i].id.bits, seals[i]);
        if (!opened.ok()) return opened.failure();
        found[i].number = core::Sensitive(core::CardNumber{std::move(number).reveal()});
    }
    return found;
}

Result<bool> SqlIdentityStore::useCode(core::Transaction& transaction, const IdBits& nonce, core::UtcTime now) {
    std::array<Value, kCode.width> row{blob(nonce), now.ms};
    const Result<void> added = SqlTransaction::of(transaction).insert(kCode, row);
    if (added.ok()) return true;
    if (added.failure().error() == Error::RowTaken) return false;
    return added.failure();
}

Result<std::int64_t> SqlIdentityStore::forgetCodes(core::Transaction& transaction, core::UtcTime before, std::size_t limit) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::optional<std::int64_t> newest;
    const Result<void> asked =
        sql.query("SELECT used_at_ms FROM card_code WHERE used_at_ms < ? ORDER BY used_at_ms LIMIT ?",
                  std::array<Value, 2>{before.ms, static_cast<std::int64_t>(limit)}, [&](const Row& row) { newest = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    if (!newest) return std::int64_t{0};
    return sql.execute("DELETE FROM card_code WHERE used_at_ms <= ?", std::array<Value, 1>{*newest});
}

}  // namespace hub::storage::sql
