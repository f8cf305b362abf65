#pragma once

#include <string_view>

namespace tests {

/// What must hold for any bytes, as the content of an answer of either chain: something is read or refused, and what is read can be
/// written and read again. Ends the process (HUB_ASSERT) when it does not. Also the target of tests/fuzz/fuzz_nhsa.cpp.
void anyNhsaAnswer(std::string_view bytes);

}  // namespace tests
