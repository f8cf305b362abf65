#pragma once

#include <string>
#include <string_view>

#include "adapters/kit/settings.h"
#include "hub/core/json.h"

namespace adapters::kit::mapping {

/// Writes `value` with everything below it.
void writeCopy(hub::core::JsonWriter& out, hub::core::JsonValue value);

/// RFC 7396: what `patch` names replaces, null removes, the rest of `target` stays. Members keep the order of `target`, new ones follow.
/// The result is JSON text.
std::string mergePatch(hub::core::JsonValue target, hub::core::JsonValue patch);

/// A part of settings that is laid over a dialect, as JSON text; what it may hold is known to the dialect alone.
struct MergePatch {
    static constexpr std::string_view kTypeName = "MergePatch";
    std::string json = "{}";

    template <class Visitor, class Self>
    static void describe(Visitor&, Self&) {}
};

/// Found by adapters::kit::readSettings: any mapping will do.
void read(hub::core::JsonValue in, const std::string& pointer, MergePatch& value, SettingsProblems& problems);

}  // namespace adapters::kit::mapping
