#include "adapters/codec/charset/charset.h"

#include <array>
#include <cstdint>
#include <utility>

#include "hub/core/text.h"

namespace adapters::codec::charset {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

/// Names without case, blanks, '-', '_' and '/'.
constexpr std::array<std::pair<std::string_view, Charset>, 28> kNames{{
    {"ASCII", Charset::Ascii},         {"USASCII", Charset::Ascii},       {"ISOIR6", Charset::Ascii},     {"UNICODEUTF8", Charset::Utf8},
    {"UNICODE", Charset::Utf8},        {"UTF8", Charset::Utf8},           {"ISOIR192", Charset::Utf8},    {"GB180302000", Charset::Gb18030},
    {"GB180302005", Charset::Gb18030}, {"GB180302022", Charset::Gb18030}, {"GB18030", Charset::Gb18030},  {"GBK", Charset::Gb18030},
    {"GB2312", Charset::Gb18030},      {"GB23121980", Charset::Gb18030},  {"GB231280", Charset::Gb18030}, {"CNGB", Charset::Gb18030},
    {"EUCCN", Charset::Gb18030},       {"CP936", Charset::Gb18030},       {"MS936", Charset::Gb18030},    {"WINDOWS936", Charset::Gb18030},
    {"BIG5", Charset::Big5},           {"CNBIG5", Charset::Big5},         {"CP950", Charset::Big5},       {"88591", Charset::Latin1},
    {"ISO88591", Charset::Latin1},     {"LATIN1", Charset::Latin1},       {"ISOIR100", Charset::Latin1},  {"ISOLATIN1", Charset::Latin1},
}};

std::string normalized(std::string_view name) {
    std::string key;
    for (const char c : name) {
        if (c == ' ' || c == '-' || c == '_' || c == '/') continue;
        key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return key;
}

class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
    bool within(std::size_t index, unsigned from, unsigned to) const {
        if (index >= bytes_.size()) return false;
        const unsigned byte = static_cast<std::uint8_t>(bytes_[index]);
        return byte >= from && byte <= to;
    }

  private:
    std::string_view bytes_;
};

}  // namespace

std::string_view tableName(Charset charset) {
    switch (charset) {
        case Charset::Ascii:
            return "ASCII";
        case Charset::Utf8:
            return "UNICODE UTF-8";
        case Charset::Gb18030:
            return "GB 18030-2000";
        case Charset::Big5:
            return "BIG-5";
        case Charset::Latin1:
            return "8859/1";
    }
    HUB_ASSERT(false);
}

Result<Charset> charsetFromName(std::string_view name) {
    const std::string key = normalized(name.substr(0, 64));
    for (const auto& [known, charset] : kNames) {
        if (known == key) return charset;
    }
    return Failure{Error::CharsetUnknown, hub::core::shapeOf(name)};
}

std::size_t characterLength(Charset charset, std::string_view text) {
    HUB_ASSERT(!text.empty());
    const Bytes bytes(text);
    switch (charset) {
        case Charset::Ascii:
        case Charset::Latin1:
            return 1;
        case Charset::Utf8:
            for (const std::size_t length : {2U, 3U, 4U}) {
                if (bytes.within(0, 0xC2, 0xF4) && text.size() >= length && hub::core::isUtf8(text.substr(0, length))) return length;
            }
            return 1;
        case Charset::Gb18030:
            if (!bytes.within(0, 0x81, 0xFE)) return 1;
            if (bytes.within(1, 0x40, 0x7E) || bytes.within(1, 0x80, 0xFE)) return 2;
            if (bytes.within(1, 0x30, 0x39) && bytes.within(2, 0x81, 0xFE) && bytes.within(3, 0x30, 0x39)) return 4;
            return 1;
        case Charset::Big5:
            if (!bytes.within(0, 0x81, 0xFE)) return 1;
            return bytes.within(1, 0x40, 0x7E) || bytes.within(1, 0xA1, 0xFE) ? 2 : 1;
    }
    HUB_ASSERT(false);
}

}  // namespace adapters::codec::charset
