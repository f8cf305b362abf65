#include "hub/identity/matching/han.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "hub/core/exception.h"
#include "hub/identity/matching/icu_tables.h"
#include "hub/identity/matching/pinyin.h"

namespace hub::identity::matching {

namespace {

constexpr std::size_t kCharactersWithSurnameMax = 4;

/// Takes the next character off. 0 when it is not one of three or four bytes, as Han characters are: what that is then, ICU finds out.
/// Forms that are too long and surrogates come through; there is no Han character among them.
char32_t takeWide(std::string_view& utf8) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const std::size_t length = byte(0) >= 0xF0 ? 4 : 3;
    if (byte(0) < 0xE0 || byte(0) > 0xF4 || utf8.size() < length) return 0;
    char32_t c = byte(0) & (length == 4 ? 0x07U : 0x0FU);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
        c = c << 6 | (byte(i) & 0x3FU);
    }
    utf8.remove_prefix(length);
    return c;
}

std::u32string normalised(std::string_view utf8) {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_SUCCESS(status)) text = form->normalize(text, status);
    if (U_FAILURE(status)) throw core::Exception(fmt::format("ICU: {}", u_errorName(status)));
    std::u32string result;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) result += static_cast<char32_t>(text.char32At(at));
    return result;
}

bool isLost(char32_t c) {
    const bool blank_box = c == 0x25A1 || c == 0x3013;  // □ 〓, which typists put for what they cannot type
    return c == kLost || c == U'?' || c == U'*' || blank_box || u_charType(static_cast<UChar32>(c)) == U_PRIVATE_USE_CHAR;
}

/// Those of transcribed names, · before all.
bool isDot(char32_t c) { return std::u32string_view(U".·•‧∙⋅・。").find(c) != std::u32string_view::npos; }

bool isHyphen(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_DASH_PUNCTUATION || c == 0x2212 || c == U'_'; }

bool isApostrophe(char32_t c) { return std::u32string_view(U"'`´‘’ʼʻ′").find(c) != std::u32string_view::npos; }

bool isBlank(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || u_iscntrl(static_cast<UChar32>(c)) != 0; }

bool isAccent(char32_t c) { return c >= 0x0300 && c <= 0x036F; }

bool isLatin(char32_t c) { return c >= U'a' && c <= U'z'; }

/// The remark in brackets at the end: 张三(复诊). Where the closing one was cut off, it goes to the end.
struct Remark {
    std::size_t begin;
    std::u32string_view text;
};

Remark remarkOf(std::u32string_view text) {
    constexpr std::u32string_view kOpen = U"([{<【〔《「";
    constexpr std::u32string_view kClose = U")]}>】〕》」";
    const std::size_t open = text.find_first_of(kOpen);
    if (open == std::u32string_view::npos || open == 0) return {text.size(), {}};
    std::u32string_view inside = text.substr(open + 1);
    while (!inside.empty() && isBlank(inside.back())) inside.remove_suffix(1);
    if (const std::size_t close = inside.find_first_of(kClose); close != std::u32string_view::npos) {
        const std::u32string_view after = inside.substr(close + 1);
        if (!after.empty() && kOpen.find(after.front()) == std::u32string_view::npos) return {text.size(), {}};
        inside = inside.substr(0, close);
    }
    return {open, inside};
}

/// Mary-Ann is two words, as hyphens come and go; o'neil is one.
void addParts(std::u32string_view word, std::vector<std::u32string>& parts) {
    std::u32string part;
    const auto end = [&] {
        if (!part.empty()) parts.push_back(std::exchange(part, {}));
    };
    for (const char32_t c : word) {
        if (c == U'-') {
            end();
        } else if (c != U'\'') {
            part += c == U'ü' ? U'u' : c;
        }
    }
    end();
}

}  // namespace

/// A name in its parts.
struct NameReader::Written {
    std::vector<std::u32string> words;  ///< with ' and - in them
    std::u32string characters;
    bool dotted = false;
    bool comma = false;  ///< one follows the first word
    bool lost = false;
};

NameReader::NameReader() : characters_(surnames_) {
    icu_tables::eachLatinLetter([this](char32_t c, std::u32string_view ascii) { latin_.emplace(c, ascii); });
    // Pinyin needs the difference of ü and u; the tones on it make no difference.
    for (const char32_t c : std::u32string_view(U"üǖǘǚǜ")) latin_.insert_or_assign(c, std::u32string(1, U'ü'));
}

NameForm NameReader::read(std::string_view utf8) const {
    NameForm form;
    if (!readHan(utf8, form)) {
        form.characters.clear();
        readAny(utf8, form);
    }
    return form;
}

/// Most names are nothing but Han characters; they are spared everything else. False when this one is not.
bool NameReader::readHan(std::string_view utf8, NameForm& form) const {
    while (!utf8.empty()) {
        const HanCharacters::Character* character = characters_.find(takeWide(utf8));
        if (character == nullptr) return false;
        form.characters += character->simplified;
    }
    if (form.characters.empty()) return false;
    form.script = NameScript::Han;
    takeChild({}, form);
    takeSurname(/*dotted=*/false, form);
    takeSyllables(form);
    return true;
}

