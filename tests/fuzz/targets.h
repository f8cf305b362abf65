#pragma once

#include <string_view>

namespace tests::fuzz {

/// What must hold for any bytes. Each target ends the process (HUB_ASSERT) when it does not.

/// Cut into any packets, the bytes give the same events; the decoder holds no more than its bound.
void mllp(std::string_view bytes);

/// A message that parses is rebuilt exactly from its index; every path can be read; a value that was set is read again, also by another
/// parser, and is the only thing that changed. Splitting, checking and acknowledging take any bytes.
void hl7v2(std::string_view bytes);

}  // namespace tests::fuzz
