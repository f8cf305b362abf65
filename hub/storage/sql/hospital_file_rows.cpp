#include "hub/storage/sql/identity_store.h"

#include <array>
#include <utility>

#include "hub/storage/sql/file_key.h"
#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/sealed_json.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using identity::HospitalFile;
using identity::HospitalFileId;
using identity::LinkChange;
using identity::LinkState;

namespace {

constexpr InsertShape kFile{"hospital_file", "id, hospital, local_index, sealed_local, person_id, state, merged_into, added_at_ms, version",
                            9};
constexpr std::string_view kFileById =
    "SELECT id, hospital, sealed_local, person_id, state, merged_into, version FROM hospital_file WHERE id = ?";
constexpr std::string_view kFileByLocal =
    "SELECT id, hospital, sealed_local, person_id, state, merged_into, version FROM hospital_file WHERE local_index = ?";
constexpr std::string_view kFilesOfPerson =
    "SELECT id, hospital, sealed_local, person_id, state, merged_into, version FROM hospital_file WHERE person_id = ?"
    " ORDER BY added_at_ms, id";
constexpr std::string_view kChangeFile =
    "UPDATE hospital_file SET sealed_local = ?, person_id = ?, state = ?, merged_into = ?, version = version + 1"
    " WHERE id = ? AND version = ?";

constexpr InsertShape kLink{"file_link", "file_id, number, person_id, state, merged_into, changed_at_ms, changed_by, why, evidence", 9};
constexpr std::string_view kHistory =
    "SELECT number, person_id, state, merged_into, changed_at_ms, changed_by, why, evidence FROM file_link WHERE file_id = ?"
    " ORDER BY number";

constexpr std::string_view kLocal = "hospital_file.local";
constexpr std::string_view kLocalPatient = "hospital_file.local_patient";
constexpr std::string_view kLocalIndex = "local_index";

Value idOrNull(HospitalFileId id) { return id.none() ? Value() : blob(id.bits); }

HospitalFileId idOrNoneAt(const Row& row, std::size_t column) {
    return row.isNull(column) ? HospitalFileId() : HospitalFileId{idAt(row, column)};
}

Result<void> addLink(SqlTransaction& sql, HospitalFileId file, const LinkChange& change) {
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"file_link.changed_by", change.by},
                                      std::pair<std::string_view, std::string_view>{"file_link.why", change.why}}) {
        const Result<void> fits = checkLength(name, value, 64);
        if (!fits.ok()) return fits;
    }
    std::array<Value, kLink.width> row{blob(file.bits),
                                       change.number,
                                       blob(change.person.bits),
                                       enumValue(change.state),
                                       idOrNull(change.merged_into),
                                       change.at.ms,
                                       blob(change.by),
                                       blob(change.why),
                                       blob(core::toJson(change.evidence, core::Exposure::Revealed))};
    return sql.insert(kLink, row);
}

Result<std::string> localKeyOf(const vault::Vault& vault, const core::IdBits& id, std::span<const std::string> sources) {
    contract::HospitalFile local;
    const Result<void> opened = openJsonInto(local, vault, kLocal, id, sources[1]);
    return opened.ok() ? Result<std::string>(fileKey(sources[0], local.local_patient)) : opened.failure();
}

}  // namespace

IndexedColumn hospitalFileIndex() { return {kFile.table, kLocalIndex, kLocalPatient, {"hospital", "sealed_local"}, localKeyOf}; }

Result<BlindIndexes> SqlIdentityStore::localIndexes(core::ReadTransaction& transaction, std::string_view hospital,
                                                    const core::Sensitive<core::CardNumber>& local_patient) const {
    return blindIndexes(transaction, vault_, kLocalPatient, fileKey(hospital, local_patient));
}

