#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace tests {

/// A state machine's table as text, one line one request and one answer:
///
///     checking                                      a state, perhaps with a guard: "ordering/cancelled"
///       checked:changed -> unpaid tell:ended        event -> state', actions
///       cancel          -> refused                  the event is refused
///       - order:* moved                             events that change nothing; * ends a group
///
/// A # begins a comment. Blank lines count for nothing.
class StateTable {
  public:
    explicit StateTable(std::string_view text) {
        std::istringstream lines{std::string(text)};
        std::string line;
        std::string state;
        while (std::getline(lines, line)) {
            line.erase(std::min(line.find('#'), line.size()));
            const std::vector<std::string> words = split(line);
            if (words.empty()) continue;
            if (words.size() == 1) {
                state = words.front();
                states_.push_back(state);
            } else if (words.front() == "-") {
                quiet_[state].insert(words.begin() + 1, words.end());
            } else {
                BOOST_REQUIRE_MESSAGE(words[1] == "->", line);
                std::string answer;
                for (std::size_t at = 2; at < words.size(); ++at) answer.append(at == 2 ? "" : " ").append(words[at]);
                BOOST_REQUIRE_MESSAGE(rows_[state].emplace(words.front(), answer).second, state + " has " + words.front() + " twice");
            }
        }
    }

    /// Runs every event in every state. `run(state, event)` answers "state' action action…", "refused", or "-" when nothing changed.
    /// A state without a guard must name every event.
    void check(const std::vector<std::string>& events, const std::function<std::string(std::string_view, std::string_view)>& run) const {
        for (const std::string& state : states_) {
            for (const std::string& event : events) {
                const std::string* row = find(state, event);
                const bool quiet = isQuiet(state, event);
                BOOST_CHECK_MESSAGE(row == nullptr || !quiet, state + " names " + event + " in two rows");
                if (row == nullptr && !quiet) {
                    BOOST_CHECK_MESSAGE(state.find('/') != std::string::npos, state + " says nothing about " + event);
                    continue;
                }
                const std::string expected = row == nullptr ? "-" : *row;
                const std::string got = run(state, event);
                BOOST_CHECK_MESSAGE(got == expected, state + " " + event + " -> " + got + "\n  expected: " + expected);
            }
        }
    }

    /// The states it has without a guard.
    std::set<std::string> states() const {
        std::set<std::string> plain;
        for (const std::string& state : states_) {
            if (state.find('/') == std::string::npos) plain.insert(state);
        }
        return plain;
    }

  private:
    static std::vector<std::string> split(const std::string& line) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;) words.push_back(word);
        return words;
    }

    const std::string* find(const std::string& state, const std::string& event) const {
        const auto rows = rows_.find(state);
        if (rows == rows_.end()) return nullptr;
        const auto row = rows->second.find(event);
        return row == rows->second.end() ? nullptr : &row->second;
    }

    bool isQuiet(const std::string& state, const std::string& event) const {
        const auto quiet = quiet_.find(state);
        if (quiet == quiet_.end()) return false;
        return std::ranges::any_of(quiet->second, [&](const std::string& name) {
            return name.back() == '*' ? event.starts_with(name.substr(0, name.size() - 1)) && find(state, event) == nullptr : name == event;
        });
    }

    std::vector<std::string> states_;
    std::map<std::string, std::map<std::string, std::string>> rows_;
    std::map<std::string, std::set<std::string>> quiet_;
};

}  // namespace tests
