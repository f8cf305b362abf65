#include "hub/storage/sql/credential_store.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "hub/storage/sql/row.h"
#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/sealed_json.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using identity::CardId;
using identity::CredentialId;
using identity::CredentialKey;
using identity::HeldCredential;
using identity::IssuedPaperCode;
using identity::PaperCodeId;
using identity::PersonId;

namespace {

constexpr InsertShape kCredential{
    "credential", "id, person_id, kind, issuer, number_index, sealed_number, state, bound_at_ms, valid_until_ms, changed_at_ms, version",
    11};
constexpr std::string_view kById =
    "SELECT id, person_id, kind, issuer, sealed_number, state, bound_at_ms, valid_until_ms, changed_at_ms, version FROM credential"
    " WHERE id = ?";
constexpr std::string_view kByKey =
    "SELECT id, person_id, kind, issuer, sealed_number, state, bound_at_ms, valid_until_ms, changed_at_ms, version FROM credential"
    " WHERE number_index = ?";
constexpr std::string_view kOfPerson =
    "SELECT id, person_id, kind, issuer, sealed_number, state, bound_at_ms, valid_until_ms, changed_at_ms, version FROM credential"
    " WHERE person_id = ? ORDER BY bound_at_ms, id";
constexpr std::string_view kChange =
    "UPDATE credential SET state = ?, changed_at_ms = ?, version = version + 1 WHERE id = ? AND version = ?";
constexpr std::string_view kBindAnew =
    "UPDATE credential SET id = ?, person_id = ?, sealed_number = ?, state = ?, bound_at_ms = ?, valid_until_ms = ?, changed_at_ms = ?,"
    " version = ? WHERE id = ? AND version = ?";

constexpr InsertShape kPaperCode{"paper_code", "id, card_id, standing_card, issued_at_ms, valid_until, revoked_at_ms, key_number", 7};
constexpr std::string_view kPaperCodeById =
    "SELECT id, card_id, issued_at_ms, valid_until, revoked_at_ms, key_number FROM paper_code WHERE id = ?";
constexpr std::string_view kRevokePaperCodeOf = "UPDATE paper_code SET standing_card = NULL, revoked_at_ms = ? WHERE standing_card = ?";
constexpr std::string_view kRevokePaperCode =
    "UPDATE paper_code SET standing_card = NULL, revoked_at_ms = ? WHERE id = ? AND revoked_at_ms IS NULL";
// What is revoked is what does not stand: its unique key has the rows, in the order of their ids.
constexpr std::string_view kRevokedPaperCodes =
    "SELECT id FROM paper_code WHERE standing_card IS NULL AND id > ? AND valid_until >= ? ORDER BY id LIMIT ?";

constexpr std::string_view kPastPaperCodes = "SELECT id FROM paper_code WHERE valid_until < ? ORDER BY valid_until LIMIT ?";
constexpr std::string_view kForgetPaperCode = "DELETE FROM paper_code WHERE id = ?";
constexpr std::string_view kNextPaperCodeKey = "SELECT key_number FROM paper_code WHERE key_number > ? ORDER BY key_number LIMIT 1";
constexpr std::string_view kLastDayOfKey = "SELECT valid_until FROM paper_code WHERE key_number = ? ORDER BY valid_until DESC LIMIT 1";

constexpr std::string_view kNumber = "credential.number";
constexpr std::size_t kIssuerMax = 64;
constexpr std::size_t kDayMax = 32;

constexpr std::string_view kNumberIndex = "number_index";

/// What the blind index is made of.
std::string keyText(std::string_view kind, std::string_view issuer, std::string_view number) {
    return fmt::format("{}:{}:{}{}", kind, issuer.size(), issuer, number);
}

Result<std::string> keyTextOf(const vault::Vault& vault, const core::IdBits& id, std::span<const std::string> sources) {
    core::Sensitive<std::string> number;
    const Result<void> opened = openInto(number, vault, kNumber, id, sources[2]);
    if (!opened.ok()) return opened.failure();
    return keyText(sources[0], sources[1], number.reveal());
}

Value sealedNumber(const vault::Vault& vault, const HeldCredential& credential) {
    return sealedText(vault, kNumber, credential.id.bits, credential.number.reveal().text);
}

}  // namespace

Result<BlindIndexes> SqlCredentialStore::keyIndexes(core::ReadTransaction& transaction, const CredentialKey& key) const {
    return blindIndexes(transaction, vault_, kNumber, keyText(core::enumName(key.kind), key.issuer, key.number.reveal().text));
}

