#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_plugin) = bad::descriptorOf("no_descriptor", bad::create<bad::AdapterOf<bad::GoodInstance>>);
