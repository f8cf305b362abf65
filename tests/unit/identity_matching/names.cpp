#include "tests/unit/identity_matching/names.h"

namespace tests::matching {

namespace {

std::string toUtf8(std::u32string_view text) {
    std::string utf8;
    const auto put = [&](char32_t bits) { utf8 += static_cast<char>(bits); };
    for (const char32_t c : text) {
        if (c == hub::identity::matching::kLost) {
            utf8 += '?';
        } else if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
        } else {
            put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
        }
    }
    return utf8;
}

template <class Parts, class Show>
std::string joined(const Parts& parts, const Show& show) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " ") + show(part);
    return text;
}

}  // namespace

const NameReader& reader() {
    static const NameReader kReader;
    return kReader;
}

std::string charactersOf(std::string_view name) { return toUtf8(reader().read(name).characters); }

std::string syllablesOf(std::string_view name) {
    return joined(reader().read(name).syllables,
                  [](Syllable one) { return one == 0 ? std::string("-") : toUtf8(hub::identity::matching::spellingOf(one)); });
}

std::string wordsOf(std::string_view name) {
    return joined(reader().read(name).words, [](const std::u32string& word) { return toUtf8(word); });
}

int surnameOf(std::string_view name) { return reader().read(name).surname; }

Syllable syllable(std::u32string_view letters) { return hub::identity::matching::syllableOf(letters); }

}  // namespace tests::matching

namespace hub::identity::matching {

std::ostream& operator<<(std::ostream& out, NameScript script) {
    constexpr const char* kNames[] = {"Han", "Latin", "Mixed", "Empty"};
    return out << kNames[static_cast<int>(script)];
}

std::ostream& operator<<(std::ostream& out, ChildOf child) {
    constexpr const char* kNames[] = {"Nobody", "Son", "Daughter", "Child"};
    return out << kNames[static_cast<int>(child)];
}

}  // namespace hub::identity::matching
