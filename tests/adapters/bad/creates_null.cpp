#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("creates_null", []() -> bad::Adapter* { return nullptr; });
