#include "tests/adapters/conformance/suite.h"

#include <fmt/format.h>

#include "tests/adapters/conformance/bench.h"
#include "tests/adapters/conformance/checks.h"

namespace tests::conformance {

namespace {

/// After all others: it reads what they made the adapter say.
void nothingSaidNamesAPerson(Run& run) {
    std::vector<std::string> marks{std::string(kNameMark), std::string(kNumberMark)};
    for (const auto& [name, value] : run.subject.secrets()) marks.push_back(value);
    for (const std::string& text : run.allSaid()) {
        for (const std::string& mark : marks) {
            if (text.find(mark) != std::string::npos) run.find(fmt::format("'{}' holds '{}'", text, mark));
        }
    }
}

std::vector<Check> allChecks() {
    std::vector<Check> checks = checksAtRest();
    for (const Check& check : checksOfCalls()) checks.push_back(check);
    checks.push_back({"no failure or notice holds a name, a number or a secret", nothingSaidNamesAPerson});
    return checks;
}

}  // namespace

std::vector<std::string_view> checkNames() {
    std::vector<std::string_view> names;
    for (const Check& check : allChecks()) names.push_back(check.name);
    return names;
}

std::vector<Finding> findings(const Subject& subject) {
    Plugin plugin;
    if (const std::string problem = Plugin::load(subject.plugin(), plugin); !problem.empty()) return {{"it loads", problem}};
    Run run(subject, plugin);
    for (const Check& check : allChecks()) {
        run.begin(check.name);
        check.run(run);
    }
    return run.findings();
}

}  // namespace tests::conformance
