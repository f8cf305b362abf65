#include "hub/flows/people_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using identity::LinkState;
using identity::PersonId;
using identity::index::Known;
using identity::index::Placed;
using identity::matching::Features;

namespace {

constexpr std::size_t kRecordsKept = 1'500'000;  // people met lately, some 1.2 KB each: a list of millions meets them in no order
constexpr std::size_t kTidyEvery = 500;          // rows: how rare a name is, is known anew while the first few thousand come in
constexpr std::string_view kBy = "load";

Loaded loadedAs(Placed how) {
    switch (how) {
        case Placed::Created:
            return Loaded::Created;
        case Placed::Linked:
            return Loaded::Linked;
        case Placed::Probable:
            return Loaded::Probable;
        case Placed::Review:
            return Loaded::Review;
    }
    HUB_ASSERT(false);
}

std::uint64_t keyOf(const LoadRow& row) {
    using identity::matching::hashOf;
    return hashOf(hashOf(std::string_view(row.hospital)), hashOf(std::string_view(row.local.local_patient.reveal().text)));
}

}  // namespace

/// The last bytes of an id are random.
std::size_t PeopleLoad::HashOfId::operator()(PersonId id) const {
    std::size_t hash = 0;
    std::memcpy(&hash, id.bits.bytes.data() + id.bits.bytes.size() - sizeof hash, sizeof hash);
    return hash;
}

PeopleLoad::PeopleLoad(const Parts& parts, const core::Digest& file) : parts_(parts) { progress_.file = file; }

Result<identity::LoadProgress> PeopleLoad::begin() {
    const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const auto before = parts_.matches.progressOf(transaction, progress_.file);
        if (!before.ok()) return before.failure();
        if (*before) progress_ = **before;
        return {};
    });
    if (!read.ok()) return read.failure();
    some_stand_ = parts_.index.size() > 0;
    return progress_;
}

Result<std::vector<LoadedRow>> PeopleLoad::take(const std::vector<LoadRow>& rows, std::int64_t rejected) {
    HUB_ASSERT(rows.size() + static_cast<std::size_t>(rejected) > 0 && rows.size() <= kBatch);
    if (records_.size() > kRecordsKept) {  // once all it holds is durable
        const Result<void> done = finish();
        if (!done.ok()) return done.failure();
        records_.clear();
        stands_for_.clear();
    }
    auto writings = std::make_shared<std::vector<Writing>>();  // shared: the unit may run again
    std::vector<LoadedRow> loaded;
    for (const LoadRow& row : rows) {
        Result<LoadedRow> one = decide(row, *writings);
        if (!one.ok()) return one.failure();
        loaded.push_back(std::move(*one));
        if (loaded.size() % kTidyEvery == 0) parts_.index.tidy();
    }
    if (loaded.size() % kTidyEvery != 0) parts_.index.tidy();
    const auto count = [&](Loaded how) {
        return static_cast<std::int64_t>(
            std::count_if(loaded.begin(), loaded.end(), [how](const LoadedRow& row) { return row.how == how; }));
    };
    progress_.rows += static_cast<std::int64_t>(rows.size()) + rejected;
    progress_.created += count(Loaded::Created);
    progress_.linked += count(Loaded::Linked);
    progress_.probable += count(Loaded::Probable);
    progress_.review += count(Loaded::Review);
    progress_.unchanged += count(Loaded::Unchanged);
    progress_.rejected += rejected;

    const Result<void> done = finish();
    if (!done.ok()) return done.failure();
    const auto written = std::make_shared<std::promise<core::WorkOutcome>>();
    before_ = written->get_future();
    parts_.units.run(
        {core::WorkKey{fmt::format("load/{}/{}", progress_.file.hex().substr(0, 24), progress_.rows)}, core::IdBits{}},
        [this, writings, progress = progress_](core::Transaction& transaction) { return write(*writings, transaction, progress); },
        [written](const core::WorkOutcome& outcome) { written->set_value(outcome); });
    return loaded;
}

