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

/// A new folder below the one that is measured, gone with this.
class BenchFolder {
  public:
    /// Also: RegionNotWritable.
    static hub::core::Result<std::unique_ptr<BenchFolder>> make(const std::filesystem::path& below);
    ~BenchFolder();
    BenchFolder(const BenchFolder&) = delete;
    BenchFolder& operator=(const BenchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    explicit BenchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    const std::filesystem::path path_;
};

/// `onecard serve` with SQLite in a process of its own, so that what it costs is seen apart from the bench. One thread.
class HubProcess {
  public:
    /// Returns when it serves; counterparties may still be on their way. Also: RegionNotWritable, ChildNotReady.
    static hub::core::Result<std::unique_ptr<HubProcess>> start(const HubPlan& plan, const hub::core::Clock& clock);
    /// With a configuration that somebody else has written. Also: ChildNotReady.
    static hub::core::Result<std::unique_ptr<HubProcess>> serve(const std::filesystem::path& config, const std::filesystem::path& data,
                                                                const std::filesystem::path& log, const hub::core::Clock& clock);
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
    /// As an entrance for people. Also: HubNotAnswering.
    hub::core::Result<std::string> entranceToken() const;

    /// Figures of /metrics by name and labels: onecard_inbound_applied_total. Empty when there is no answer.
    std::map<std::string, double> figures() const;

    double residentMib() const;
    /// User and system, since it was started.
    double cpuSeconds() const;

  private:
    HubProcess(std::filesystem::path data, std::filesystem::path log, const hub::core::Clock& clock);

    hub::core::Result<std::string> tokenFor(const std::string& wish) const;

    hub::core::Result<void> await(const std::string& what, const std::function<bool()>& so) const;

    const hub::core::Clock& clock_;
    std::unique_ptr<BenchFolder> folder_;  // before the process: it goes when that has ended
    const std::filesystem::path data_;
    const std::filesystem::path log_;
    std::unique_ptr<ChildProcess> process_;
    std::uint16_t http_ = 0;
};

}  // namespace adapters::cli::bench
