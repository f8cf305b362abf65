#include "tests/adapters/conformance/operations.h"

#include "hub/contract/operations.h"

namespace tests::conformance {

namespace contract = hub::contract;
namespace core = hub::core;

namespace {

template <class Answer>
Heard heardOf(std::string_view ending, const Answer& answer) {
    Heard heard{std::string(ending),
                answer.result ? core::toJson(*answer.result, core::Exposure::Revealed) : "",
                answer.evidence ? answer.evidence->reveal() : "",
                {}};
    if (answer.trouble) heard.open_texts = {answer.trouble->code, answer.trouble->detail};
    return heard;
}

template <contract::Operation Op>
class OperationOf final : public AnyOperation {
  public:
    std::string_view name() const override { return Op::kName; }
    std::string_view port() const override { return Op::kPort; }
    bool writes() const override { return Op::kWrites; }

    Heard call(contract::Instance& instance, const contract::Meta& meta, const std::string& request) const override {
        return guarded(instance, request, [&](auto& handler, const typename Op::Request& typed) {
            const auto outcome = handler.call(meta, typed);
            Heard heard = heardOf(core::enumName(outcome.ending), outcome);
            if (outcome.refusal) heard.open_texts.push_back(outcome.refusal->their_code);
            return heard;
        });
    }
    Heard inquire(contract::Instance& instance, const contract::Meta& meta, const std::string& request) const override {
        if constexpr (Op::kWrites) {
            return guarded(instance, request, [&](auto& handler, const typename Op::Request& typed) {
                const auto inquiry = handler.inquire(meta, typed);
                return heardOf(core::enumName(inquiry.finding), inquiry);
            });
        } else {
            HUB_ASSERT(false);
        }
    }

  private:
    template <class Use>
    static Heard guarded(contract::Instance& instance, const std::string& request, Use use) {
        const core::Result<typename Op::Request> typed = core::fromJson<typename Op::Request>(request);
        if (!typed.ok()) return {"the example does not fit: " + typed.failure().detail(), "", "", {}};
        contract::Handler<Op>* handler = contract::handlerOf<Op>(instance);
        HUB_ASSERT(handler != nullptr);
        try {
            return use(*handler, *typed);
        } catch (...) {
            return {"thrown", "", "", {}};
        }
    }
};

}  // namespace

const std::vector<std::unique_ptr<AnyOperation>>& allOperations() {
    static const auto operations = [] {
        std::vector<std::unique_ptr<AnyOperation>> all;
        contract::forEachOperation([&]<contract::Operation Op>() { all.push_back(std::make_unique<OperationOf<Op>>()); });
        return all;
    }();
    return operations;
}

const AnyOperation* operationNamed(std::string_view name) {
    for (const auto& operation : allOperations()) {
        if (operation->name() == name) return operation.get();
    }
    return nullptr;
}

}  // namespace tests::conformance
