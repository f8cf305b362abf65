#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/sim/common/settings.h"

/// A simulator as a process of its own.
namespace adapters::sim::common {

/// Called when the simulator listens: says {"port": …} on one line of stdout, with its other ports by name, and returns when the process
/// is to end.
using OtherPorts = std::vector<std::pair<std::string_view, std::uint16_t>>;
using ServeUntilEnd = std::function<void(std::uint16_t port, const OtherPorts& others)>;

/// What runProcess does around the settings' type. Throws what `serve` throws.
class ProcessRoot {
  public:
    /// Blocks SIGINT and SIGTERM for this thread and those it starts, so that they end serveUntilEnd() and nothing else.
    explicit ProcessRoot(std::string_view name);
    ~ProcessRoot();
    ProcessRoot(const ProcessRoot&) = delete;
    ProcessRoot& operator=(const ProcessRoot&) = delete;

    /// None when it cannot be read.
    std::optional<std::string> contentOf(const std::string& file) const;
    int run(const std::function<hub::core::Result<void>(const ServeUntilEnd&)>& serve) const;
    int failed(std::string_view message) const;

  private:
    struct Signals;
    const std::string name_;
    const std::unique_ptr<Signals> signals_;
};

/// Reads `Settings` (with a member `folder`) from a JSON file and runs `serve(settings, until_end)`. Returns the exit code: 0, or 1 with a
/// message on stderr. Call it from main() before any thread is started.
template <hub::core::Named Settings, class Serve>
int runProcess(std::string_view name, const std::string& settings_file, const Serve& serve) {
    const ProcessRoot root(name);
    const std::optional<std::string> text = root.contentOf(settings_file);
    if (!text) return root.failed(settings_file + " cannot be read");
    const hub::core::Result<Settings> settings = settingsFromJson<Settings>(*text);
    if (!settings.ok()) return root.failed(settings_file + ": " + settings.failure().message(hub::core::Language::English));
    if (settings->folder.empty()) return root.failed(settings_file + ": folder is missing; it is an existing folder for the books");
    return root.run([&](const ServeUntilEnd& until_end) { return serve(*settings, until_end); });
}

}  // namespace adapters::sim::common
