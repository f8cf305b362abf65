#include <stdexcept>

#include "tests/adapters/bad/adapter.h"

namespace {

/// Throws for one operation, answers nonsense for another.
class Misbehaving : public bad::GoodInstance, public bad::ReadHandler<bad::ChargeList> {
  public:
    std::vector<bad::Capability> capabilities() const override {
        bad::Capability charges;
        charges.operation = bad::ChargeList::kName;
        std::vector<bad::Capability> all = bad::GoodInstance::capabilities();
        all.push_back(charges);
        return all;
    }
    bad::AnyHandler* handler(std::string_view port, std::string_view operation) override {
        if (operation == bad::ChargeList::kName) return static_cast<bad::ReadHandler<bad::ChargeList>*>(this);
        return bad::GoodInstance::handler(port, operation);
    }
    bad::Outcome<bad::Ping::Result> call(const bad::Meta&, const bad::Ping::Request&) override { throw std::logic_error("from a handler"); }
    bad::Outcome<bad::ChargeList::Result> call(const bad::Meta&, const bad::ChargeList::Request&) override {
        bad::Outcome<bad::ChargeList::Result> done_without_result;
        done_without_result.ending = bad::Ending::Done;
        return done_without_result;
    }
};

}  // namespace

BAD_EXPORT(onecard_adapter) = bad::descriptorOf("misbehaves", bad::create<bad::AdapterOf<Misbehaving>>);
