#include <cstddef>
#include <cstdint>

#include "tests/adapters/bank/any_statement.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tests::anyStatementBytes({reinterpret_cast<const char*>(data), size});
    return 0;
}
