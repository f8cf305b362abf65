#include "adapters/sim/common/side_door.h"

#include "hub/core/text.h"

namespace adapters::sim::common {

using hub::core::Exposure;
using hub::core::Failure;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

constexpr std::string_view kPrefix = "/_sim/";

}  // namespace

std::string jsonObject(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
    JsonWriter out(Exposure::Revealed);
    out.beginObject();
    for (const auto& [name, value] : members) {
        out.key(name);
        out.string(value);
    }
    out.endObject();
    return out.text();
}

Failure noSuchPath(const HttpRequest& request, std::string_view path) {
    return Failure(hub::core::Error::SimNotFound, "control " + request.method + " " + hub::core::shapeOf(path));
}

std::string SideDoor::ruleList() const {
    JsonWriter out(Exposure::Revealed);
    hub::core::json::write(out, faults_.rules());
    return out.text();
}

std::optional<HttpAnswer> SideDoor::answer(const HttpRequest& request) {
    if (request.path.compare(0, kPrefix.size(), kPrefix) != 0) return std::nullopt;
    const Result<std::string> result = route(request, request.path.substr(kPrefix.size()));
    HttpAnswer answer{.status = 200, .content_type = "application/json"};
    if (result.ok()) {
        answer.body = *result;
    } else {
        answer.status = hub::core::errorInfo(result.failure().error()).http_status;
        answer.body = jsonObject({{"code", result.failure().code()}, {"message", result.failure().message(hub::core::Language::English)}});
    }
    return answer;
}

Result<std::string> SideDoor::route(const HttpRequest& request, const std::string& path) {
    if (path != "faults") return route_(request, path);
    if (request.method == "POST") {
        return withInput<FaultRule>(request.body, [&](const FaultRule& rule) -> Result<std::string> {
            const Result<void> added = faults_.add(rule);
            if (!added.ok()) return added.failure();
            return ruleList();
        });
    }
    if (request.method != "GET" && request.method != "DELETE") return noSuchPath(request, path);
    if (request.method == "DELETE") faults_.clear();
    return ruleList();
}

}  // namespace adapters::sim::common
