#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("newer_minor", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.abi_minor = hub::contract::kAbiMinor + 1;
    return descriptor;
}();
