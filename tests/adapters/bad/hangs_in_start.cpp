#include "tests/adapters/bad/adapter.h"

namespace {

class Hanging : public bad::GoodInstance {
  public:
    hub::core::Result<void> start() override {
        bad::note();
        bad::hang();
        return {};
    }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("hangs_in_start", bad::create<bad::AdapterOf<Hanging>>);
