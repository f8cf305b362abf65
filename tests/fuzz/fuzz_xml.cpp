#include <cstddef>
#include <cstdint>

#include "tests/unit/codec_xml/any_bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tests::anyXmlBytes({reinterpret_cast<const char*>(data), size});
    return 0;
}
