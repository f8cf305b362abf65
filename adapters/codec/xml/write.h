#pragma once

#include <string>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/xml/element.h"
#include "hub/core/result.h"

namespace adapters::codec::xml {

struct WriteOptions {
    charset::Charset charset = charset::Charset::Utf8;
    bool declaration = false;  ///< begin with <?xml version="1.0" encoding="…"?>
};

/// The element without any layout: what is read back is equal. A character the charset does not have is written as a character
/// reference in texts and attributes (so a rare name survives GB2312 systems that read XML properly) and is TextNotInCharset in a
/// name, which cannot hold one. A CDATA text is closed and opened again around `]]>` and around such references.
/// Also: XmlNotWritable for a name that is none, a control character, text that is not UTF-8, or elements nested deeper than 64.
hub::core::Result<std::string> write(const Element& element, const WriteOptions& options = {});

/// `text` as it stands between tags: & < > and CR as references. All else is left alone.
std::string escaped(std::string_view text);

}  // namespace adapters::codec::xml
