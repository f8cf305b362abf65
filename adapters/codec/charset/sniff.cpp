#include "adapters/codec/charset/sniff.h"

#include <algorithm>
#include <cstdint>

#include "hub/core/text.h"

namespace adapters::codec::charset {

namespace {

bool isHigh(char c) { return static_cast<std::uint8_t>(c) >= 0x80; }

struct Utf8Look {
    bool well_formed = false;
    bool has_long_characters = false;  ///< three or four bytes: Chinese; only two bytes are Latin, Greek, Cyrillic
};

Utf8Look lookAsUtf8(std::string_view bytes) {
    return {hub::core::isUtf8(bytes), std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0xE0; })};
}

struct DoubleByteLook {
    bool well_formed = true;
    bool all_common = true;  ///< every character is in the part that GB2312 fills: punctuation and the 6,763 usual characters
};

DoubleByteLook lookAsDoubleByte(std::string_view bytes, Charset charset) {
    DoubleByteLook look;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = characterLength(charset, bytes.substr(at));
        if (isHigh(bytes[at])) {
            const auto lead = static_cast<std::uint8_t>(bytes[at]);
            const auto trail = length == 2 ? static_cast<std::uint8_t>(bytes[at + 1]) : std::uint8_t{0};
            look.well_formed = look.well_formed && length > 1;
            look.all_common = look.all_common && trail >= 0xA1 && ((lead >= 0xA1 && lead <= 0xA3) || (lead >= 0xB0 && lead <= 0xF7));
        }
        at += length;
    }
    return look;
}

}  // namespace

Verdict sniff(std::string_view bytes, Charset declared) {
    if (std::none_of(bytes.begin(), bytes.end(), isHigh)) return Verdict::Ascii;
    const Utf8Look utf8 = lookAsUtf8(bytes);
    const DoubleByteLook gb18030 = lookAsDoubleByte(bytes, Charset::Gb18030);
    const bool chinese_utf8 = utf8.well_formed && utf8.has_long_characters;
    switch (declared) {
        case Charset::Utf8:
            if (!utf8.well_formed) return gb18030.well_formed ? Verdict::LooksGb18030 : Verdict::Damaged;
            return gb18030.well_formed && gb18030.all_common ? Verdict::Doubtful : Verdict::AsDeclared;
        case Charset::Gb18030:
            if (!gb18030.well_formed) return utf8.well_formed ? Verdict::LooksUtf8 : Verdict::Damaged;
            if (!chinese_utf8) return Verdict::AsDeclared;
            return gb18030.all_common ? Verdict::Doubtful : Verdict::LooksUtf8;
        case Charset::Big5:
            if (chinese_utf8) return Verdict::LooksUtf8;
            return lookAsDoubleByte(bytes, Charset::Big5).well_formed ? Verdict::AsDeclared : Verdict::Damaged;
        case Charset::Latin1:
            if (utf8.well_formed) return Verdict::LooksUtf8;
            return gb18030.well_formed && gb18030.all_common ? Verdict::LooksGb18030 : Verdict::AsDeclared;
        case Charset::Ascii:
            if (utf8.well_formed) return Verdict::LooksUtf8;
            return gb18030.well_formed ? Verdict::LooksGb18030 : Verdict::Damaged;
    }
    HUB_ASSERT(false);
}

}  // namespace adapters::codec::charset
