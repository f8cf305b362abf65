#pragma once

#include <string>
#include <string_view>

namespace hub::core {

/// What a refused text looked like without what it said: digits become 9, letters a, other visible ASCII stays, the rest
/// is '?', and it ends after 32 characters. A wrong mapping can bring a name or an ID number to any parser, and errors are logged.
std::string shapeOf(std::string_view text);

/// What of the type of a message is kept and shown in clear: all of it where it looks like one ("ADT^A28^ADT_A05"), else its shape, for
/// whoever sent it may have put a name or a number there.
std::string clearType(std::string_view type);

/// True when `text` is well-formed UTF-8 (no overlong form, no surrogate, nothing past U+10FFFF).
bool isUtf8(std::string_view text);

}  // namespace hub::core
