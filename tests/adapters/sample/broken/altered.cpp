#include "tests/adapters/sample/broken/altered.h"

namespace adapters::sample {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}  // namespace adapters::sample

namespace tests {

namespace contract = hub::contract;
namespace core = hub::core;

namespace {

class AlteredCreate final : public contract::WriteHandler<Create> {
  public:
    AlteredCreate(contract::Handler<Create>& sample, CreateInstead instead) : sample_(sample), instead_(std::move(instead)) {}

    CreateOutcome call(const contract::Meta& meta, const Create::Request& request) override { return instead_(sample_, meta, request); }
    contract::Inquiry<Create::Result> inquire(const contract::Meta& meta, const Create::Request& request) override {
        return sample_.inquire(meta, request);
    }

  private:
    contract::Handler<Create>& sample_;
    CreateInstead instead_;
};

class AlteredInstance final : public contract::Instance {
  public:
    AlteredInstance(std::unique_ptr<contract::Instance> sample, CreateInstead instead)
        : sample_(std::move(sample)), create_(*contract::handlerOf<Create>(*sample_), std::move(instead)) {}

    std::vector<contract::Capability> capabilities() const override { return sample_->capabilities(); }
    contract::AnyHandler* handler(std::string_view port, std::string_view operation) override {
        if (port == Create::kPort && operation == Create::kName) return &create_;
        return sample_->handler(port, operation);
    }
    core::Result<void> start() override { return sample_->start(); }
    void stop() override { sample_->stop(); }

  private:
    std::unique_ptr<contract::Instance> sample_;
    AlteredCreate create_;
};

class AlteredAdapter final : public contract::Adapter {
  public:
    explicit AlteredAdapter(CreateInstead instead) : sample_(adapters::sample::makeAdapter()), instead_(std::move(instead)) {}

    std::vector<contract::SettingsProblem> check(const contract::InstanceSettings& settings) const override {
        return sample_->check(settings);
    }
    core::Result<std::unique_ptr<contract::Instance>> open(const contract::InstanceSettings& settings, contract::Host& host) override {
        core::Result<std::unique_ptr<contract::Instance>> sample = sample_->open(settings, host);
        if (!sample.ok()) return sample.failure();
        return std::unique_ptr<contract::Instance>(std::make_unique<AlteredInstance>(std::move(*sample), instead_));
    }

  private:
    std::unique_ptr<contract::Adapter> sample_;
    CreateInstead instead_;
};

}  // namespace

std::unique_ptr<contract::Adapter> alteredSample(CreateInstead instead) { return std::make_unique<AlteredAdapter>(std::move(instead)); }

}  // namespace tests
