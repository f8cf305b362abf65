#include "hub/api/router.h"

#include <algorithm>
#include <set>

#include "hub/api/uri.h"

namespace hub::api {

namespace {

constexpr std::size_t kIdempotencyKeyMax = 64;

std::vector<std::string_view> segmentsOf(std::string_view path) {
    std::vector<std::string_view> segments;
    while (path.starts_with('/')) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        segments.push_back(path.substr(1, end - 1));
        path.remove_prefix(end);
    }
    return segments;
}

bool isParameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

std::string_view mediaType(std::string_view field) {
    const std::string_view type = field.substr(0, field.find(';'));
    return type.substr(0, type.find_last_not_of(" \t") + 1);
}

bool hasBody(const Request& head) {
    return head.headers.find("Transfer-Encoding").has_value() || head.headers.find("Content-Length").value_or("0") != "0";
}

bool saysLength(const Request& head) {
    return head.headers.find("Transfer-Encoding").has_value() || head.headers.find("Content-Length").has_value();
}

/// What stands in the way of a write's key; MECHANISMS 5 needs one it can store and compare.
std::optional<core::Failure> keyProblem(const Request& head) {
    const std::optional<std::string_view> key = head.headers.find("Idempotency-Key");
    if (!key) return core::Failure(core::Error::IdempotencyKeyMissing);
    const bool visible = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (key->empty() || key->size() > kIdempotencyKeyMax || !visible) return core::Failure(core::Error::IdempotencyKeyNotValid);
    return std::nullopt;
}

std::optional<core::Failure> headProblem(const Route& route, const Request& head) {
    if (route.writes) {
        if (auto problem = keyProblem(head)) return problem;
    }
    if (route.request == nullptr) return std::nullopt;
    if (!saysLength(head)) return core::Failure(core::Error::HttpLengthRequired);
    if (hasBody(head) && !sameToken(mediaType(head.headers.find("Content-Type").value_or("")), route.request_type)) {
        return core::Failure(core::Error::HttpContentTypeNotAccepted, route.request_type);
    }
    return std::nullopt;
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::map<std::string, const Route*, std::less<>> methods;
};

/// A node that has methods, and the decoded segments in the places of its parameters.
struct Router::Match {
    const Node* node = nullptr;
    std::vector<std::string> values;

    const Route* route(std::string_view method) const {
        const auto find = [&](std::string_view name) {
            const auto found = node->methods.find(name);
            return found == node->methods.end() ? nullptr : found->second;
        };
        const Route* exact = find(method);
        return exact == nullptr && method == "HEAD" ? find("GET") : exact;
    }

    /// Depth first, written segments before parameters, and back again when a way ends.
    bool seek(const Node& from, const std::vector<std::string>& segments, std::size_t depth) {
        if (depth == segments.size()) {
            node = &from;
            return !from.methods.empty();
        }
        const std::string& segment = segments[depth];
        if (const auto found = from.fixed.find(segment); found != from.fixed.end() && seek(*found->second, segments, depth + 1))
            return true;
        if (from.parameter && !segment.empty()) {
            values.push_back(segment);
            if (seek(*from.parameter, segments, depth + 1)) return true;
            values.pop_back();
        }
        if (!from.rest) return false;
        std::string rest = segment;
        for (std::size_t i = depth + 1; i < segments.size(); ++i) rest.append("/").append(segments[i]);
        values.push_back(std::move(rest));
        node = from.rest.get();
        return true;
    }
};

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)), root_(std::make_unique<Node>()) {
    for (const Route& route : routes_) insert(route);
}

Router::~Router() = default;

void Router::insert(const Route& route) {
    HUB_ASSERT(route.path.starts_with('/') && route.endpoint);
    Node* node = root_.get();
    for (const std::string_view segment : segmentsOf(route.path)) {
        std::unique_ptr<Node>* next = &node->parameter;
        if (!isParameter(segment)) {
            next = &node->fixed[std::string(segment)];
        } else if (segment.ends_with("...}")) {
            HUB_ASSERT(route.path.ends_with(segment));
            next = &node->rest;
        }
        if (!*next) *next = std::make_unique<Node>();
        node = next->get();
    }
    HUB_ASSERT(node->methods.emplace(route.method, &route).second);
}

Router::Match Router::match(std::string_view path) const {
    std::vector<std::string> segments;
    for (const std::string_view segment : segmentsOf(path)) {
        std::optional<std::string> decoded = percentDecoded(segment, /*plus_is_space=*/false);
        if (!decoded) return {};
        segments.push_back(std::move(*decoded));
    }
    Match found;
    if (segments.empty() || !found.seek(*root_, segments, 0)) found.node = nullptr;
    return found;
}

std::string Router::allowed(const Node* node) const {
    std::set<std::string_view> methods = {"OPTIONS"};
    if (node != nullptr) {
        for (const auto& [method, route] : node->methods) methods.insert(method);
    } else {
        for (const Route& route : routes_) methods.insert(route.method);
    }
    if (methods.contains("GET")) methods.insert("HEAD");
    std::string text;
    for (const std::string_view method : methods) text.append(text.empty() ? "" : ", ").append(method);
    return text;
}

Admission Router::admit(const Request& head) const {
    const auto refuse = [&](const core::Failure& failure) { return Admission{0, problem(failure, head.language(), head.trace)}; };
    const Match found = match(head.path);
    const bool whole_server = head.path == "*";
    if (found.node == nullptr && !whole_server) return refuse(core::Failure(core::Error::RouteNotFound));
    const Route* route = whole_server ? nullptr : found.route(head.method);
    if (route == nullptr) {
        Admission refused;
        refused.refusal = head.method == "OPTIONS" ? Response{204, {}, {}}
                                                   : problem(core::Failure(core::Error::MethodNotAllowed), head.language(), head.trace);
        refused.refusal->headers.set("Allow", allowed(found.node));
        return refused;
    }
    if (const auto failure = headProblem(*route, head)) return refuse(*failure);
    return {route->body_bytes_max, std::nullopt};
}

void Router::handle(Request request, Reply reply) {
    Match found = match(request.path);
    const Route* route = found.node == nullptr ? nullptr : found.route(request.method);
    HUB_ASSERT(route != nullptr);  // admit() has let it in
    std::size_t next = 0;
    for (std::string_view segment : segmentsOf(route->path)) {
        if (!isParameter(segment)) continue;
        segment = segment.substr(1, segment.size() - 2);
        if (segment.ends_with("...")) segment.remove_suffix(3);
        request.path_parameters.emplace_back(segment, std::move(found.values[next++]));
    }
    route->endpoint(request, reply);
}

}  // namespace hub::api
