#include "hub/identity/index/master_index.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>

#include "hub/core/exception.h"

namespace hub::identity::index {

using core::Error;
using core::Failure;
using core::Result;
using matching::Band;
using matching::Features;
using matching::ImageCandidate;
using matching::ImageRow;
using matching::PackedRecord;

namespace {

constexpr std::size_t kPage = 20'000;  // rows in one snapshot: no reader is kept from its turn for long
constexpr std::size_t kTidyFrom = 50'000;
constexpr std::size_t kTidyFirst = 100;  // before that nobody knows how rare a name is, and nothing but a certificate links
/// How far an estimate may lie below what the whole records say, and is still worth reading them.
constexpr matching::Bits kEstimatedLow = 3 * matching::kBit;

std::uint64_t secretOf(core::Reads& reads, MatchStore& rows) {
    std::uint64_t secret = 0;
    const Result<void> read = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<core::Sensitive<std::string>> kept = rows.secret(transaction);
        if (!kept.ok()) return kept.failure();
        if (kept->reveal().size() < sizeof secret) return Failure(Error::RowNotReadable, "match_secret.secret");
        std::memcpy(&secret, kept->reveal().data(), sizeof secret);
        return {};
    });
    if (!read.ok())
        throw core::Exception("what records are packed with cannot be read: " + read.failure().message(core::Language::English));
    return secret;
}

std::optional<PackedRecord> unpacked(std::string_view bytes) {
    if (bytes.size() != PackedRecord::kBytes) return std::nullopt;
    PackedRecord::Bytes copy{};
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    return PackedRecord::fromBytes(copy);
}

std::string_view textOf(const PackedRecord::Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // NOLINT: bytes as bytes
}

matching::MatchRecord recordOf(const contract::PersonDetails& details) {
    matching::MatchRecord record;
    record.name = details.name.reveal().text;
    record.sex = details.sex;
    if (details.birth_date) record.birth_date = details.birth_date->reveal();
    if (details.certificate) record.id_no = details.certificate->number.reveal().text;
    if (details.phone) record.phone = details.phone->reveal().text;
    if (details.address) record.address = details.address->reveal();
    return record;
}

/// The rule before all weighing: one certificate that passes its check, under one name, and nothing that speaks of two people on it.
bool isOnePersons(const matching::Score& score, const Features& features) {
    using matching::Field;
    using matching::Level;
    const auto at = [&](Field field) { return score.levels[static_cast<std::size_t>(field)]; };
    return score.guards == 0 && features.id.checked && at(Field::Id) == Level::Same &&
           (at(Field::Name) == Level::Same || at(Field::Name) == Level::Variant);
}

}  // namespace

MasterIndex::MasterIndex(core::Reads& reads, MatchStore& rows, const matching::Weights& weights)
    : weights_(std::make_shared<const matching::Weights>(weights)),
      rows_(rows),
      key_(secretOf(reads, rows)),
      packer_(key_),
      image_(key_, weights) {}

Result<void> MasterIndex::load(core::Reads& reads, const std::function<void(std::size_t)>& progress) {
    while (true) {
        const Result<bool> more = loadPage(reads);
        if (!more.ok()) return more.failure();
        if (progress) progress(next_ordinal_);
        if (!*more) return {};
    }
}

Result<bool> MasterIndex::loadPage(core::Reads& reads) {
    HUB_ASSERT(!isReady());
    std::vector<ImageRow> rows;
    core::IdBits last;
    const Result<void> read = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<core::IdBits> reached = rows_.each(transaction, loaded_up_to_, kPage, [&](const MatchRow& row) {
            const std::optional<PackedRecord> record = unpacked(row.packed);
            if (record) rows.push_back({0, row.person.bits, *record});  // of another layout: to be put in anew
        });
        if (!reached.ok()) return reached.failure();
        last = *reached;
        return {};
    });
    if (!read.ok()) return read.failure();
    matching::MatchImage::Builder builder(image_);
    for (ImageRow& row : rows) row.ordinal = next_ordinal_++;
    builder.add(rows);
    if (last != core::IdBits()) {
        loaded_up_to_ = last;
        return true;
    }
    builder.finish();
    tidied_at_ = image_.size();
    ready_.store(true, std::memory_order_release);
    return false;
}

Features MasterIndex::read(const contract::PersonDetails& details) const { return reader_.read(recordOf(details)); }

MatchedRecord MasterIndex::packed(Features features) const {
    const PackedRecord packed = packer_.pack(features);
    return {std::move(features), packed};
}

/// Those whom the image brings for one record or another, best first; before them who holds the certificate.
std::vector<MasterIndex::Proposal> MasterIndex::proposals(const Question& question, const matching::Weights& weights) const {
    std::vector<Proposal> all;
    const auto standing = [&](PersonId person) {
        return std::ranges::find_if(all, [&](const Proposal& one) { return one.person == person; });
    };
    for (const MatchedRecord& record : question.records) {
        for (const ImageCandidate& candidate : image_.find(record.packed, question.most + question.but.size())) {
            if (candidate.total < weights.review_from - kEstimatedLow) break;
            const Proposal proposal{PersonId{candidate.person}, candidate.total, matching::kImageKeyNames[candidate.key]};
            if (std::ranges::find(question.but, proposal.person) != question.but.end()) continue;
            const auto before = standing(proposal.person);
            if (before == all.end()) {
                all.push_back(proposal);
            } else if (before->total < proposal.total) {
                *before = proposal;
            }
        }
    }
    std::ranges::stable_sort(all, std::ranges::greater(), &Proposal::total);
    if (all.size() > question.most) all.resize(question.most);
    if (question.holder && standing(*question.holder) == all.end()) all.insert(all.begin(), Proposal{*question.holder, 0, "certificate"});
    return all;
}

