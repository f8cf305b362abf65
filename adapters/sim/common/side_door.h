#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "hub/core/describe.h"

namespace adapters::sim::common {

/// What every simulator offers under /_sim/ on its own port: JSON in and out, the faults, and errors as {code, message} with the HTTP
/// status of the code. Any thread.
class SideDoor {
  public:
    /// Everything but the faults: `path` is what follows /_sim/.
    using Route = std::function<hub::core::Result<std::string>(const HttpRequest& request, const std::string& path)>;

    /// `faults` outlives the door.
    SideDoor(Faults& faults, Route route) : faults_(faults), route_(std::move(route)) {}

    /// None unless the path begins with /_sim/.
    std::optional<HttpAnswer> answer(const HttpRequest& request);

  private:
    hub::core::Result<std::string> route(const HttpRequest& request, const std::string& path);
    std::string ruleList() const;

    Faults& faults_;
    const Route route_;
};

/// {"name": "text", …}
std::string jsonObject(std::initializer_list<std::pair<std::string_view, std::string_view>> members);

/// What a route answers when it has no such path. SimNotFound.
hub::core::Failure noSuchPath(const HttpRequest& request, std::string_view path);

/// Reads T from the body and hands it to `work`, which answers with JSON. Also: JsonNotValid.
template <class T, class Work>
hub::core::Result<std::string> withInput(const std::string& body, const Work& work) {
    const hub::core::Result<T> input = hub::core::fromJson<T>(body);
    if (!input.ok()) return input.failure();
    return work(*input);
}

}  // namespace adapters::sim::common
