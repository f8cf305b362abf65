#include <cstddef>
#include <cstdint>

#include "tests/adapters/nhsa/any_answer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tests::anyNhsaAnswer({reinterpret_cast<const char*>(data), size});
    return 0;
}
