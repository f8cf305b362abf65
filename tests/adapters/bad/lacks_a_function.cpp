#include "tests/adapters/bad/adapter.h"

// Declared as if another library had it. Opened lazily, its first call would end the hub.
extern "C" void onecard_function_that_nobody_defines();

namespace {

class Lacking : public bad::GoodInstance {
  public:
    hub::core::Result<void> start() override {
        onecard_function_that_nobody_defines();
        return {};
    }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("lacks_a_function", bad::create<bad::AdapterOf<Lacking>>);