Result<void> SqlCredentialStore::addCredential(core::Transaction& transaction, const HeldCredential& credential) {
    const Result<void> fits = checkLength("credential.issuer", credential.issuer, kIssuerMax);
    if (!fits.ok()) return fits;
    const Result<BlindIndexes> indexes = keyIndexes(transaction, credential.key());
    if (!indexes.ok()) return indexes.failure();
    std::array<Value, kCredential.width> row{blob(credential.id.bits),
                                             blob(credential.person.bits),
                                             enumValue(credential.kind),
                                             blob(credential.issuer),
                                             indexes->written,
                                             sealedNumber(vault_, credential),
                                             enumValue(credential.state),
                                             credential.bound_at.ms,
                                             timeOrNull(credential.valid_until),
                                             credential.changed_at.ms,
                                             credential.version};
    const Result<void> added = insertIndexed(SqlTransaction::of(transaction), kCredential, row, kNumberIndex, *indexes);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::CredentialTaken);
    return added;
}

Result<void> SqlCredentialStore::bindAnew(core::Transaction& transaction, const HeldCredential& revoked, const HeldCredential& fresh) {
    const std::array<Value, 10> values{blob(fresh.id.bits),    blob(fresh.person.bits), sealedNumber(vault_, fresh),
                                       enumValue(fresh.state), fresh.bound_at.ms,       timeOrNull(fresh.valid_until),
                                       fresh.changed_at.ms,    fresh.version,           blob(revoked.id.bits),
                                       revoked.version};
    const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(kBindAnew, values);
    if (!changed.ok()) return changed.failure();
    if (*changed != 1) return Failure(Error::CredentialTaken);
    return {};
}

Result<HeldCredential> SqlCredentialStore::findCredential(core::ReadTransaction& transaction, CredentialId id) {
    Result<std::vector<HeldCredential>> found = credentials(transaction, kById, blob(id.bits));
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::CredentialNotFound);
    return std::move(found->front());
}

Result<std::optional<HeldCredential>> SqlCredentialStore::credentialByKey(core::ReadTransaction& transaction, const CredentialKey& key) {
    const Result<BlindIndexes> indexes = keyIndexes(transaction, key);
    if (!indexes.ok()) return indexes.failure();
    return firstUnder(*indexes, [&](const Value& index) { return firstOf(credentials(transaction, kByKey, index)); });
}

Result<std::vector<HeldCredential>> SqlCredentialStore::credentialsOf(core::ReadTransaction& transaction, PersonId person) {
    return credentials(transaction, kOfPerson, blob(person.bits));
}

Result<std::int64_t> SqlCredentialStore::changeCredential(core::Transaction& transaction, const HeldCredential& credential) {
    const std::array<Value, 4> values{enumValue(credential.state), credential.changed_at.ms, blob(credential.id.bits), credential.version};
    return nextVersion(SqlTransaction::of(transaction).execute(kChange, values), credential.id.bits, credential.version);
}

Result<std::vector<HeldCredential>> SqlCredentialStore::credentials(core::ReadTransaction& transaction, std::string_view sql,
                                                                    Value value) const {
    std::vector<HeldCredential> found;
    std::vector<std::string> seals;  // opened when the statement is done
    Result<void> readable;
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, std::array<Value, 1>{std::move(value)}, [&](const Row& row) {
        HeldCredential& credential = found.emplace_back();
        RowReader column("credential", row);
        column("id", credential.id);
        column("person_id", credential.person);
        column("kind", credential.kind);
        column("issuer", credential.issuer, kIssuerMax);
        seals.push_back(column.bytes());
        column("state", credential.state);
        column("bound_at_ms", credential.bound_at);
        column("valid_until_ms", credential.valid_until);
        column("changed_at_ms", credential.changed_at);
        column("version", credential.version);
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        core::Sensitive<std::string> number;
        const Result<void> opened = openInto(number, vault_, kNumber, found[i].id.bits, seals[i]);
        if (!opened.ok()) return opened.failure();
        found[i].number = core::Sensitive(core::CardNumber{std::move(number).reveal()});
    }
    return found;
}

Result<bool> SqlCredentialStore::addPaperCode(core::Transaction& transaction, const IssuedPaperCode& issued) {
    HUB_ASSERT(!issued.revoked_at);
    std::array<Value, kPaperCode.width> row{blob(issued.code.id.bits),
                                            blob(issued.code.card.bits),
                                            blob(issued.code.card.bits),
                                            issued.issued_at.ms,
                                            blob(issued.code.valid_until.text()),
                                            Value(),
                                            std::int64_t{issued.signed_with}};
    const Result<void> added = SqlTransaction::of(transaction).insert(kPaperCode, row);
    if (added.ok()) return true;
    if (added.failure().error() == Error::RowTaken) return false;
    return added.failure();
}

