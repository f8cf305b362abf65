#include "adapters/codec/hl7v2/header.h"

#include <algorithm>
#include <cstdint>

#include "adapters/codec/hl7v2/ascii.h"

namespace adapters::codec::hl7v2 {

using charset::Charset;
using hub::core::Result;

namespace {

constexpr std::size_t kCharsetField = 18;

bool hasHighByte(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

}  // namespace

std::size_t leadLength(std::string_view bytes) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    std::size_t at = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    while (at < bytes.size() && isBlank(bytes[at])) ++at;
    return at;
}

Header::Header(std::size_t offset, std::string_view segment) : offset_(offset), delimiters_(Delimiters::ofHeader(segment)) {}

std::optional<Header> Header::find(std::string_view bytes, Charset default_charset) {
    const std::size_t offset = leadLength(bytes);
    std::string_view segment = bytes.substr(offset);
    if (!equalIds(segment.substr(0, 3), "MSH")) return std::nullopt;
    segment = segment.substr(0, segment.find_first_of("\r\n"));
    Header header(offset, segment);
    header.chooseCharset(segment, default_charset);
    return header;
}

void Header::split(std::string_view segment, Charset charset) {
    fields_ = {};
    if (!delimiters_.ok()) return;
    // The piece after the id is MSH-2: MSH-1 is the separator itself.
    splitAt(segment, delimiters_->field, charset, [this](std::size_t index, std::string_view piece) {
        if (index >= 2) fields_[index + 1] = piece;
        return index + 2 < kFields;
    });
}

std::string_view Header::charsetName() {
    std::string_view name;
    std::size_t named = 0;
    const char repetition = delimiters_.ok() ? delimiters_->repetition : Delimiters::kNone;
    splitAt(fields_[kCharsetField], repetition, Charset::Ascii, [&](std::size_t, std::string_view piece) {
        if (piece.empty()) return true;
        ++named;
        if (name.empty() || name == charset::tableName(Charset::Ascii)) name = piece;
        return true;
    });
    several_charsets_ = named > 1;
    return name;
}

/// The charset is needed to find MSH-18 that names it: a GBK name in MSH-4 may end in the field separator. So the one is taken
/// that names itself when MSH is split by it.
void Header::chooseCharset(std::string_view segment, Charset default_charset) {
    if (hasHighByte(segment)) {
        for (const Charset candidate : {default_charset, Charset::Utf8, Charset::Gb18030, Charset::Big5}) {
            split(segment, candidate);
            const Result<Charset> named = charset::charsetFromName(charsetName());
            const bool splits_alike = named.ok() && !charset::hasAsciiTrails(*named) && !charset::hasAsciiTrails(candidate);
            if (splits_alike || (named.ok() && *named == candidate)) {
                charset_ = named;
                return;
            }
        }
    }
    split(segment, default_charset);
    const std::string_view name = charsetName();
    charset_ = name.empty() ? Result<Charset>(default_charset) : charset::charsetFromName(name);
}

std::string_view Header::component(std::size_t number, std::size_t component) const {
    std::string_view found;
    if (!delimiters_.ok()) return found;
    splitAt(field(number), delimiters_->component, charset_.ok() ? *charset_ : Charset::Ascii,
            [&](std::size_t index, std::string_view piece) {
                if (index + 1 == component) found = piece;
                return index + 1 < component;
            });
    return found;
}

}  // namespace adapters::codec::hl7v2
