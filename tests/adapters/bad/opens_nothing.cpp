#include "tests/adapters/bad/adapter.h"

namespace {

class Opening : public bad::AdapterOf<bad::GoodInstance> {
  public:
    hub::core::Result<std::unique_ptr<bad::Instance>> open(const bad::InstanceSettings&, bad::Host&) override {
        return std::unique_ptr<bad::Instance>();
    }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("opens_nothing", bad::create<Opening>);
