#include "adapters/kit/code_map.h"

#include <fmt/format.h>

#include "hub/core/text.h"

namespace adapters::kit {

namespace core = hub::core;

core::Result<CodeMap> CodeMap::make(std::string name, const std::vector<Row>& rows, Otherwise otherwise) {
    CodeMap map;
    map.name_ = std::move(name);
    map.otherwise_ = std::move(otherwise);
    for (const Row& row : rows) {
        const auto [found, added] = map.ours_by_theirs_.emplace(row.theirs, row.ours);
        if (!added && found->second != row.ours)
            return core::Failure(core::Error::CodeMapNotValid,
                                 fmt::format("{}: '{}' stands for both {} and {}", map.name_, row.theirs, found->second, row.ours));
        map.theirs_by_ours_.emplace(row.ours, row.theirs);
    }
    return map;
}

core::Result<std::string> CodeMap::ours(std::string_view theirs) const {
    const auto found = ours_by_theirs_.find(theirs);
    if (found != ours_by_theirs_.end()) return found->second;
    if (otherwise_.ours) return *otherwise_.ours;
    return core::Failure(core::Error::CodeNotMapped, fmt::format("{}: '{}'", name_, core::shapeOf(theirs)));
}

core::Result<std::string> CodeMap::theirs(std::string_view ours) const {
    const auto found = theirs_by_ours_.find(ours);
    if (found != theirs_by_ours_.end()) return found->second;
    if (otherwise_.theirs) return *otherwise_.theirs;
    return core::Failure(core::Error::CodeNotMapped, fmt::format("{}: '{}'", name_, core::shapeOf(ours)));
}

core::Failure CodeMap::noSuchWord(const std::string& word) const {
    return core::Failure(core::Error::CodeMapNotValid, fmt::format("{}: the hub has no word '{}'", name_, word));
}

}  // namespace adapters::kit
