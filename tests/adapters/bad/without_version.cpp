#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("without_version", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.version = "";
    return descriptor;
}();
