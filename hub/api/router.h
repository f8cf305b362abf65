#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hub/api/handler.h"
#include "hub/core/schema.h"

namespace hub::api {

constexpr std::size_t kBodyBytesMax = 1024 * 1024;  ///< unless the route says more

/// The schema by which to refer to a body's type; its definitions go into the set.
using SchemaHook = std::string (*)(core::SchemaSet&);

template <class T>
std::string schemaReference(core::SchemaSet& set) {
    return set.refer<T>();
}

struct QueryParameter {
    std::string name;
    std::string about;
    bool required = false;
};

/// One row of the API: the router serves it and openApi() writes it down.
struct Route {
    std::string method;
    std::string path;            ///< "/api/v1/people/{person_id}"; a last "{rest...}" takes all that follows, slashes too
    std::string operation = {};  ///< operationId
    std::string summary = {};
    bool writes = false;  ///< then Idempotency-Key is required (MECHANISMS 5)
    std::size_t body_bytes_max = kBodyBytesMax;
    std::vector<QueryParameter> query = {};
    SchemaHook request = nullptr;  ///< then a body is required
    std::string request_type = "application/json";
    int status = 200;
    SchemaHook response = nullptr;
    std::string response_type = "application/json";
    bool listed = true;  ///< in openApi()
    std::function<void(const Request&, const Reply&)> endpoint = {};
};

/// Finds the endpoint of a request. Refuses what the table does not allow before the body is read: RouteNotFound,
/// MethodNotAllowed, HttpLengthRequired, HttpContentTypeNotAccepted, HttpBodyTooLarge, IdempotencyKeyMissing,
/// IdempotencyKeyNotValid. HEAD goes to GET; OPTIONS is answered with Allow. A path is compared segment by segment, after
/// decoding; a written segment goes before a parameter. Immutable once built: any thread.
class Router final : public Handler {
  public:
    /// REQUIRES: well-formed paths, an endpoint each, no two routes for the same requests.
    explicit Router(std::vector<Route> routes);
    ~Router() override;

    Admission admit(const Request& head) const override;
    void handle(Request request, Reply reply) override;

    const std::vector<Route>& routes() const { return routes_; }

  private:
    struct Node;
    struct Match;

    void insert(const Route& route);
    Match match(std::string_view path) const;
    std::string allowed(const Node* node) const;

    std::vector<Route> routes_;
    std::unique_ptr<Node> root_;
};

}  // namespace hub::api
