#pragma once

#include <string>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/hl7v2/delimiters.h"
#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// Writes UTF-8 text so that it holds no delimiter and no control character: \F\ \S\ \T\ \R\ \E\ (\P\ where there is a truncation
/// character), a line feed as \.br\, any other control character as \Xhh\. Hl7NotEscapable with the offset where
/// the message has no escape character but the text needs one.
hub::core::Result<std::string> escape(std::string_view text, const Delimiters& delimiters);

/// Reads the bytes of a value: decoded into UTF-8, its escapes resolved (HL7 v2, 2.7).
///  - \F\ \S\ \T\ \R\ \E\ \P\ are the delimiters of this message (51).
///  - \Xhh..\ are bytes of the message's charset; escapes next to each other are read together, and \X00hh\ is the
///    UTF-16 unit that some senders write (52). Bytes that are no text in the charset leave the escape as it stands.
///  - \.br\ and \.ce\ are a line feed, \.spN\ N of them, \.skN\ N blanks (N at most 99); \H\ \N\ \.in \.ti \.fi \.nf
///    only lay text out and read as nothing (53).
///  - Everything else, \C..\ \M..\ \Z..\ and a lone escape character included, stays as it stands (53, 54, 55).
/// Also: BytesNotInCharset with the offset in `bytes`.
hub::core::Result<std::string> unescape(std::string_view bytes, const Delimiters& delimiters, charset::Charset charset);

}  // namespace adapters::codec::hl7v2
