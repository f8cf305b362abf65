#include "hub/identity/matching/blocks.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace hub::identity::matching {

namespace {

std::uint64_t keyOf(std::uint64_t slot, std::initializer_list<std::uint64_t> parts) {
    std::uint64_t key = slot + 1;
    for (const std::uint64_t part : parts) {
        if (part == 0) return 0;
        key = hashOf(key, part);
    }
    return key | 1U;
}

/// The syllables in no order: a name in pinyin may begin at either end.
std::uint64_t heardOf(const NameForm& name) {
    if (name.syllables.empty() || name.child_of != ChildOf::Nobody) return 0;
    std::vector<Syllable> heard;
    for (const Syllable syllable : name.syllables) heard.push_back(fuzzySyllable(syllable));
    std::sort(heard.begin(), heard.end());
    std::uint64_t hash = 1;
    for (const Syllable syllable : heard) hash = hashOf(hash, syllable);
    return hash | 1U;
}

std::uint64_t wordOf(const NameForm& name, std::size_t index) {
    return index < name.words.size() ? hashOf(std::u32string_view(name.words[index])) | 1U : 0;
}

/// Enough of the longest word to survive a slip at its end.
std::uint64_t stemOf(const NameForm& name) {
    const std::u32string* longest = nullptr;
    for (const std::u32string& word : name.words) longest = longest == nullptr || word.size() > longest->size() ? &word : longest;
    return longest == nullptr ? 0 : hashOf(std::u32string_view(*longest).substr(0, 3)) | 1U;
}

/// The least of the address's pairs of characters in an order of its own for each `seed`: addresses that are much alike have mostly the
/// same.
std::uint64_t leastOf(const std::vector<std::uint32_t>& address, std::uint64_t seed) {
    std::uint64_t least = 0;
    for (const std::uint32_t pair : address) {
        const std::uint64_t hash = hashOf(seed, pair);
        if (least == 0 || hash < least) least = hash;
    }
    return least;
}

}  // namespace

BlockKeys blockKeys(const Features& record) {
    const auto& birth_date = record.birth_date;
    const std::uint64_t year = birth_date ? static_cast<std::uint64_t>(birth_date->year) : 0;
    const std::uint64_t month_day =
        birth_date ? static_cast<std::uint64_t>(birth_date->month) * 32 + static_cast<std::uint64_t>(birth_date->day) : 0;
    const std::uint64_t birth = year == 0 ? 0 : year * 512 + month_day;
    const std::uint64_t swapped =
        birth_date ? std::min(month_day, static_cast<std::uint64_t>(birth_date->day) * 32 + static_cast<std::uint64_t>(birth_date->month))
                   : 0;
    const std::uint64_t heard = heardOf(record.name);
    const auto& id = record.id.number;
    const auto part = [&](std::size_t index) { return id.known() ? id.parts[index] | 1ULL << 40U : 0ULL; };
    const std::uint64_t phone = record.phone.whole;
    const std::uint64_t address = record.address_key;
    // Letters are mistyped more often than characters: names in them meet by the day of birth or the address alone.
    const bool letters = record.name.script == NameScript::Latin && record.sound_key == 0;
    const auto least = [&](std::uint64_t seed) { return letters ? leastOf(record.address, seed) : 0; };
    const std::uint64_t least_1 = least(1);
    const std::uint64_t least_2 = least(2);
    return {id.whole,
            keyOf(1, {part(0), part(1), part(2), part(3)}),
            keyOf(2, {part(0), part(1), part(4), part(5)}),
            keyOf(3, {part(2), part(3), part(4), part(5)}),
            keyOf(4, {heard, birth}),
            keyOf(5, {heard, year}),
            keyOf(6, {heard, swapped}),
            keyOf(7, {heard, phone}),
            keyOf(8, {heard, address}),
            keyOf(9, {record.name_key}),
            keyOf(10, {phone, birth}),
            keyOf(11, {address, birth}),
            keyOf(12, {phone, record.surname_key, year}),
            keyOf(13, {birth, record.surname_key}),
            keyOf(14, {birth, record.given_key}),
            keyOf(15, {birth, stemOf(record.name)}),
            keyOf(16, {wordOf(record.name, 0), year}),
            keyOf(17, {wordOf(record.name, 1), year}),
            keyOf(18, {phone}),
            keyOf(19, {address, stemOf(record.name)}),
            keyOf(20, {letters ? birth : 0}),
            keyOf(21, {least_1, least_2}),
            keyOf(22, {least_1, wordOf(record.name, 0)}),
            keyOf(23, {least_2, wordOf(record.name, 1)}),
            keyOf(24, {least(3), least(4)}),
            keyOf(25, {least(5), least(6)}),
            keyOf(26, {least(7), least(8)})};
}

Candidates candidatesOf(const Population& population, std::size_t block_max) {
    std::vector<BlockKeys> keys;
    keys.reserve(population.size());
    for (std::uint32_t i = 0; i < population.size(); ++i) keys.push_back(blockKeys(population.features(i)));

    Candidates found;
    std::unordered_set<std::uint64_t> passed_over;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> slot;
    for (std::size_t s = 0; s < kBlockKeys; ++s) {
        slot.clear();
        for (std::uint32_t i = 0; i < keys.size(); ++i) {
            if (keys[i][s] != 0) slot.emplace_back(keys[i][s], i);
        }
        std::sort(slot.begin(), slot.end());
        const auto met = [&](std::uint32_t a, std::uint32_t b) {
            for (std::size_t before = 0; before < s; ++before) {
                const std::uint64_t key = keys[a][before];
                if (key != 0 && key == keys[b][before] && !passed_over.contains(key)) return true;
            }
            return false;
        };
        for (std::size_t first = 0; first < slot.size();) {
            std::size_t last = first;
            while (last < slot.size() && slot[last].first == slot[first].first) ++last;
            if (last - first > block_max) {
                ++found.blocks_passed_over;
                passed_over.insert(slot[first].first);
            } else {
                for (std::size_t i = first; i < last; ++i) {
                    for (std::size_t j = i + 1; j < last; ++j) {
                        if (!met(slot[i].second, slot[j].second)) found.pairs.emplace_back(slot[i].second, slot[j].second);
                    }
                }
            }
            first = last;
        }
    }
    return found;
}

}  // namespace hub::identity::matching
