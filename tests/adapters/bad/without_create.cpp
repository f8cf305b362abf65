#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("without_create", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.create = nullptr;
    return descriptor;
}();
