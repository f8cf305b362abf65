#include "hub/core/schema.h"

#include <fmt/format.h>

namespace hub::core::schema {

std::string text() { return R"({"type":"string"})"; }
std::string boolean() { return R"({"type":"boolean"})"; }
std::string integer() { return R"({"type":"integer"})"; }
std::string money() { return fmt::format(R"({{"type":"integer","minimum":-{0},"maximum":{0}}})", Money::kFenMax); }
std::string time() { return R"({"type":"integer"})"; }
std::string id() { return R"({"type":"string","pattern":"^[0-7][0-9A-HJKMNP-TV-Z]{25}$"})"; }
std::string array(const std::string& element) { return fmt::format(R"({{"type":"array","items":{}}})", element); }

std::string enumeration(const std::vector<std::string_view>& names) {
    JsonWriter out(Exposure::Masked);
    out.beginObject();
    out.key("type");
    out.string("string");
    out.key("enum");
    out.beginArray();
    for (const std::string_view name : names) out.string(name);
    out.endArray();
    out.endObject();
    return out.text();
}

std::string reference(const std::string& prefix, std::string_view name) { return fmt::format(R"({{"$ref":"{}{}"}})", prefix, name); }

// Draft-07 ignores what stands beside $ref, so a described reference goes into allOf.
std::string described(const std::string& schema, std::string_view about) {
    JsonWriter out(Exposure::Masked);
    out.string(about);
    const std::string quoted = out.text();
    if (schema.starts_with(R"({"$ref")")) return fmt::format(R"({{"description":{},"allOf":[{}]}})", quoted, schema);
    return fmt::format(R"({{"description":{},{})", quoted, schema.substr(1));
}

std::string object(const std::vector<Field>& fields) {
    JsonWriter out(Exposure::Masked);
    out.beginObject();
    out.key("type");
    out.string("object");
    out.key("properties");
    out.beginObject();
    for (const Field& field : fields) {
        out.key(field.name);
        out.raw(field.schema);
    }
    out.endObject();
    out.key("required");
    out.beginArray();
    for (const Field& field : fields) {
        if (field.required) out.string(field.name);
    }
    out.endArray();
    out.key("additionalProperties");
    out.boolean(false);
    out.endObject();
    return out.text();
}

std::string document(const std::string& root, const std::map<std::string, std::string, std::less<>>& definitions) {
    JsonWriter out(Exposure::Masked);
    out.beginObject();
    out.key("$schema");
    out.string("http://json-schema.org/draft-07/schema#");
    out.key("allOf");
    out.beginArray();
    out.raw(root);
    out.endArray();
    out.key("definitions");
    out.beginObject();
    for (const auto& [name, schema] : definitions) {
        out.key(name);
        out.raw(schema);
    }
    out.endObject();
    out.endObject();
    return out.text();
}

}  // namespace hub::core::schema
