#pragma once

#include <string_view>

namespace tests {

/// What must hold for any bytes that come as a statement: an answer, and of what is read, sums and rows that are those of the file.
/// Ends the process (HUB_ASSERT) when it does not. Also the target of tests/fuzz/fuzz_bank_statement.cpp.
void anyStatementBytes(std::string_view bytes);

}  // namespace tests
