#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("renamed", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.id = "another";
    return descriptor;
}();
