#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("other_major", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.abi_major = hub::contract::kAbiMajor + 1;
    return descriptor;
}();
