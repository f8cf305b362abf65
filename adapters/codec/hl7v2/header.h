#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/hl7v2/delimiters.h"
#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// The MSH segment of bytes that need not be a message: enough to parse them, and to answer them when they cannot be parsed
/// (cases 38, 48, 49). Views into the bytes given to find(), which must outlive it.
class Header {
  public:
    /// MSH in any case, after nothing but a byte order mark and blanks (6, 45); else nullopt.
    static std::optional<Header> find(std::string_view bytes, charset::Charset default_charset);

    /// Of the M of MSH.
    std::size_t offset() const { return offset_; }

    /// Also: Hl7DelimitersNotValid.
    const hub::core::Result<Delimiters>& delimiters() const { return delimiters_; }

    /// What MSH-18 names; the default where it is absent or empty (63), CharsetUnknown where it is not known. Of several repetitions
    /// the first counts, except that ASCII or nothing gives way to what follows (68).
    const hub::core::Result<charset::Charset>& charset() const { return charset_; }

    bool namesSeveralCharsets() const { return several_charsets_; }

    /// The bytes of MSH-`number`, 3 to 25; empty when absent, and always when the delimiters are not valid.
    std::string_view field(std::size_t number) const { return number < fields_.size() ? fields_[number] : std::string_view(); }

    /// One component of a field, counted from 1.
    std::string_view component(std::size_t number, std::size_t component) const;

  private:
    static constexpr std::size_t kFields = 26;

    Header(std::size_t offset, std::string_view segment);
    void split(std::string_view segment, charset::Charset charset);
    std::string_view charsetName();
    void chooseCharset(std::string_view segment, charset::Charset default_charset);

    std::size_t offset_;
    hub::core::Result<Delimiters> delimiters_;
    hub::core::Result<charset::Charset> charset_ = charset::Charset::Ascii;
    bool several_charsets_ = false;
    std::array<std::string_view, kFields> fields_{};
};

/// What a message may have before its first segment: a byte order mark and blanks.
std::size_t leadLength(std::string_view bytes);

/// Splits at `delimiter` as `charset` has it. One piece more than there are delimiters. Calls take(index, piece) until it says false.
template <class Take>
void splitAt(std::string_view text, char delimiter, charset::Charset charset, Take take) {
    const bool trails = charset::hasAsciiTrails(charset);
    std::size_t begin = 0;
    std::size_t index = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == delimiter) {
            if (!take(index++, text.substr(begin, at - begin))) return;
            begin = ++at;
        } else {
            at += trails ? charset::characterLength(charset, text.substr(at)) : 1;
        }
    }
    take(index, text.substr(begin));
}

}  // namespace adapters::codec::hl7v2
