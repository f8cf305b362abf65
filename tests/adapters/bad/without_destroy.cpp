#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = [] {
    auto descriptor = bad::descriptorOf("without_destroy", bad::create<bad::AdapterOf<bad::GoodInstance>>);
    descriptor.destroy = nullptr;
    return descriptor;
}();
