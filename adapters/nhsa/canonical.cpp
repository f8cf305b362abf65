#include "adapters/nhsa/canonical.h"

#include <algorithm>

namespace adapters::nhsa {

namespace core = hub::core;
using core::JsonValue;
using core::JsonWriter;

namespace {

void write(JsonWriter& out, JsonValue value) {
    if (value.isObject()) {
        std::vector<std::string_view> names = value.memberNames();
        std::sort(names.begin(), names.end());
        out.beginObject();
        for (const std::string_view name : names) {
            out.key(name);
            write(out, *value.member(name));
        }
        out.endObject();
    } else if (value.isArray()) {
        out.beginArray();
        for (std::size_t i = 0; i < value.size(); ++i) write(out, value.at(i));
        out.endArray();
    } else if (const auto flag = value.boolean()) {
        out.boolean(*flag);
    } else if (const auto text = value.string()) {
        out.string(*text);
    } else {
        out.null();
    }
}

}  // namespace

std::string canonical(JsonValue value) {
    JsonWriter out(core::Exposure::Revealed);
    write(out, value);
    return out.text();
}

}  // namespace adapters::nhsa