void NameReader::readAny(std::string_view utf8, NameForm& form) const {
    const std::u32string text = normalised(utf8);
    const Remark remark = remarkOf(text);
    Written written = split(std::u32string_view(text).substr(0, remark.begin));
    form.characters = std::move(written.characters);
    form.unreadable = written.lost;
    takeChild(split(remark.text).characters, form);
    form.script = scriptOf(form.characters);
    if (form.script == NameScript::Han) {
        takeSurname(written.dotted, form);
        takeSyllables(form);
        return;
    }
    if (form.script == NameScript::Latin) {
        PinyinName pinyin = readPinyinName(written.words, written.comma, surnames_);
        form.syllables = std::move(pinyin.syllables);
        form.surname = pinyin.surname;
    }
    for (const std::u32string& word : written.words) addParts(word, form.words);
    std::sort(form.words.begin(), form.words.end());
}

NameReader::Written NameReader::split(std::u32string_view text) const {
    Written written;
    std::u32string word;
    const auto endWord = [&] {
        if (!word.empty()) written.words.push_back(std::exchange(word, {}));
    };
    const auto take = [&](char32_t c) {
        word += c;
        written.characters += c == U'ü' ? U'u' : c;
    };
    for (const char32_t c : text) {
        if (const HanCharacters::Character* character = characters_.find(c)) {
            take(character->simplified);
        } else if (isLatin(c)) {
            take(c);
        } else if (const auto letter = latin_.find(c); letter != latin_.end()) {
            for (const char32_t ascii : letter->second) take(ascii);
        } else if (isLost(c)) {
            take(kLost);
            written.lost = true;
        } else if (isApostrophe(c) || isHyphen(c)) {
            if (!word.empty()) word += isHyphen(c) ? U'-' : U'\'';
        } else if (isBlank(c) || isDot(c) || c == U',') {
            endWord();
            written.dotted = written.dotted || isDot(c);
            written.comma = written.comma || (c == U',' && written.words.size() == 1);
        } else if (!isAccent(c)) {
            take(c);
        }
    }
    endWord();
    return written;
}

/// Takes from the end of the name, or from the remark behind it, that this is somebody's child. The parent has a given name: 张之子 may be
/// anybody's own name. A surname of two characters shows only when a third follows; and English words end in bb, too.
void NameReader::takeChild(std::u32string_view remark, NameForm& form) const {
    std::u32string& name = form.characters;
    form.child_of = childBy(remark);
    for (std::size_t begin = 2; form.child_of == ChildOf::Nobody && begin < name.size(); ++begin) {
        const ChildOf child = childBy(std::u32string_view(name).substr(begin));
        if (child == ChildOf::Nobody || isLatin(name[begin - 1])) continue;
        if (begin <= surnameOf(std::u32string_view(name).substr(0, begin + 1))) continue;
        form.child_of = child;
        name.resize(begin);
    }
}

void NameReader::takeSurname(bool dotted, NameForm& form) const { form.surname = dotted ? std::uint8_t{0} : surnameOf(form.characters); }

std::uint8_t NameReader::surnameOf(std::u32string_view characters) const {
    if (characters.empty() || characters.size() > kCharactersWithSurnameMax) return 0;
    if (characters.size() > 2 && surnames_.compound(characters[0], characters[1]) != nullptr) return 2;
    const HanCharacters::Character* first = characters_.find(characters[0]);
    return first != nullptr && first->surname != 0 ? 1 : 0;
}

void NameReader::takeSyllables(NameForm& form) const {
    form.syllables.reserve(form.characters.size());
    for (const char32_t c : form.characters) {
        const HanCharacters::Character* character = characters_.find(c);
        form.syllables.push_back(character == nullptr ? Syllable{0} : character->given);
    }
    if (form.surname == 1) form.syllables[0] = characters_.find(form.characters[0])->surname;
    if (form.surname == 2) {
        const Surnames::Compound* surname = surnames_.compound(form.characters[0], form.characters[1]);
        form.syllables[0] = surname->first_reading;
        form.syllables[1] = surname->second_reading;
    }
}

NameScript NameReader::scriptOf(std::u32string_view characters) const {
    if (characters.empty()) return NameScript::Empty;
    bool han = false;
    bool latin = false;
    for (const char32_t c : characters) {
        if (isLatin(c)) {
            latin = true;
        } else if (characters_.find(c) != nullptr) {
            han = true;
        } else if (c != kLost) {
            return NameScript::Mixed;
        }
    }
    if (han == latin) return NameScript::Mixed;
    return han ? NameScript::Han : NameScript::Latin;
}

char32_t NameReader::simplified(char32_t c) const {
    const HanCharacters::Character* character = characters_.find(c);
    return character == nullptr ? c : character->simplified;
}

bool NameReader::areVariants(char32_t a, char32_t b) const {
    if (a == b) return false;
    const char32_t simple_a = simplified(a);
    const char32_t simple_b = simplified(b);
    return simple_a == simple_b || variants_.are(simple_a, simple_b);
}

bool NameReader::readAlike(char32_t a, char32_t b) const {
    const HanCharacters::Character* one = characters_.find(a);
    const HanCharacters::Character* other = characters_.find(b);
    if (one == nullptr || other == nullptr) return false;
    const auto readings = [](const HanCharacters::Character& c) { return std::array{c.given, c.surname, c.others[0], c.others[1]}; };
    const auto of_other = readings(*other);
    for (const Syllable reading : readings(*one)) {
        if (reading != 0 && std::find(of_other.begin(), of_other.end(), reading) != of_other.end()) return true;
    }
    return one->simplified == other->simplified;
}

}  // namespace hub::identity::matching
