#include "hub/identity/matching/pinyin.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace hub::identity::matching {

namespace {

constexpr std::size_t kLettersMax = 48;  // in one word; a name has fifty characters at most
constexpr std::size_t kSyllablesWithSurnameMax = 4;

bool isVowel(char32_t letter) { return letter == U'a' || letter == U'o' || letter == U'e'; }

/// The best way to part what begins at a letter.
struct Split {
    std::uint8_t syllables = 0xFF;  ///< 0xFF: there is none
    std::uint8_t vowels = 0;        ///< syllables that begin with a vowel
    std::uint8_t length = 0;        ///< of the first syllable
    Syllable first = 0;

    bool possible() const { return syllables != 0xFF; }
    friend bool operator<(const Split& a, const Split& b) { return std::tie(a.syllables, a.vowels) < std::tie(b.syllables, b.vowels); }
};

std::vector<Syllable> splitWord(std::u32string_view word) {
    std::vector<Syllable> syllables;
    while (!word.empty()) {
        const std::size_t end = std::min(word.find_first_of(U"'-"), word.size());
        const std::vector<Syllable> part = splitPinyin(word.substr(0, end));
        if (part.empty()) return {};
        syllables.insert(syllables.end(), part.begin(), part.end());
        word.remove_prefix(std::min(end + 1, word.size()));
    }
    return syllables;
}

/// What may be the surname at one end.
struct End {
    SurnameRank rank = SurnameRank::None;
    std::size_t syllables = 0;
};

class Order {
  public:
    Order(std::vector<Syllable> syllables, std::vector<std::size_t> word_lengths, const Surnames& surnames)
        : syllables_(std::move(syllables)), word_lengths_(std::move(word_lengths)), surnames_(surnames) {}

    PinyinName name(bool comma) && {
        if (comma) return surnameFirst(word_lengths_.front());
        const End front = best(/*at_front=*/true);
        const End back = best(/*at_front=*/false);
        if (front.rank == back.rank) return {std::move(syllables_), 0};
        if (front.rank > back.rank) return surnameFirst(front.syllables);
        std::rotate(syllables_.begin(), syllables_.end() - static_cast<std::ptrdiff_t>(back.syllables), syllables_.end());
        return surnameFirst(back.syllables);
    }

  private:
    PinyinName surnameFirst(std::size_t length) { return {std::move(syllables_), static_cast<std::uint8_t>(length <= 2 ? length : 0)}; }

    End best(bool at_front) const {
        const std::size_t count = syllables_.size();
        const std::size_t two = at_front ? 0 : count - 2;
        const std::size_t one = at_front ? 0 : count - 1;
        if (count > 2 && standsAlone(2, at_front)) {
            const SurnameRank rank = surnames_.rank(syllables_[two], syllables_[two + 1]);
            if (rank != SurnameRank::None) return {rank, 2};
        }
        if (standsAlone(1, at_front)) return {surnames_.rank(syllables_[one]), 1};
        return {};
    }

    /// True when no word goes on across the border of the outermost `length` syllables, or all is one word.
    bool standsAlone(std::size_t length, bool at_front) const {
        if (word_lengths_.size() == 1) return true;
        std::size_t sum = 0;
        for (std::size_t i = 0; i < word_lengths_.size() && sum < length; ++i) {
            sum += at_front ? word_lengths_[i] : word_lengths_[word_lengths_.size() - 1 - i];
        }
        return sum == length;
    }

    std::vector<Syllable> syllables_;
    std::vector<std::size_t> word_lengths_;
    const Surnames& surnames_;
};

}  // namespace

std::vector<Syllable> splitPinyin(std::u32string_view letters) {
    if (letters.empty() || letters.size() > kLettersMax) return {};
    std::array<Split, kLettersMax + 1> best;
    best[letters.size()].syllables = 0;
    for (std::size_t at = letters.size(); at-- > 0;) {
        for (std::size_t length = 1; length <= kSyllableLettersMax && at + length <= letters.size(); ++length) {
            const Split& rest = best[at + length];
            if (!rest.possible()) continue;
            const Syllable first = syllableOf(letters.substr(at, length));
            if (first == 0) continue;
            const Split here{static_cast<std::uint8_t>(rest.syllables + 1),
                             static_cast<std::uint8_t>(rest.vowels + (isVowel(letters[at]) ? 1 : 0)), static_cast<std::uint8_t>(length),
                             first};
            if (here < best[at]) best[at] = here;
        }
    }
    std::vector<Syllable> syllables;
    if (!best[0].possible()) return syllables;
    for (std::size_t at = 0; at < letters.size(); at += best[at].length) syllables.push_back(best[at].first);
    return syllables;
}

PinyinName readPinyinName(const std::vector<std::u32string>& words, bool comma, const Surnames& surnames) {
    std::vector<Syllable> syllables;
    std::vector<std::size_t> word_lengths;
    for (const std::u32string& word : words) {
        const std::vector<Syllable> part = splitWord(word);
        if (part.empty()) return {};
        syllables.insert(syllables.end(), part.begin(), part.end());
        word_lengths.push_back(part.size());
    }
    if (syllables.size() < 2) return {};
    if (syllables.size() > kSyllablesWithSurnameMax) return {std::move(syllables), 0};
    return Order(std::move(syllables), std::move(word_lengths), surnames).name(comma && words.size() > 1);
}

}  // namespace hub::identity::matching
