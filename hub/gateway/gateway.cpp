#include "hub/gateway/gateway.h"

#include <algorithm>
#include <atomic>

#include "hub/core/assert.h"
#include "hub/core/text.h"

namespace hub::gateway {

Gateway::Gateway(std::filesystem::path adapters, core::Executor& executor, const core::Clock& clock, std::uint64_t seed,
                 Counterparty::OnChanged on_changed)
    : shelf_(std::make_shared<PluginShelf>(std::move(adapters))),
      executor_(executor),
      clock_(clock),
      seed_(seed),
      on_changed_(std::move(on_changed)) {}

void Gateway::add(CounterpartySetup setup) {
    const std::string code = setup.settings.counterparty;
    auto counterparty = Counterparty::make(code, setup.limits, seed_ + members_.size(), executor_, clock_, on_changed_);
    const bool added = members_.try_emplace(code, std::move(setup), std::move(counterparty)).second;
    HUB_ASSERT(added);
}

void Gateway::start() {
    for (const auto& [code, member] : members_) {
        member.counterparty->start([shelf = shelf_, setup = member.setup]() -> core::Result<std::unique_ptr<contract::Instance>> {
            const core::Result<Plugin*> plugin = shelf->get(setup.adapter);
            if (!plugin.ok()) return plugin.failure();
            return (*plugin)->adapter().open(setup.settings, *setup.host);
        });
    }
}

core::Result<Counterparty*> Gateway::find(std::string_view code) const {
    const auto found = members_.find(code);
    if (found == members_.end()) return core::Failure(core::Error::CounterpartyNotKnown, core::shapeOf(code));
    return found->second.counterparty.get();
}

CapabilityTable Gateway::capabilities() const {
    CapabilityTable table;
    for (const auto& [code, member] : members_) {
        for (contract::Capability& capability : member.counterparty->capabilities()) {
            std::string operation = capability.operation;
            table[std::move(operation)][code] = std::move(capability);
        }
    }
    return table;
}

std::map<std::string, CounterpartyMetrics> Gateway::metrics() const {
    std::map<std::string, CounterpartyMetrics> all;
    for (const auto& [code, member] : members_) all[code] = member.counterparty->metrics();
    return all;
}

std::vector<ServiceChange> Gateway::status() const {
    std::vector<ServiceChange> all;
    for (const auto& [code, member] : members_) all.push_back(member.counterparty->status());
    return all;
}

std::vector<contract::Endpoint> Gateway::endpoints() const {
    std::vector<contract::Endpoint> all;
    for (const auto& [code, member] : members_) {
        for (const contract::Endpoint& endpoint : member.counterparty->endpoints()) {
            if (std::ranges::find(all, endpoint) == all.end()) all.push_back(endpoint);
        }
    }
    return all;
}

void Gateway::stop(Counterparty::OnStopped on_stopped) {
    struct Sum {
        std::atomic<std::size_t> left;
        std::atomic<std::size_t> abandoned = 0;
    };
    if (members_.empty()) return executor_.post([on_stopped = std::move(on_stopped)] { on_stopped(0); });
    const auto sum = std::make_shared<Sum>(members_.size());
    for (const auto& [code, member] : members_) {
        member.counterparty->stop([sum, on_stopped](std::size_t abandoned) {
            sum->abandoned += abandoned;
            if (--sum->left == 0) on_stopped(sum->abandoned);
        });
    }
}

}  // namespace hub::gateway
