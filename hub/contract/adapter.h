#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/capability.h"
#include "hub/contract/host.h"
#include "hub/contract/operation.h"

namespace hub::contract {

/// How messages of a counterparty are acknowledged (MECHANISMS 6, spec.inbound of its YAML).
enum class Acknowledgement { Original, Enhanced, AsAsked };
enum class UnmappedType { Store, Reject };

struct InboundPolicy {
    std::optional<std::uint16_t> port;  ///< a listener of its own; none: it is told apart by what it sends
    Acknowledgement ack = Acknowledgement::AsAsked;
    UnmappedType unmapped_type = UnmappedType::Store;
};

/// What a counterparty's YAML says to its adapter.
struct InstanceSettings {
    std::string counterparty;  ///< its code
    std::string charset;       ///< the name it declares; the hub itself is UTF-8
    std::string json;          ///< the `settings` mapping, which only the adapter understands, as JSON text
    InboundPolicy inbound = {};
};

/// One mistake in the settings, by JSON pointer ("/endpoint/url"), so that the hub can show file, line and column.
struct SettingsProblem {
    std::string pointer;
    std::string zh;
    std::string en;
};

/// Where an instance can be reached.
struct Endpoint {
    std::string protocol;  ///< "mllp"
    std::string address;
    std::uint16_t port = 0;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// One counterparty as reached through this adapter. Handlers are called on the counterparty's threads.
class Instance {
  public:
    virtual ~Instance() = default;

    /// What it offers; constant.
    virtual std::vector<Capability> capabilities() const = 0;

    /// The handler of an operation, for as long as the instance lives; null when it is not offered. Of the type Handler<Op>.
    virtual AnyHandler* handler(std::string_view port, std::string_view operation) = 0;

    /// Opens what it listens on and whatever it keeps open. Called once, on the counterparty's thread, under the start deadline; it
    /// may fail and be called again. It need not reach the counterparty.
    virtual core::Result<void> start() = 0;

    /// What it listens on; instances that share a listener name the same. Once started, and constant from then on.
    virtual std::vector<Endpoint> endpoints() const { return {}; }

    /// Stops listening and ends blocked calls soon; no handler is called afterwards. Called once, also after a failed start.
    virtual void stop() = 0;
};

/// The plugin: one object a loaded library. Its functions are called from several threads, for several counterparties at a time.
class Adapter {
  public:
    virtual ~Adapter() = default;

    /// Every mistake in the settings, without touching the network.
    virtual std::vector<SettingsProblem> check(const InstanceSettings& settings) const = 0;

    /// `host` outlives the instance. Also: SettingsNotValid and whatever its settings name that is not there. May not block.
    virtual core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) = 0;
};

/// The handler of `Op`, or null when the instance does not offer it.
template <Operation Op>
Handler<Op>* handlerOf(Instance& instance) {
    return static_cast<Handler<Op>*>(instance.handler(Op::kPort, Op::kName));
}

}  // namespace hub::contract
