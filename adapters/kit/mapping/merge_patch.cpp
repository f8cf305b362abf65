#include "adapters/kit/mapping/merge_patch.h"

namespace adapters::kit::mapping {

namespace core = hub::core;

namespace {

/// As merged, with no target where there is none: nulls inside a patch that adds a whole member are left out too.
void writeMerged(core::JsonWriter& out, std::optional<core::JsonValue> target, core::JsonValue patch) {
    if (!patch.isObject()) return writeCopy(out, patch);
    out.beginObject();
    if (target && target->isObject()) {
        for (const std::string_view name : target->memberNames()) {
            const std::optional<core::JsonValue> change = patch.member(name);
            if (change && change->isNull()) continue;
            out.key(name);
            if (change) {
                writeMerged(out, target->member(name), *change);
            } else {
                writeCopy(out, *target->member(name));
            }
        }
    }
    for (const std::string_view name : patch.memberNames()) {
        const core::JsonValue added = *patch.member(name);
        if (added.isNull() || (target && target->isObject() && target->member(name))) continue;
        out.key(name);
        writeMerged(out, std::nullopt, added);
    }
    out.endObject();
}

}  // namespace

void writeCopy(core::JsonWriter& out, core::JsonValue value) {
    if (value.isObject()) {
        out.beginObject();
        for (const std::string_view name : value.memberNames()) {
            out.key(name);
            writeCopy(out, *value.member(name));
        }
        out.endObject();
    } else if (value.isArray()) {
        out.beginArray();
        for (std::size_t i = 0; i < value.size(); ++i) writeCopy(out, value.at(i));
        out.endArray();
    } else if (const auto text = value.string()) {
        out.string(*text);
    } else if (const auto number = value.integer()) {
        out.integer(*number);
    } else if (const auto flag = value.boolean()) {
        out.boolean(*flag);
    } else {
        out.null();
    }
}

std::string mergePatch(core::JsonValue target, core::JsonValue patch) {
    core::JsonWriter out(core::Exposure::Revealed);
    writeMerged(out, target, patch);
    return out.text();
}

void read(core::JsonValue in, const std::string& pointer, MergePatch& value, SettingsProblems& problems) {
    if (!in.isObject()) return settings::expectedObject(pointer, problems);
    core::JsonWriter out(core::Exposure::Revealed);
    writeCopy(out, in);
    value.json = out.text();
}

}  // namespace adapters::kit::mapping
