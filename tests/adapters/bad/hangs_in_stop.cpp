#include "tests/adapters/bad/adapter.h"

namespace {

class Hanging : public bad::GoodInstance {
  public:
    void stop() override { bad::hang(); }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("hangs_in_stop", bad::create<bad::AdapterOf<Hanging>>);
