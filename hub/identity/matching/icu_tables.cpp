#include "hub/identity/matching/icu_tables.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/usetiter.h>

#include <algorithm>
#include <memory>

#include "hub/core/exception.h"

namespace hub::identity::matching::icu_tables {

namespace {

constexpr std::size_t kReadingsMin = 40000;  // ICU 72 has 44,068

void require(UErrorCode status, const char* what) {
    if (U_FAILURE(status)) throw core::Exception(fmt::format("ICU: {}: {}", what, u_errorName(status)));
}

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> result(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
    require(status, id);
    return result;
}

std::u32string toUtf32(const icu::UnicodeString& text) {
    std::u32string result;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) result += static_cast<char32_t>(text.char32At(at));
    return result;
}

icu::UnicodeString fromUtf32(std::u32string_view text) {
    icu::UnicodeString result;
    for (const char32_t c : text) result.append(static_cast<UChar32>(c));
    return result;
}

/// zhāng without its tone. The two dots of ü stay.
Syllable toneless(const icu::UnicodeString& reading) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
    require(status, "NFD");
    std::u32string letters;
    for (const char32_t c : toUtf32(decompose->normalize(reading, status))) {
        if (c == 0x0308) {
            letters.back() = U'ü';
        } else if (!u_isblank(static_cast<UChar32>(c)) && u_charType(static_cast<UChar32>(c)) != U_NON_SPACING_MARK) {
            letters += c;
        }
    }
    require(status, "NFD");
    return syllableOf(letters);
}

/// `each` gets every text and what `id` makes of it. Many at a time: starting a transliterator is what takes time, and editing long
/// texts does, too.
void transliterateEach(const char* id, const std::vector<std::u32string>& texts,
                       const std::function<void(std::size_t, const icu::UnicodeString&)>& each) {
    constexpr std::size_t kTogether = 128;
    constexpr char16_t kEnd = u'\n';
    const auto make = transliterator(id);
    for (std::size_t first = 0; first < texts.size(); first += kTogether) {
        const std::size_t end = std::min(first + kTogether, texts.size());
        icu::UnicodeString joined;
        for (std::size_t i = first; i < end; ++i) joined.append(fromUtf32(texts[i])).append(kEnd);
        make->transliterate(joined);
        std::int32_t at = 0;
        for (std::size_t i = first; i < end; ++i) {
            const std::int32_t line_end = joined.indexOf(kEnd, at);
            if (line_end < 0) throw core::Exception(fmt::format("ICU: {} lost a line", id));
            each(i, icu::UnicodeString(joined, at, line_end - at));
            at = line_end + 1;
        }
    }
}

}  // namespace

// The transliterator itself needs 16 us a character, 0.7 s for all. Its rules are "[张章…] > zhāng;", which is the table we want.
void eachReading(const std::function<void(char32_t, Syllable)>& each) {
    icu::UnicodeString rules;
    transliterator("Han-Latin")->toRules(rules, /*escapeUnprintable=*/false);
    std::size_t count = 0;
    for (std::int32_t at = 0; at < rules.length();) {
        std::int32_t line_end = rules.indexOf(u'\n', at);
        if (line_end < 0) line_end = rules.length();
        const icu::UnicodeString rule(rules, at, line_end - at);
        at = line_end + 1;
        const std::int32_t becomes = rule.indexOf(u"] > ");
        if (!rule.startsWith(u"[") || becomes < 0 || !rule.endsWith(u";")) continue;
        const Syllable reading = toneless(icu::UnicodeString(rule, becomes + 4, rule.length() - becomes - 5));
        if (reading == 0) continue;  // three interjections have no vowel
        UErrorCode status = U_ZERO_ERROR;
        const icu::UnicodeSet characters(icu::UnicodeString(rule, 0, becomes + 1), status);
        require(status, "Han-Latin");
        for (icu::UnicodeSetIterator c(characters); c.next(); ++count) each(static_cast<char32_t>(c.getCodepoint()), reading);
    }
    if (count < kReadingsMin) throw core::Exception(fmt::format("ICU: Han-Latin gives {} readings", count));
}

void eachSimplified(const std::function<void(char32_t, char32_t)>& each) {
    icu::UnicodeSet written;
    transliterator("Traditional-Simplified")->getSourceSet(written);
    std::vector<std::u32string> characters;
    for (icu::UnicodeSetIterator c(written); c.next();) characters.emplace_back(1, static_cast<char32_t>(c.getCodepoint()));
    transliterateEach("Traditional-Simplified", characters, [&](std::size_t i, const icu::UnicodeString& simplified) {
        if (simplified.countChar32() == 1) each(characters[i][0], static_cast<char32_t>(simplified.char32At(0)));
    });
}

void eachLatinLetter(const std::function<void(char32_t, std::u32string_view)>& each) {
    std::vector<std::u32string> letters;
    for (const auto& [first, last] : {std::pair<char32_t, char32_t>{0x00DF, 0x024F}, {0x1E00, 0x1EFF}}) {
        for (char32_t c = first; c <= last; ++c) {
            if (u_islower(static_cast<UChar32>(c))) letters.emplace_back(1, c);
        }
    }
    transliterateEach("Latin-ASCII", letters, [&](std::size_t i, const icu::UnicodeString& folded) {
        const std::u32string ascii = toUtf32(folded);
        if (std::all_of(ascii.begin(), ascii.end(), [](char32_t c) { return c >= U'a' && c <= U'z'; })) each(letters[i][0], ascii);
    });
}

std::vector<std::vector<Syllable>> readSurnames(const std::vector<std::u32string>& surnames) {
    std::vector<std::vector<Syllable>> readings(surnames.size());
    transliterateEach("Han-Latin/Names", surnames, [&](std::size_t i, const icu::UnicodeString& spelled) {
        for (std::int32_t at = 0; at < spelled.length();) {
            std::int32_t end = spelled.indexOf(u' ', at);
            if (end < 0) end = spelled.length();
            if (end > at) readings[i].push_back(toneless(icu::UnicodeString(spelled, at, end - at)));
            at = end + 1;
        }
        if (readings[i].size() != surnames[i].size()) throw core::Exception("ICU: Han-Latin/Names does not part characters by blanks");
    });
    return readings;
}

bool isHan(char32_t c) { return c == U'〇' || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_UNIFIED_IDEOGRAPH) != 0; }

}  // namespace hub::identity::matching::icu_tables
