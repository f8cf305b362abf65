#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/code_map.h"
#include "adapters/kit/settings.h"
#include "hub/core/json.h"

namespace adapters::kit::mapping {

/// The code maps of one counterparty by name, read from its dialect and settings:
///
///     sex: {codes: {"0": male, "1": female, "9": unknown}, otherwise: {theirs: "9"}}
///
/// Constant after parse(); any thread.
class CodeMaps {
  public:
    struct Entry {
        CodeMap map;
        std::vector<std::string> words;  ///< all it can give
    };

    /// Every mistake is told under `pointer`.
    static CodeMaps parse(hub::core::JsonValue spec, const std::string& pointer, SettingsProblems& problems);

    /// Null when there is no map of that name.
    const Entry* find(std::string_view name) const;
    std::vector<std::string_view> names() const;

  private:
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace adapters::kit::mapping
