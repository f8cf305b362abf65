#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace adapters::codec::charset {

/// The character sets that are read and written. Gb18030 also stands for GBK and GB2312, which are parts of it:
/// only GB18030 can carry the rare characters of Chinese names.
enum class Charset { Ascii, Utf8, Gb18030, Big5, Latin1 };

/// The name of HL7 table 0211, as written into MSH-18: "UNICODE UTF-8", "GB 18030-2000".
std::string_view tableName(Charset charset);

/// By a name of table 0211 or one that hospitals write ("GBK", "CN-GB", "utf8", "gb_2312-80"); case, blanks, '-', '_' and '/' do not
/// matter. "UNICODE" alone is UTF-8. Sets that cannot be carried faithfully (ISO IR87, CNS 11643, UTF-16) are not known.
/// Also: CharsetUnknown, which also answers an empty name.
hub::core::Result<Charset> charsetFromName(std::string_view name);

/// Bytes of the character that `bytes` starts with, by its lead and trail bytes: 1 to 4. A byte that starts no well-formed
/// character counts as one of length 1, so that a scan always goes on. This is what keeps a trail byte 5C, 5E, 7C or 7E of GBK
/// and Big5 from being taken for a delimiter. REQUIRES: bytes is not empty.
std::size_t characterLength(Charset charset, std::string_view bytes);

/// True for the charsets in which an ASCII byte can be the second half of a character.
constexpr bool hasAsciiTrails(Charset charset) { return charset == Charset::Gb18030 || charset == Charset::Big5; }

/// Strict: a byte that is no character of the set is BytesNotInCharset with its offset, never a '?'. Any thread.
hub::core::Result<std::string> toUtf8(Charset charset, std::string_view bytes);

/// The reverse. A character the set does not have, or text that is not UTF-8, is TextNotInCharset with its offset. Any thread.
hub::core::Result<std::string> fromUtf8(Charset charset, std::string_view text);

}  // namespace adapters::codec::charset
