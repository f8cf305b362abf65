#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/mapping/code_maps.h"
#include "adapters/kit/mapping/transform.h"
#include "adapters/kit/settings.h"
#include "hub/core/json.h"

namespace adapters::kit::mapping {

/// One entry of a mapping while it is loaded: reads its keys and tells what is wrong with them at their places. One thread.
class Spec {
  public:
    Spec(hub::core::JsonValue json, const std::string& pointer, SettingsProblems& problems)
        : json_(json), pointer_(pointer), problems_(problems) {}

    /// False: it is no object. Unknown keys are told.
    bool holdsOnly(const std::vector<std::string_view>& keys) const;

    std::optional<hub::core::JsonValue> member(std::string_view key) const { return json_.member(key); }
    std::string pointerOf(std::string_view key) const { return settings::memberPointer(pointer_, key); }

    std::optional<std::string> text(std::string_view key) const;
    bool flag(std::string_view key) const;
    std::size_t number(std::string_view key) const;

    /// A text or a list of texts; empty when it is absent.
    std::vector<std::string> texts(std::string_view key) const;

    /// The key `as`.
    std::optional<Transform> transform() const;
    /// The key `map`: a copy of the map of that name.
    std::optional<CodeMap> codeMap(const CodeMaps& maps) const;

    void add(std::string_view key, std::string zh, std::string en) const;
    void noSuchField(std::string_view key, std::string_view found) const;

    /// "/request/person/name" -> its steps.
    static std::vector<std::string> path(std::string_view pointer, char separator = '/');

  private:
    hub::core::JsonValue json_;
    std::string pointer_;
    SettingsProblems& problems_;
};

}  // namespace adapters::kit::mapping