Result<std::optional<IssuedPaperCode>> SqlCredentialStore::findPaperCode(core::ReadTransaction& transaction, PaperCodeId id) {
    std::optional<IssuedPaperCode> found;
    Result<void> readable;
    const Result<void> asked =
        SqlTransaction::of(transaction).query(kPaperCodeById, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
            IssuedPaperCode& issued = found.emplace();
            std::string day;
            RowReader column("paper_code", row);
            column("id", issued.code.id);
            column("card_id", issued.code.card);
            column("issued_at_ms", issued.issued_at);
            column("valid_until", day, kDayMax);
            column("revoked_at_ms", issued.revoked_at);
            std::int64_t key = 0;
            column("key_number", key);
            issued.signed_with = static_cast<vault::KeyNumber>(key);
            const Result<core::Date> parsed = core::Date::parse(day);
            if (parsed.ok()) issued.code.valid_until = *parsed;
            readable = parsed.ok() ? column.end() : Failure(Error::RowNotReadable, "paper_code.valid_until");
        });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return found;
}

Result<void> SqlCredentialStore::revokePaperCodeOf(core::Transaction& transaction, CardId card, core::UtcTime now) {
    const Result<std::int64_t> revoked =
        SqlTransaction::of(transaction).execute(kRevokePaperCodeOf, std::array<Value, 2>{now.ms, blob(card.bits)});
    return revoked.ok() ? Result<void>() : Result<void>(revoked.failure());
}

Result<void> SqlCredentialStore::revokePaperCode(core::Transaction& transaction, PaperCodeId id, core::UtcTime now) {
    const Result<std::int64_t> revoked =
        SqlTransaction::of(transaction).execute(kRevokePaperCode, std::array<Value, 2>{now.ms, blob(id.bits)});
    return revoked.ok() ? Result<void>() : Result<void>(revoked.failure());
}

Result<std::vector<PaperCodeId>> SqlCredentialStore::revokedPaperCodes(core::ReadTransaction& transaction, core::Date today,
                                                                       PaperCodeId after, std::size_t limit) {
    std::vector<PaperCodeId> ids;
    Result<void> readable;
    const std::array<Value, 3> values{blob(after.bits), blob(today.text()), static_cast<std::int64_t>(limit)};
    const Result<void> asked = SqlTransaction::of(transaction).query(kRevokedPaperCodes, values, [&](const Row& row) {
        RowReader column("paper_code", row);
        column("id", ids.emplace_back());
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return ids;
}

Result<std::int64_t> SqlCredentialStore::forgetPaperCodes(core::Transaction& transaction, core::Date day, std::size_t limit) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::vector<core::IdBits> past;
    const Result<void> asked = sql.query(kPastPaperCodes, std::array<Value, 2>{blob(day.text()), static_cast<std::int64_t>(limit)},
                                         [&](const Row& row) { past.push_back(idAt(row, 0)); });
    if (!asked.ok()) return asked.failure();
    for (const core::IdBits& id : past) {
        const Result<std::int64_t> forgotten = sql.execute(kForgetPaperCode, std::array<Value, 1>{blob(id)});
        if (!forgotten.ok()) return forgotten.failure();
    }
    return static_cast<std::int64_t>(past.size());
}

Result<std::map<vault::KeyNumber, core::Date>> SqlCredentialStore::paperCodeKeys(core::ReadTransaction& transaction) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::map<vault::KeyNumber, core::Date> keys;
    std::int64_t key = 0;
    while (true) {  // a step for each key: grouping would walk every code
        std::optional<std::int64_t> next;
        const Result<void> asked = sql.query(kNextPaperCodeKey, std::array<Value, 1>{key}, [&](const Row& row) { next = row.integer(0); });
        if (!asked.ok()) return asked.failure();
        if (!next) return keys;
        key = *next;
        std::string day;
        const Result<void> last = sql.query(kLastDayOfKey, std::array<Value, 1>{key}, [&](const Row& row) { day = row.bytes(0); });
        if (!last.ok()) return last.failure();
        const Result<core::Date> parsed = core::Date::parse(day);
        if (!parsed.ok()) return Failure(Error::RowNotReadable, "paper_code.valid_until");
        keys.emplace(static_cast<vault::KeyNumber>(key), *parsed);
    }
}

IndexedColumn credentialNumberIndex() { return {kCredential.table, kNumberIndex, kNumber, {"kind", "issuer", "sealed_number"}, keyTextOf}; }

}  // namespace hub::storage::sql
