#include "hub/identity/index/master_index.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

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
/// How far an estimate may lie below what the whole records say, and is still worth reading them.
constexpr matching::Bits kEstimatedLow = 3 * matching::kBit;

std::uint64_t secretOf(const vault::Vault& vault) {
    const vault::BlindIndex index = vault.blindIndex("match_record.packed", "secret");
    std::uint64_t secret = 0;
    std::memcpy(&secret, index.bytes.data(), sizeof secret);
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

MasterIndex::MasterIndex(const vault::Vault& vault, MatchStore& rows, const matching::Weights& weights)
    : weights_(std::make_shared<const matching::Weights>(weights)),
      rows_(rows),
      key_(secretOf(vault)),
      packer_(key_),
      image_(key_, weights) {}

Result<void> MasterIndex::load(core::Reads& reads, const std::function<void(std::size_t)>& progress) {
    matching::MatchImage::Builder builder(image_);
    std::vector<ImageRow> rows;
    core::IdBits after;
    do {
        rows.clear();
        const Result<void> read = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            const Result<core::IdBits> last = rows_.each(transaction, after, kPage, [&](const MatchRow& row) {
                const std::optional<PackedRecord> record = unpacked(row.packed);
                if (record) rows.push_back({next_ordinal_++, row.person.bits, *record});  // of another layout: to be put in anew
            });
            if (!last.ok()) return last.failure();
            after = *last;
            return {};
        });
        if (!read.ok()) return read;
        builder.add(rows);
        if (progress) progress(next_ordinal_);
    } while (after != core::IdBits());
    builder.finish();
    tidied_at_ = image_.size();
    ready_.store(true, std::memory_order_release);
    return {};
}

Features MasterIndex::read(const contract::PersonDetails& details) const { return reader_.read(recordOf(details)); }

MatchedRecord MasterIndex::packed(Features features) const {
    const PackedRecord packed = packer_.pack(features);
    return {std::move(features), packed};
}

Result<MasterIndex::Records> MasterIndex::recordsOf(core::ReadTransaction& transaction, IdentityStore& people, PersonId id) const {
    const Result<Person> person = people.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    const Result<std::vector<HospitalFile>> files = people.filesOf(transaction, id);
    if (!files.ok()) return files.failure();
    auto records = std::make_shared<std::vector<Features>>(1, read(person->details));
    for (const HospitalFile& file : *files) {
        if (file.state == LinkState::Linked) records->push_back(read(file.local.person));
    }
    return Records(std::move(records));
}

Result<Decision> MasterIndex::decide(const MatchedRecord& asked, const WholeRecords& whole, std::size_t most) const {
    if (!isReady()) return Failure(Error::MatchingNotReady);
    const matching::Rarity rarity = image_.rarityOf(asked.packed);
    Decision decision;
    decision.weights = weights();
    const matching::Scorer scorer(reader_.names(), *decision.weights, image_.prior());
    for (const ImageCandidate& candidate : image_.find(asked.packed, most)) {
        if (candidate.total < decision.weights->review_from - kEstimatedLow) break;
        const PersonId person{candidate.person};
        const Result<Records> records = whole(person);
        if (!records.ok()) return records.failure();
        Found found{person, {}, matching::kImageKeyNames[candidate.key]};
        matching::Guards guards = 0;
        bool first = true;
        for (const Features& record : **records) {
            // What agrees is as rare in their record as in this one.
            const matching::Score score = scorer.score({asked.features, rarity}, {record, rarity});
            guards = static_cast<matching::Guards>(guards | score.guards);
            if (std::exchange(first, false) || score.total > found.score.total) found.score = score;
        }
        found.score.guards = guards;
        if (guards != 0 && found.score.band == Band::Link) found.score.band = Band::Review;
        if (isOnePersons(found.score, asked.features)) found.score.band = Band::Link;
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

void MasterIndex::use(const matching::Weights& weights) {
    weights_.store(std::make_shared<const matching::Weights>(weights));
    image_.use(weights);
}

void MasterIndex::tidy() {
    const std::size_t late = image_.deltaSize() / matching::kImageKeys;
    if (late < std::max(kTidyFrom, tidied_at_ / 2) && !(tidied_at_ < kTidyFrom && late > 2 * tidied_at_ + 1000)) return;
    image_.compact();
    tidied_at_ = image_.size();
}

}  // namespace hub::identity::index