Result<bool> SqlIdentityStore::addFile(core::Transaction& transaction, const HospitalFile& file, const LinkChange& change) {
    const Result<void> fits = checkLength("hospital_file.hospital", file.hospital, 64);
    if (!fits.ok()) return fits.failure();
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<BlindIndexes> indexes = localIndexes(transaction, file.hospital, file.local.local_patient);
    if (!indexes.ok()) return indexes.failure();
    std::array<Value, kFile.width> row{blob(file.id.bits),
                                       blob(file.hospital),
                                       indexes->written,
                                       sealedJson(vault_, kLocal, file.id.bits, file.local),
                                       blob(file.person.bits),
                                       enumValue(file.state),
                                       idOrNull(file.merged_into),
                                       change.at.ms,
                                       file.version};
    const Result<void> added = insertIndexed(sql, kFile, row, kLocalIndex, *indexes);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return false;
    if (!added.ok()) return added.failure();
    const Result<void> noted = addLink(sql, file.id, change);
    if (!noted.ok()) return noted.failure();
    return true;
}

Result<HospitalFile> SqlIdentityStore::findFile(core::ReadTransaction& transaction, HospitalFileId id) {
    Result<std::vector<HospitalFile>> found = files(transaction, kFileById, blob(id.bits));
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::HospitalFileNotFound);
    return std::move(found->front());
}

Result<std::optional<HospitalFile>> SqlIdentityStore::fileByLocalPatient(core::ReadTransaction& transaction, std::string_view hospital,
                                                                         const core::CardNumber& local_patient) {
    const Result<BlindIndexes> indexes = localIndexes(transaction, hospital, core::Sensitive(local_patient));
    if (!indexes.ok()) return indexes.failure();
    return firstUnder(*indexes, [&](const Value& index) { return firstOf(files(transaction, kFileByLocal, index)); });
}

Result<std::vector<HospitalFile>> SqlIdentityStore::filesOf(core::ReadTransaction& transaction, identity::PersonId person) {
    return files(transaction, kFilesOfPerson, blob(person.bits));
}

Result<std::int64_t> SqlIdentityStore::changeFile(core::Transaction& transaction, const HospitalFile& file,
                                                  const std::optional<LinkChange>& change) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const std::array<Value, 6> values{sealedJson(vault_, kLocal, file.id.bits, file.local),
                                      blob(file.person.bits),
                                      enumValue(file.state),
                                      idOrNull(file.merged_into),
                                      blob(file.id.bits),
                                      file.version};
    const Result<std::int64_t> version = nextVersion(sql.execute(kChangeFile, values), file.id.bits, file.version);
    if (!version.ok() || !change) return version;
    HUB_ASSERT(change->number == *version);
    const Result<void> noted = addLink(sql, file.id, *change);
    if (!noted.ok()) return noted.failure();
    return version;
}

Result<std::vector<LinkChange>> SqlIdentityStore::historyOf(core::ReadTransaction& transaction, HospitalFileId id) {
    std::vector<LinkChange> history;
    std::vector<std::string> evidence;
    const Result<void> asked = SqlTransaction::of(transaction).query(kHistory, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
        LinkChange& change = history.emplace_back();
        change.number = row.integer(0);
        change.person.bits = idAt(row, 1);
        change.state = enumAt<LinkState>(row, 2);
        change.merged_into = idOrNoneAt(row, 3);
        change.at = timeAt(row, 4);
        change.by = row.bytes(5);
        change.why = row.bytes(6);
        evidence.push_back(row.bytes(7));
    });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < history.size(); ++i) {
        const Result<identity::Evidence> read = core::fromJson<identity::Evidence>(evidence[i]);
        if (!read.ok()) return read.failure();
        history[i].evidence = *read;
    }
    return history;
}

Result<std::vector<HospitalFile>> SqlIdentityStore::files(core::ReadTransaction& transaction, std::string_view sql, Value value) const {
    std::vector<HospitalFile> found;
    std::vector<std::string> seals;  // opened when the statement is done
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, std::array<Value, 1>{std::move(value)}, [&](const Row& row) {
        HospitalFile& file = found.emplace_back();
        file.id.bits = idAt(row, 0);
        file.hospital = row.bytes(1);
        seals.push_back(row.bytes(2));
        file.person.bits = idAt(row, 3);
        file.state = enumAt<LinkState>(row, 4);
        file.merged_into = idOrNoneAt(row, 5);
        file.version = row.integer(6);
    });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Result<void> opened = openJsonInto(found[i].local, vault_, kLocal, found[i].id.bits, seals[i]);
        if (!opened.ok()) return opened.failure();
    }
    return found;
}

}  // namespace hub::storage::sql
