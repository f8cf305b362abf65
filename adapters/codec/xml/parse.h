#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/xml/element.h"
#include "hub/core/result.h"

namespace adapters::codec::xml {

/// Elements nested deeper are refused: no message needs it, and nothing that walks the tree can exhaust its stack.
constexpr std::size_t kDepthMax = 64;

struct ParseOptions {
    std::size_t bytes_max;                         ///< larger input is refused unread
    std::optional<charset::Charset> charset = {};  ///< what the transport says; none: byte order mark, then declaration, then UTF-8
};

/// A document as it came from a wire or file. Strict: one root, DTD and entities beyond the five of XML refused (so no entity
/// can grow or reach out), every character legal, no attribute twice. Any bytes at all: no crash, linear in time.
/// Also: XmlNotWellFormed, XmlForbidden, XmlTooLarge, CharsetUnknown (of the declaration), BytesNotInCharset. The offset is in
/// the text as UTF-8.
hub::core::Result<Element> parse(std::string_view bytes, const ParseOptions& options);

/// A document inside a string that is UTF-8 by now. Its declaration speaks of bytes that no longer exist, so its encoding is
/// not looked at. Also: as parse().
hub::core::Result<Element> parseText(std::string_view text, std::size_t bytes_max);

}  // namespace adapters::codec::xml
