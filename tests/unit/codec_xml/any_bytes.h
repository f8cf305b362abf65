#pragma once

#include <string_view>

namespace tests {

/// What must hold for any bytes, as a document in each charset: an answer, and what parses is written and read back equal.
/// Ends the process (HUB_ASSERT) when it does not. Also the target of tests/fuzz/fuzz_xml.cpp.
void anyXmlBytes(std::string_view bytes);

}  // namespace tests
