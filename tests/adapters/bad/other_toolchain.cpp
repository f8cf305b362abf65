#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("other_toolchain", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.toolchain = "gcc 11.4.0 libstdc++ 20220421 c++202002";
    return descriptor;
}();
