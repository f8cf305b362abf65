#include "adapters/kit/mapping/code_maps.h"

namespace adapters::kit::mapping {

namespace core = hub::core;
using settings::memberPointer;

namespace {

std::vector<CodeMap::Row> rowsOf(core::JsonValue codes, const std::string& pointer, SettingsProblems& problems) {
    std::vector<CodeMap::Row> rows;
    for (const std::string_view code : codes.memberNames()) {
        const auto word = codes.member(code)->string();
        if (!word || word->empty()) {
            problems.add(memberPointer(pointer, code), "应为枢纽的词（文本，加引号）", "expected a word of the hub, as text");
            continue;
        }
        rows.push_back({std::string(code), std::string(*word)});
    }
    return rows;
}

}  // namespace

CodeMaps CodeMaps::parse(core::JsonValue spec, const std::string& pointer, SettingsProblems& problems) {
    CodeMaps maps;
    for (const std::string_view name : spec.memberNames()) {
        const core::JsonValue one = *spec.member(name);
        const std::string at = memberPointer(pointer, name);
        if (!one.isObject()) {
            settings::expectedObject(at, problems);
            continue;
        }
        settings::refuseUnknown(one, at, {"codes", "otherwise"}, problems);
        const auto codes = one.member("codes");
        const auto otherwise = one.member("otherwise");
        if (!codes || !codes->isObject() || codes->memberNames().empty()) {
            problems.add(at + "/codes", "对照表是空的：请向医院索取代码表", "the map is empty: ask the hospital for its codes");
            continue;
        }
        CodeMap::Otherwise fallback;
        if (otherwise) {
            settings::refuseUnknown(*otherwise, at + "/otherwise", {"ours", "theirs"}, problems);
            if (const auto ours = otherwise->member("ours")) fallback.ours = ours->string().value_or("");
            if (const auto theirs = otherwise->member("theirs")) fallback.theirs = theirs->string().value_or("");
        }
        const std::vector<CodeMap::Row> rows = rowsOf(*codes, at + "/codes", problems);
        std::vector<std::string> words;
        for (const CodeMap::Row& row : rows) words.push_back(row.ours);
        if (fallback.ours) words.push_back(*fallback.ours);
        core::Result<CodeMap> map = CodeMap::make(std::string(name), rows, std::move(fallback));
        if (!map.ok()) {
            problems.add(at, map.failure().message(core::Language::Chinese), map.failure().message(core::Language::English));
            continue;
        }
        maps.entries_.emplace(name, Entry{std::move(*map), std::move(words)});
    }
    return maps;
}

const CodeMaps::Entry* CodeMaps::find(std::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> CodeMaps::names() const {
    std::vector<std::string_view> names;
    for (const auto& [name, entry] : entries_) names.push_back(name);
    return names;
}

}  // namespace adapters::kit::mapping
