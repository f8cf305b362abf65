#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("good", bad::create<bad::AdapterOf<bad::GoodInstance>>);
