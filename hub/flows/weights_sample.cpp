#include "hub/flows/weights_sample.h"

#include <unordered_set>
#include <utility>
#include <vector>

namespace hub::flows {

using core::Error;
using core::IdBits;
using core::Result;
using identity::HospitalFile;
using identity::LinkState;
using identity::MatchRow;
using identity::MatchSample;
using identity::PersonId;

namespace {

constexpr std::size_t kPage = 200;  // rows in one snapshot

std::uint64_t headOf(const IdBits& id) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < sizeof head; ++i) head = head << 8U | id.bytes.at(i);
    return head;
}

IdBits idWith(std::uint64_t head) {
    IdBits id;
    for (std::size_t i = sizeof head; i > 0; --i, head >>= 8U) id.bytes.at(i - 1) = static_cast<std::uint8_t>(head);
    return id;
}

/// Who was put in by a list is registered as their first file has them: that is one record, and no two that agree.
bool sayTheSame(const identity::matching::Features& one, const identity::matching::Features& other) {
    return one.name_key == other.name_key && one.sex == other.sex && one.birth_date == other.birth_date &&
           one.id.number.whole == other.id.number.whole && one.phone.whole == other.phone.whole && one.address_key == other.address_key;
}

}  // namespace

/// Ids begin with the time of their making: a place is drawn between the first and the last that stand.
Result<IdBits> WeightsSample::drawPlace(std::uint64_t seed) {
    IdBits place;
    const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const auto next = [&](const IdBits& after) { return parts_.rows.each(transaction, after, 1, [](const MatchRow&) {}); };
        const Result<IdBits> first = next({});
        if (!first.ok()) return first.failure();
        std::uint64_t low = headOf(*first);
        std::uint64_t high = ~std::uint64_t{0};
        while (high - low > 1) {
            const std::uint64_t middle = low + (high - low) / 2;
            const Result<IdBits> later = next(idWith(middle));
            if (!later.ok()) return later.failure();
            (later->none() ? high : low) = middle;
        }
        place = idWith(headOf(*first) + identity::matching::hashOf(seed, 1) % (low - headOf(*first) + 1));
        return {};
    });
    return read.ok() ? Result<IdBits>(place) : read.failure();
}

Result<void> WeightsSample::addPerson(core::ReadTransaction& transaction, PersonId id, std::size_t records_max, MatchSample& sample,
                                      bool& full) {
    const Result<identity::Person> person = parts_.people.findPerson(transaction, id);
    if (!person.ok()) return person.failure().error() == Error::PersonNotFound ? Result<void>() : person.failure();
    const Result<std::vector<HospitalFile>> files = parts_.people.filesOf(transaction, id);
    if (!files.ok()) return files.failure();
    MatchSample theirs;
    theirs.records.push_back(parts_.read(person->details));
    theirs.of.push_back({id, std::nullopt});
    bool copied = false;
    for (const HospitalFile& file : *files) {
        if (file.state != LinkState::Linked) continue;
        theirs.records.push_back(parts_.read(file.local.person));
        theirs.of.push_back({id, file.id});
        copied = copied || sayTheSame(theirs.records.front(), theirs.records.back());
    }
    const std::size_t first = copied ? 1 : 0;
    full = sample.records.size() + theirs.records.size() - first > records_max;
    if (full) return {};
    for (std::size_t i = first; i < theirs.records.size(); ++i) {
        sample.records.push_back(std::move(theirs.records[i]));
        sample.of.push_back(theirs.of[i]);
    }
    return {};
}

Result<MatchSample> WeightsSample::take(std::size_t records_max, std::uint64_t seed, const std::stop_token& stop,
                                        const std::function<void(std::size_t)>& progress) {
    const Result<IdBits> place = drawPlace(seed);
    if (!place.ok()) return place.failure();
    MatchSample sample;
    std::unordered_set<PersonId> taken;  // whoever has several files has several rows
    bool full = false;
    bool round = false;  // read on from the first row
    IdBits after = *place;
    while (!full && !stop.stop_requested()) {
        const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            std::vector<PersonId> people;
            bool past = false;
            const Result<IdBits> last = parts_.rows.each(transaction, after, kPage, [&](const MatchRow& row) {
                past = past || (round && *place < row.id);
                if (!past && taken.insert(row.person).second) people.push_back(row.person);
            });
            if (!last.ok()) return last.failure();
            for (std::size_t i = 0; i < people.size() && !full; ++i) {
                const Result<void> added = addPerson(transaction, people[i], records_max, sample, full);
                if (!added.ok()) return added;
            }
            full = full || past || (round && last->none());
            round = round || last->none();
            after = *last;
            return {};
        });
        if (!read.ok()) return read.failure();
        progress(sample.records.size());
    }
    return sample;
}

}  // namespace hub::flows
