#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/cli/child_process.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::cli::bench {

/// The median of a 4 KiB fsync in a folder in microseconds; a failure where it means nothing. The hub's own measure, handed over by app.
using DiskProbe = std::function<hub::core::Result<double>(const std::filesystem::path& folder, const hub::core::Clock& clock)>;

/// How the hub that is measured is configured.
struct HubPlan {
    std::filesystem::path dir;                     ///< on the disk to be measured; its files go into a new folder below, and are removed
    std::map<std::string, std::string> hospitals;  ///< YAML by code
    std::map<std::string, std::string> secrets;
    std::string peer_limits;     ///< http.peer of hub.yaml, or nothing
    std::filesystem::path data;  ///< data that stand already, and stay; empty: new ones, removed with the rest
};

/// `onecard serve` with SQLite in a process of its own, so that what it costs is seen apart from the bench. One thread.
class HubProcess {
  public:
    /// Returns when it serves; counterparties may still be on their way. Also: RegionNotWritable, ChildNotReady.
    static hub::core::Result<std::unique_ptr<HubProcess>> start(const HubPlan& plan, const hub::core::Clock& clock);
    ~HubProcess();
    HubProcess(const HubProcess&) = delete;
    HubProcess& operator=(const HubProcess&) = delete;

    std::uint16_t http() const { return http_; }

    /// Waits until so many counterparties are in service. Also: ChildNotReady when they are not within half a minute.
    hub::core::Result<void> awaitInService(std::size_t counterparties) const;

    /// Waits until a figure of /metrics is at most `most`. Also: ChildNotReady, likewise.
    hub::core::Result<void> awaitAtMost(const std::string& figure, double most) const;

    /// Of what its adapters listen on, by protocol; waits until it is there. Also: ChildNotReady, likewise.
    hub::core::Result<std::uint16_t> listener(const std::string& protocol) const;

    /// May read and book, as a hospital of the region. Also: HubNotAnswering.
    hub::core::Result<std::string> token(const std::string& hospital) const;

    /// Figures of /metrics by name and labels: onecard_inbound_applied_total. Empty when there is no answer.
    std::map<std::string, double> figures() const;

    double residentMib() const;
    /// User and system, since it was started.
    double cpuSeconds() const;

  private:
    class Folder;
    HubProcess(std::unique_ptr<Folder> folder, std::filesystem::path data, const hub::core::Clock& clock);

    hub::core::Result<void> await(const std::string& what, const std::function<bool()>& so) const;

    const hub::core::Clock& clock_;
    std::unique_ptr<Folder> folder_;
    const std::filesystem::path data_;
    std::unique_ptr<ChildProcess> process_;
    std::uint16_t http_ = 0;
};

}  // namespace adapters::cli::bench
