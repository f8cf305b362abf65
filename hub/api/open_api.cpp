#include "hub/api/open_api.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "hub/core/json.h"

namespace hub::api {

namespace {

/// RFC 9457 with our extensions: what problem() writes.
struct Problem {
    static constexpr std::string_view kTypeName = "Problem";
    std::string type;
    std::string title;
    std::int64_t status = 0;
    std::string detail;
    std::string code;
    std::string implies;
    std::string trace;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("type", self.type, "urn:onecard:error:<code>");
        field("title", self.title, "the kind of problem, in the language of the request");
        field("status", self.status, "the HTTP status");
        field("detail", self.detail, "what is so here, and what would be right");
        field("code", self.code, "stable; see the operator's page of errors");
        field("implies", self.implies, "final: stop; retry: nothing happened; unknown: it may have happened, ask; bug: tell us");
        field("trace", self.trace, "names this request in the hub's log");
    }
};

class Document {
  public:
    Document() : out_(core::Exposure::Masked), schemas_("#/components/schemas/") {}

    std::string write(const std::vector<Route>& routes, const ApiInfo& info) {
        out_.beginObject();
        member("openapi", "3.1.0");
        out_.key("info");
        out_.beginObject();
        member("title", info.title);
        member("version", info.version);
        member("description", info.description);
        out_.endObject();
        out_.key("paths");
        writePaths(routes);
        out_.key("components");
        out_.beginObject();
        out_.key("schemas");
        out_.beginObject();
        for (const auto& [name, schema] : schemas_.definitions()) {
            out_.key(name);
            out_.raw(schema);
        }
        out_.endObject();
        out_.endObject();
        out_.endObject();
        return out_.text();
    }

  private:
    void member(std::string_view name, std::string_view value) {
        out_.key(name);
        out_.string(value);
    }

    void writePaths(const std::vector<Route>& routes) {
        std::map<std::string_view, std::vector<const Route*>> by_path;
        for (const Route& route : routes) {
            if (route.listed) by_path[route.path].push_back(&route);
        }
        out_.beginObject();
        for (const auto& [path, operations] : by_path) {
            out_.key(path);
            out_.beginObject();
            for (const Route* route : operations) {
                std::string method = route->method;
                std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
                out_.key(method);
                writeOperation(*route);
            }
            out_.endObject();
        }
        out_.endObject();
    }

    void writeOperation(const Route& route) {
        out_.beginObject();
        member("operationId", route.operation);
        member("summary", route.summary);
        out_.key("parameters");
        out_.beginArray();
        writePathParameters(route.path);
        for (const QueryParameter& one : route.query) writeParameter("query", one.name, one.about, one.required);
        if (route.writes)
            writeParameter("header", "Idempotency-Key", "1 to 64 visible ASCII characters; the same key is the same request", true);
        out_.endArray();
        if (route.request != nullptr) {
            out_.key("requestBody");
            out_.beginObject();
            out_.key("required");
            out_.boolean(true);
            writeContent(route.request_type, route.request);
            out_.endObject();
        }
        out_.key("responses");
        out_.beginObject();
        out_.key(std::to_string(route.status));
        out_.beginObject();
        member("description", route.summary);
        if (route.response != nullptr) writeContent(route.response_type, route.response);
        out_.endObject();
        out_.key("default");
        out_.beginObject();
        member("description", "what stood in the way");
        writeContent("application/problem+json", schemaReference<Problem>);
        out_.endObject();
        out_.endObject();
        out_.endObject();
    }

    void writePathParameters(std::string_view path) {
        for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
            writeParameter("path", path.substr(open + 1, path.find('}', open) - open - 1), "", true);
        }
    }

    void writeParameter(std::string_view place, std::string_view name, std::string_view about, bool required) {
        out_.beginObject();
        member("name", name);
        member("in", place);
        if (!about.empty()) member("description", about);
        out_.key("required");
        out_.boolean(required);
        out_.key("schema");
        out_.raw(core::schema::text());
        out_.endObject();
    }

    void writeContent(std::string_view type, SchemaHook schema) {
        out_.key("content");
        out_.beginObject();
        out_.key(type);
        out_.beginObject();
        out_.key("schema");
        out_.raw(schema(schemas_));
        out_.endObject();
        out_.endObject();
    }

    core::JsonWriter out_;
    core::SchemaSet schemas_;
};

}  // namespace

std::string openApi(const std::vector<Route>& routes, const ApiInfo& info) { return Document().write(routes, info); }

}  // namespace hub::api
