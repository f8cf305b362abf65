#include "hub/identity/matching/population.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace hub::identity::matching {

namespace {

std::uint64_t keyOf(const std::optional<core::Date>& date) {
    if (!date) return 0;
    return static_cast<std::uint64_t>(date->year) << 16U | static_cast<std::uint64_t>(date->month) << 8U |
           static_cast<std::uint64_t>(date->day);
}

/// Gives each record the rarity of its key; those without a key keep 0.
/// `among_least`: taken for the number of records that have one, where fewer do.
template <class KeyOf>
void count(const std::vector<Features>& records, std::vector<Rarity>& rarities, Bits Rarity::*what, KeyOf key_of,
           std::size_t among_least = 0) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
    keys.reserve(records.size());
    for (std::uint32_t i = 0; i < records.size(); ++i) {
        if (const std::uint64_t key = key_of(records[i])) keys.emplace_back(key, i);
    }
    std::sort(keys.begin(), keys.end());
    const auto among = static_cast<double>(std::max({keys.size(), among_least, std::size_t{2}}));
    for (std::size_t first = 0; first < keys.size();) {
        std::size_t last = first;
        while (last < keys.size() && keys[last].first == keys[first].first) ++last;
        // Two at least: it is asked for where two records agree.
        const Bits bits = -bitsOf(static_cast<double>(std::max<std::size_t>(last - first, 2)) / among);
        for (std::size_t i = first; i < last; ++i) rarities[keys[i].second].*what = bits;
        first = last;
    }
}

/// The commonest word of each name of several, since nobody knows which of them are the surname.
void countWords(const std::vector<Features>& records, std::vector<Rarity>& rarities) {
    std::unordered_map<std::uint64_t, std::uint32_t> counts;
    std::size_t names = 0;
    for (const Features& one : records) {
        names += one.name.words.size() > 1 ? 1 : 0;
        for (const std::u32string& word : one.name.words) ++counts[hashOf(std::u32string_view(word))];
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        std::uint32_t commonest = 0;
        for (const std::u32string& word : records[i].name.words) commonest = std::max(commonest, counts[hashOf(std::u32string_view(word))]);
        if (records[i].name.words.size() > 1)
            rarities[i].word = -bitsOf(std::max(commonest, 2U) / std::max(2.0, static_cast<double>(names)));
    }
}

}  // namespace

Population::Population(std::vector<Features> records) : records_(std::move(records)), rarities_(records_.size()) {
    count(records_, rarities_, &Rarity::name, [](const Features& one) { return one.isNewbornForm() ? 0 : one.name_key; });
    count(records_, rarities_, &Rarity::sound, [](const Features& one) { return one.sound_key; });
    count(records_, rarities_, &Rarity::fuzzy, [](const Features& one) { return one.fuzzy_key; });
    count(records_, rarities_, &Rarity::surname, [](const Features& one) { return one.surname_key; });
    count(records_, rarities_, &Rarity::given, [](const Features& one) { return one.given_key; });
    countWords(records_, rarities_);
    count(records_, rarities_, &Rarity::birth_date, [](const Features& one) { return keyOf(one.birth_date); });
    // Certificates are made to be unique, however few have shown one.
    count(
        records_, rarities_, &Rarity::id, [](const Features& one) { return one.id.number.whole; }, records_.size());
    count(records_, rarities_, &Rarity::phone, [](const Features& one) { return one.phone.whole; });
    count(records_, rarities_, &Rarity::address, [](const Features& one) { return one.address_key; });
    content_keys_.reserve(records_.size());
    for (const Features& one : records_) {
        std::uint64_t key = hashOf(one.name_key, keyOf(one.birth_date));
        for (const std::uint64_t more : {one.id.number.whole, one.phone.whole, one.address_key, static_cast<std::uint64_t>(one.sex)})
            key = hashOf(key, more);
        content_keys_.push_back(key);
    }
}

Bits Population::prior() const { return priorAmong(records_.size()); }

}  // namespace hub::identity::matching
