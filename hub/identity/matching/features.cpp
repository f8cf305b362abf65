#include "hub/identity/matching/features.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <string>

#include "hub/core/exception.h"
#include "hub/core/text.h"
#include "hub/identity/check_character.h"

namespace hub::identity::matching {

using core::Date;

namespace {

constexpr std::uint64_t kOffset = 0xcbf29ce484222325ULL;

std::uint64_t mixed(std::uint64_t x) {  // the finaliser of splitmix64
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

std::uint64_t hashOf(const std::vector<Syllable>& syllables, std::size_t first, std::size_t count, bool fuzzy) {
    std::uint64_t hash = kOffset;
    for (std::size_t i = first; i < first + count; ++i) hash = matching::hashOf(hash, fuzzy ? fuzzySyllable(syllables[i]) : syllables[i]);
    return hash;
}

/// Width and case folded, letters and digits alone: what is left of a number or an address when writing habits are taken away.
std::u32string folded(const std::string& text) {
    if (!core::isUtf8(text)) return {};
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw core::Exception("ICU has no NFKC data");
    const icu::UnicodeString normal = form->normalize(icu::UnicodeString::fromUTF8(text), status);
    std::u32string result;
    for (std::int32_t at = 0; at < normal.length(); at = normal.moveIndex32(at, 1)) {
        const UChar32 c = normal.char32At(at);
        if (u_isalnum(c)) result += static_cast<char32_t>(c);
    }
    return result;
}

/// Of plain ASCII this is what folded() gives, without asking ICU: most numbers.
std::string asciiFolded(const std::string& text) {
    std::string result;
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        for (const char c : text) {
            if (c >= 'A' && c <= 'Z') result += static_cast<char>(c - 'A' + 'a');
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) result += c;
        }
        return result;
    }
    for (const char32_t c : folded(text)) result += c < 0x80 ? static_cast<char>(c) : '?';
    return result;
}

/// In pieces of `sizes`; what is left over joins the last.
NumberParts partsOf(std::string_view number, std::initializer_list<std::size_t> sizes) {
    NumberParts parts;
    if (number.empty()) return parts;
    parts.whole = matching::hashOf(number) | 1U;
    std::size_t at = 0;
    std::size_t index = 0;
    for (const std::size_t size : sizes) {
        const bool last = index + 1 == sizes.size();
        const std::string_view piece = at < number.size() ? number.substr(at, last ? std::string_view::npos : size) : std::string_view();
        parts.parts[index++] = static_cast<std::uint32_t>(matching::hashOf(piece));
        at += size;
    }
    return parts;
}

bool areDigits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Both dates could be one, written down with a slip.
bool maySlip(Date one, Date other) {
    const int same = (one.year == other.year ? 1 : 0) + (one.month == other.month ? 1 : 0) + (one.day == other.day ? 1 : 0);
    const bool new_year = (one.month == 1 && one.day == 1) || (other.month == 1 && other.day == 1);
    const int years = one.year - other.year;
    return same >= 2 || (one.month == other.day && one.day == other.month) || (new_year && years >= -1 && years <= 1);
}

IdFeatures idOf(const MatchRecord& record) {
    IdFeatures id;
    std::string number = asciiFolded(record.id_no);
    if (number.empty()) return id;
    if (number.back() == 'x') number.back() = 'X';
    if (number.size() == 15 && areDigits(number)) {  // of before 1999: 19 and a check character are due
        number = number.substr(0, 6) + "19" + number.substr(6);
        number += checkCharacter(number);
    }
    if (number.size() != 18 || !areDigits(std::string_view(number).substr(0, 17))) {
        id.number = partsOf(number, {3, 2, 2, 2, 2, 3});
        return id;
    }
    id.number = partsOf(number, {6, 4, 2, 2, 3, 1});
    id.checked = checkCharacter(number) == number[17];
    const core::Result<Date> birth_date = Date::parse(std::string_view(number).substr(6, 8));
    if (birth_date.ok()) id.birth_date = *birth_date;
    id.doubtful = id.birth_date && record.birth_date && !maySlip(*id.birth_date, *record.birth_date);
    return id;
}

NumberParts phoneOf(const std::string& text) {
    std::string number = asciiFolded(text);
    if (number.size() == 13 && number.starts_with("86")) number.erase(0, 2);
    if (number.size() == 11) return partsOf(number, {3, 2, 2, 2, 2, 0});
    return partsOf(number, {2, 2, 2, 2, 2, 2});
}

void readName(const MatchRecord& record, const NameReader& names, Features& features) {
    features.name = names.read(record.name);
    const NameForm& name = features.name;
    if (name.characters.empty()) return;
    if (name.words.size() > 1) {
        std::uint64_t hash = kOffset;
        for (const std::u32string& word : name.words) hash = matching::hashOf(hash, matching::hashOf(std::u32string_view(word)));
        features.name_key = hash | 1U;
    } else {
        features.name_key = matching::hashOf(std::u32string_view(name.characters)) | 1U;
    }
    const std::size_t count = name.syllables.size();
    const std::size_t surname = std::min<std::size_t>(name.surname, count);
    const bool read = count > 0 && std::find(name.syllables.begin(), name.syllables.end(), Syllable{0}) == name.syllables.end();
    if (read) {
        features.sound_key = hashOf(name.syllables, 0, count, false) | 1U;
        features.fuzzy_key = hashOf(name.syllables, 0, count, true) | 1U;
        if (surname > 0) {
            features.surname_key = hashOf(name.syllables, 0, surname, true) | 1U;
            features.given_key = hashOf(name.syllables, surname, count - surname, true) | 1U;
        }
    }
}

void readAddress(const std::string& address, Features& features) {
    const std::u32string text = folded(address);
    if (text.empty()) return;
    features.address_key = matching::hashOf(std::u32string_view(text)) | 1U;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        features.address.push_back(static_cast<std::uint32_t>(matching::hashOf(text[i], text[i + 1])));
    std::sort(features.address.begin(), features.address.end());
    features.address.erase(std::unique(features.address.begin(), features.address.end()), features.address.end());
}

}  // namespace

std::uint64_t hashOf(std::string_view bytes) {
    std::uint64_t hash = kOffset;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mixed(hash);
}

std::uint64_t hashOf(std::u32string_view text) {
    std::uint64_t hash = kOffset;
    for (const char32_t c : text) hash = hashOf(hash, c);
    return hash;
}

std::uint64_t hashOf(std::uint64_t seed, std::uint64_t value) { return mixed(seed * 0x9e3779b97f4a7c15ULL + value + 1); }

Features FeatureReader::read(const MatchRecord& record) const {
    Features features;
    readName(record, names_, features);
    features.sex = record.sex;
    features.birth_date = record.birth_date;
    features.id = idOf(record);
    if (!features.birth_date && !features.isNewbornForm()) features.birth_date = features.id.birth_date;
    features.phone = phoneOf(record.phone);
    readAddress(record.address, features);
    features.mother = record.mother;
    features.birth_order = record.birth_order;
    return features;
}

}  // namespace hub::identity::matching
