#include <stdexcept>

#include "tests/adapters/bad/adapter.h"

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("throws_in_create", []() -> bad::Adapter* { throw std::runtime_error("from create"); });
