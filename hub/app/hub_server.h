#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "hub/app/config/load.h"
#include "hub/contract/adapter.h"
#include "hub/core/result.h"
#include "hub/flows/crash_point.h"

namespace hub::app {

/// Where a running hub can be reached.
struct Reachable {
    std::uint16_t http = 0;
    std::string admin;                          ///< path of the local socket
    std::vector<contract::Endpoint> listeners;  ///< of adapters, those in service so far
};

/// The hub as `onecard serve` runs it: foundation, flows, gateway, jobs and the HTTP front, wired and started. One thread makes, asks
/// and stops it.
class HubServer {
  public:
    /// Where things are. `adapters`: the folder of the plugins.
    struct Folders {
        std::filesystem::path data;
        std::filesystem::path config;
        std::filesystem::path adapters;
    };

    /// Serves when it returns; counterparties come into service by themselves. `secrets` outlives the server. REQUIRES: loaded.hub.
    /// Also: what Foundation, Signer and the HTTP front refuse.
    static core::Result<std::unique_ptr<HubServer>> start(const config::Loaded& loaded, const config::SecretSource& secrets,
                                                          const Folders& folders, flows::CrashHook crash = {});

    /// As stop().
    ~HubServer();

    Reachable reachable() const;

    /// Writes DATA/ports.json, now and whenever an adapter comes to listen, so that whoever waits for the hub finds it.
    core::Result<void> announce();

    /// Lets what runs come to its end, in the order in which things depend on each other. Answers with the number of adapter threads
    /// that did not come back: if there are any, the process must leave without destroying anything (std::_Exit). A second call
    /// answers 0.
    std::size_t stop();

  private:
    struct State;
    explicit HubServer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// {"http": 8080, "admin": "…/admin.sock", "mllp": 2575, "pid": 1}
std::string toJson(const Reachable& reachable);

/// DATA/ports.json, written whole or not at all.
core::Result<void> writePortFile(const std::filesystem::path& data, const Reachable& reachable);

}  // namespace hub::app
