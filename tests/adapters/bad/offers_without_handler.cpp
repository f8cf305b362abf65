#include "tests/adapters/bad/adapter.h"

namespace {

class Boasting : public bad::GoodInstance {
  public:
    std::vector<bad::Capability> capabilities() const override {
        bad::Capability charges;
        charges.operation = bad::ChargeList::kName;
        return {charges};
    }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("offers_without_handler", bad::create<bad::AdapterOf<Boasting>>);
