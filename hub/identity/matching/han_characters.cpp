#include "hub/identity/matching/han_characters.h"

#include <algorithm>

#include "hub/core/assert.h"
#include "hub/identity/matching/icu_tables.h"
#include "hub/identity/matching/readings.h"

namespace hub::identity::matching {

namespace {

// 乾 in a name is "heaven" and read qian. ICU writes 干 for it, which is right for "dry" only.
constexpr char32_t kNotSimplified[] = {U'乾'};

// GBK had no place in Unicode for these, and systems that still convert by its old tables send private characters.
struct Private {
    char32_t sent;
    char32_t meant;
};
constexpr Private kPrivate[] = {{0xE863, U'䶮'}, {0xE82F, U'㭎'}};

}  // namespace

HanCharacters::HanCharacters(const Surnames& surnames) : basic_(kEnd - kFirst), far_(kFarEnd - kFarFirst) {
    takeHan(kFirst, basic_);
    takeHan(kFarFirst, far_);
    icu_tables::eachReading([this](char32_t c, Syllable reading) {
        if (find(c) != nullptr) edit(c).given = reading;  // not the radicals
    });
    for (const readings::Reading& right : readings::ofCharacters()) edit(right.character).given = syllableOf(right.spelling);
    for (const Surnames::Single& surname : surnames.singles()) edit(surname.character).surname = surname.reading;
    for (const readings::Reading& other : readings::besides()) {
        auto& others = edit(other.character).others;
        const auto free = std::find(others.begin(), others.end(), Syllable{0});
        HUB_ASSERT(free != others.end());
        *free = syllableOf(other.spelling);
        HUB_ASSERT(*free != 0);
    }
    // Last, as a traditional character takes over all that is known of the simplified one.
    icu_tables::eachSimplified([this](char32_t traditional, char32_t simplified) {
        if (std::find(std::begin(kNotSimplified), std::end(kNotSimplified), traditional) != std::end(kNotSimplified)) return;
        if (find(traditional) != nullptr && find(simplified) != nullptr) edit(traditional) = edit(simplified);
    });
    for (const Private& c : kPrivate) basic_[c.sent - kFirst] = *find(c.meant);
}

HanCharacters::Character& HanCharacters::edit(char32_t c) {
    HUB_ASSERT(find(c) != nullptr);
    return c < kEnd ? basic_[c - kFirst] : far_[c - kFarFirst];
}

void HanCharacters::takeHan(char32_t first, std::vector<Character>& characters) const {
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const char32_t c = first + static_cast<char32_t>(i);
        if (icu_tables::isHan(c)) characters[i].simplified = c;
    }
}

}  // namespace hub::identity::matching