Result<void> PeopleLoad::finish() {
    if (!before_.valid()) return {};
    const core::WorkOutcome outcome = before_.get();
    return outcome.end == core::WorkEnd::Done ? Result<void>() : Result<void>(*outcome.why);
}

Result<LoadedRow> PeopleLoad::decide(const LoadRow& row, std::vector<Writing>& writings) {
    LoadedRow loaded{row.line, Loaded::Unchanged, {}, {}, {}};
    const Result<bool> there = stands(row);
    if (!there.ok()) return there.failure();
    if (*there) return loaded;

    identity::index::MatchedRecord record = parts_.index.packed(featuresOf(row));
    const auto decision = parts_.index.decide({.records = {&record, 1}}, [this](PersonId person) { return knownOf(person); });
    if (!decision.ok()) return decision.failure();
    Writing writing{identity::index::placementOf(*decision, row.hospital, row.local, record.features, parts_.ids, parts_.clock),
                    std::nullopt};
    const identity::HospitalFile& file = writing.placement.file;
    loaded.how = loadedAs(writing.placement.how);
    loaded.weighing = writing.placement.evidence.weighing;
    loaded.file = file.id;
    loaded.person = file.person;
    if (file.state == LinkState::Linked) {  // a candidate is nobody's record yet
        writing.record = record.packed;
        parts_.index.take(file.person, record);
        met(file.person, std::move(record.features));
    }
    writings.push_back(std::move(writing));
    return loaded;
}

/// In this list before, or in the database.
Result<bool> PeopleLoad::stands(const LoadRow& row) {
    if (!seen_.insert(keyOf(row)).second) return true;
    if (!some_stand_) return false;
    bool found = false;
    const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const auto file = parts_.people.fileByLocalPatient(transaction, row.hospital, row.local.local_patient.reveal());
        if (!file.ok()) return file.failure();
        found = file->has_value();
        return {};
    });
    return read.ok() ? Result<bool>(found) : read.failure();
}

Features PeopleLoad::featuresOf(const LoadRow& row) const {
    Features features = parts_.index.read(row.local.person);
    if (row.of_mother) features.mother = 0;
    features.birth_order = row.birth_order;
    return features;
}

void PeopleLoad::met(PersonId person, Features&& features) {
    std::shared_ptr<std::vector<Features>>& records = records_[person];
    if (!records) records = std::make_shared<std::vector<Features>>();
    records->push_back(std::move(features));
}

Result<Known> PeopleLoad::knownOf(PersonId asked) {
    const auto stands_for = stands_for_.find(asked);
    const PersonId person = stands_for == stands_for_.end() ? asked : stands_for->second;
    const auto lately = records_.find(person);
    if (lately != records_.end()) return Known{person, lately->second};
    Result<Known> known = Failure(Error::PersonNotFound, person.text());
    const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        known = parts_.known.of(transaction, person);
        return known.ok() ? Result<void>() : known.failure();
    });
    if (!read.ok()) return read.failure();
    if (known->person != asked) stands_for_.emplace(asked, known->person);
    // What is there is newer.
    known->records = records_.try_emplace(known->person, std::make_shared<std::vector<Features>>(*known->records)).first->second;
    return known;
}

Result<void> PeopleLoad::write(const std::vector<Writing>& writings, core::Transaction& transaction,
                               const identity::LoadProgress& progress) {
    for (const Writing& writing : writings) {
        const Result<bool> placed = identity::index::write(transaction, parts_.people, parts_.files, writing.placement, kBy);
        if (!placed.ok()) return placed.failure();
        if (!*placed) return Failure(Error::RowTaken, "hospital_file");  // another process took this list or this file in
        if (!writing.record) continue;
        const identity::HospitalFile& file = writing.placement.file;
        const Result<void> kept = parts_.index.keepNew(transaction, file.id.bits, file.person, *writing.record);
        if (!kept.ok()) return kept;
    }
    return parts_.matches.keepProgress(transaction, progress);
}

}  // namespace hub::flows
