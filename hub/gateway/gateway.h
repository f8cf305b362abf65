#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hub/gateway/counterparty.h"
#include "hub/gateway/plugin_shelf.h"

namespace hub::gateway {

/// What makes a counterparty, out of its YAML.
struct CounterpartySetup {
    std::string adapter;                  ///< id of the plugin, the name of its file
    contract::InstanceSettings settings;  ///< `counterparty` is its code
    CounterpartyLimits limits;
    std::shared_ptr<contract::Host> host;  ///< shared: a thread that never comes back keeps it, see Counterparty::stop
};

/// By operation, then by code of the counterparty.
using CapabilityTable = std::map<std::string, std::map<std::string, contract::Capability>>;

/// All counterparties by code, and the plugins they are reached through. flows calls them through an interface of its own, which app
/// implements with find(). add() and start() by one thread, then any thread may call.
class Gateway {
  public:
    /// `executor` and `clock` outlive the end of stop(). `on_changed` runs on the executor. `seed` is for the pauses between tries.
    Gateway(std::filesystem::path adapters, core::Executor& executor, const core::Clock& clock, std::uint64_t seed,
            Counterparty::OnChanged on_changed);

    /// REQUIRES: stop() has ended, or start() was never called.
    ~Gateway() = default;
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// REQUIRES: not started, and no counterparty has this code yet.
    void add(CounterpartySetup setup);

    /// Starts all of them side by side and returns at once: whatever any of them does, the hub is ready. Plugins are loaded on the
    /// counterparties' threads; one that does not load puts its counterparties out of service with the reason.
    void start();

    /// As long as the gateway. Also: CounterpartyNotKnown.
    core::Result<Counterparty*> find(std::string_view code) const;

    /// Of all that have been in service.
    CapabilityTable capabilities() const;
    std::map<std::string, CounterpartyMetrics> metrics() const;
    std::vector<ServiceChange> status() const;

    /// What those in service listen on; one that several share stands once.
    std::vector<contract::Endpoint> endpoints() const;

    /// Stops all side by side; `on_stopped` gets the number of threads abandoned, after at most the longest `stop_max`.
    /// See Counterparty::stop. REQUIRES: called once.
    void stop(Counterparty::OnStopped on_stopped);

  private:
    struct Member {
        CounterpartySetup setup;
        std::shared_ptr<Counterparty> counterparty;
    };

    const std::shared_ptr<PluginShelf> shelf_;  // shared: an abandoned thread may still be in a plugin
    core::Executor& executor_;
    const core::Clock& clock_;
    const std::uint64_t seed_;
    const Counterparty::OnChanged on_changed_;
    std::map<std::string, Member, std::less<>> members_;
};

}  // namespace hub::gateway