/// Record by record: what agrees best says how surely they are one, and a guard between any two says that they may not be.
Found MasterIndex::compared(const Question& question, const Known& known, std::string_view key, const matching::Scorer& scorer) const {
    Found found{known.person, {}, key};
    matching::Guards guards = 0;
    const Features* best = nullptr;
    for (const MatchedRecord& asked : question.records) {
        const matching::Rarity rarity = image_.rarityOf(asked.packed);
        for (const Features& record : *known.records) {
            // What agrees is as rare in their record as in this one.
            const matching::Score score = scorer.score({asked.features, rarity}, {record, rarity});
            guards = static_cast<matching::Guards>(guards | score.guards);
            if (best != nullptr && score.total <= found.score.total) continue;
            found.score = score;
            best = &asked.features;
        }
    }
    found.score.guards = guards;
    if (guards != 0 && found.score.band == Band::Link) found.score.band = Band::Review;
    if (best != nullptr && isOnePersons(found.score, *best)) found.score.band = Band::Link;
    return found;
}

Result<Decision> MasterIndex::decide(const Question& question, const WholeRecords& whole) const {
    if (!isReady()) return Failure(Error::MatchingNotReady);
    Decision decision;
    decision.weights = weights();
    const matching::Scorer scorer(reader_.names(), *decision.weights, image_.prior());
    std::vector<PersonId> met(question.but.begin(), question.but.end());
    const auto is_met = [&](PersonId person) { return std::ranges::find(met, person) != met.end(); };
    for (const Proposal& proposal : proposals(question, *decision.weights)) {
        const Result<Known> known = whole(proposal.person);
        if (!known.ok()) return known.failure();
        if (is_met(known->person)) continue;
        met.push_back(known->person);
        const Found found = compared(question, *known, proposal.key, scorer);
        if (found.score.band != Band::New) decision.found.push_back(found);
    }
    std::stable_sort(decision.found.begin(), decision.found.end(), [](const Found& one, const Found& other) {
        return one.score.band != other.score.band ? one.score.band > other.score.band : one.score.total > other.score.total;
    });
    if (decision.found.empty()) return decision;
    const auto links =
        std::count_if(decision.found.begin(), decision.found.end(), [](const Found& found) { return found.score.band == Band::Link; });
    decision.band = links == 1 ? Band::Link : Band::Review;
    return decision;
}

Result<void> MasterIndex::keep(core::Transaction& transaction, const core::IdBits& id, PersonId person, const MatchedRecord& record) {
    const PackedRecord::Bytes bytes = record.packed.toBytes();
    return rows_.put(transaction, {id, person, textOf(bytes)});
}

Result<void> MasterIndex::keepNew(core::Transaction& transaction, const core::IdBits& id, PersonId person, const PackedRecord& record) {
    const PackedRecord::Bytes bytes = record.toBytes();
    return rows_.add(transaction, {id, person, textOf(bytes)});
}

void MasterIndex::take(PersonId person, const MatchedRecord& record) { image_.add({next_ordinal_++, person.bits, record.packed}); }

Result<RowChange> MasterIndex::bring(core::Transaction& transaction, const core::IdBits& id, PersonId person,
                                     const std::optional<MatchedRecord>& record) {
    const Result<std::optional<KeptMatchRow>> standing = rows_.find(transaction, id);
    if (!standing.ok()) return standing.failure();
    RowChange change;
    if (*standing) {
        const std::optional<PackedRecord> before = unpacked((*standing)->packed);
        if (before && record && *before == record->packed && (*standing)->person == person) return change;
        if (before) change.before = RowChange::Side{(*standing)->person, *before};
    }
    if (!record) {
        const Result<void> removed = *standing ? rows_.remove(transaction, id) : Result<void>();
        return removed.ok() ? Result<RowChange>(change) : removed.failure();
    }
    change.after = RowChange::Side{person, record->packed};
    const Result<void> kept = keep(transaction, id, person, *record);
    return kept.ok() ? Result<RowChange>(change) : kept.failure();
}

void MasterIndex::settle(const RowChange& change) {
    if (change.before) image_.remove(change.before->person.bits, change.before->record);
    if (change.after) image_.add({next_ordinal_++, change.after->person.bits, change.after->record});
}

void MasterIndex::use(const matching::Weights& weights) {
    weights_.store(std::make_shared<const matching::Weights>(weights));
    image_.use(weights);
}

void MasterIndex::tidy() {
    const std::size_t late = image_.deltaSize() / matching::kImageKeys;
    if (late < std::max(kTidyFrom, tidied_at_ / 2) && !(tidied_at_ < kTidyFrom && late > 2 * tidied_at_ + kTidyFirst)) return;
    image_.compact();
    tidied_at_ = image_.size();
}

}  // namespace hub::identity::index
