#include "tests/adapters/bad/adapter.h"

namespace {

struct NoStandardException {};

class Throwing : public bad::AdapterOf<bad::GoodInstance> {
  public:
    hub::core::Result<std::unique_ptr<bad::Instance>> open(const bad::InstanceSettings&, bad::Host&) override {
        throw NoStandardException();
    }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("throws_in_open", bad::create<Throwing>);
