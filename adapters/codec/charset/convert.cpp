#include <iconv.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "adapters/codec/charset/charset.h"
#include "hub/core/exception.h"
#include "hub/core/text.h"

namespace adapters::codec::charset {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

/// One conversion. Opening takes a quarter of a microsecond, less than keeping descriptors apart by thread would cost in code.
class Conversion {
  public:
    Conversion(const char* to, const char* from) : descriptor_(iconv_open(to, from)) {
        if (descriptor_ == reinterpret_cast<iconv_t>(-1)) {
            throw hub::core::Exception(std::string("iconv cannot convert ") + from + " to " + to + ": its gconv modules are missing");
        }
    }
    ~Conversion() { iconv_close(descriptor_); }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    /// `growth_max`: bytes that one byte can become. A Failure carries `error`, the offset and the charset's name.
    Result<std::string> run(std::string_view input, std::size_t growth_max, Error error, Charset charset) const {
        std::string output(input.size() * growth_max, '\0');
        char* in = const_cast<char*>(input.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): iconv does not write to it
        std::size_t in_left = input.size();
        char* out = output.data();
        std::size_t out_left = output.size();
        const std::size_t changed = iconv(descriptor_, &in, &in_left, &out, &out_left);
        HUB_ASSERT(changed != static_cast<std::size_t>(-1) || errno != E2BIG);
        // Anything but 0 is an error or a character replaced by a similar one.
        if (changed != 0) return Failure{error, std::string(tableName(charset)), input.size() - in_left};
        output.resize(output.size() - out_left);
        return output;
    }

  private:
    iconv_t descriptor_;
};

const char* iconvName(Charset charset) {
    switch (charset) {
        case Charset::Gb18030:
            return "GB18030";
        case Charset::Big5:
            return "BIG5";
        case Charset::Latin1:
            return "ISO-8859-1";
        case Charset::Ascii:
        case Charset::Utf8:
            break;  // these need no conversion
    }
    HUB_ASSERT(false);
}

bool isAscii(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, 8);
        if ((word & kHighBits) != 0) return false;
    }
    for (; i < text.size(); ++i) {
        if (static_cast<std::uint8_t>(text[i]) >= 0x80) return false;
    }
    return true;
}

/// Offset of the first byte that is not part of well-formed UTF-8 (or, for Ascii, not below 80). REQUIRES: there is one.
std::size_t firstWrongByte(Charset charset, std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = characterLength(charset, text.substr(at));
        if (length == 1 && static_cast<std::uint8_t>(text[at]) >= 0x80) break;
        at += length;
    }
    return at;
}

}  // namespace

Result<std::string> toUtf8(Charset charset, std::string_view bytes) {
    if (isAscii(bytes) || (charset == Charset::Utf8 && hub::core::isUtf8(bytes))) return std::string(bytes);
    if (charset == Charset::Ascii || charset == Charset::Utf8) {
        return Failure{Error::BytesNotInCharset, std::string(tableName(charset)), firstWrongByte(charset, bytes)};
    }
    return Conversion("UTF-8", iconvName(charset)).run(bytes, 4, Error::BytesNotInCharset, charset);
}

Result<std::string> fromUtf8(Charset charset, std::string_view text) {
    if (isAscii(text)) return std::string(text);
    if (!hub::core::isUtf8(text)) {
        return Failure{Error::TextNotInCharset, std::string(tableName(Charset::Utf8)), firstWrongByte(Charset::Utf8, text)};
    }
    if (charset == Charset::Utf8) return std::string(text);
    if (charset == Charset::Ascii) return Failure{Error::TextNotInCharset, std::string(tableName(charset)), firstWrongByte(charset, text)};
    return Conversion(iconvName(charset), "UTF-8").run(text, 2, Error::TextNotInCharset, charset);
}

}  // namespace adapters::codec::charset
