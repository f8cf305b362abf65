#include <stdexcept>

#include "tests/adapters/bad/adapter.h"

namespace {

class Throwing : public bad::GoodInstance {
  public:
    hub::core::Result<void> start() override { throw std::runtime_error("from start"); }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("throws_in_start", bad::create<bad::AdapterOf<Throwing>>);
