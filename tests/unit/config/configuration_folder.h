#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hub/app/config/load.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

namespace tests {

/// Secrets a test gives.
class GivenSecrets final : public hub::app::config::SecretSource {
  public:
    hub::core::Result<hub::core::Sensitive<std::string>> secret(std::string_view name) const override {
        const auto found = values.find(std::string(name));
        if (found == values.end()) return hub::core::Failure(hub::core::Error::SecretMissing, std::string(name));
        return hub::core::Sensitive(found->second);
    }

    std::map<std::string, std::string> values;
};

/// A configuration to be spoiled: a good hub.yaml until the test writes another, a secret "present", two adapters.
struct ConfigurationFolder : FileTree {
    ConfigurationFolder() {
        write("hub.yaml", "apiVersion: onecard/v1\nkind: Hub\n");
        secrets.values = {{"present", "swordfish"}};
    }

    void writeHospital(const std::string& file, const std::string& code, const std::string& spec = "") {
        write("hospitals/" + file, "apiVersion: onecard/v1\nkind: Hospital\nmetadata: {code: " + code +
                                       ", name: 示例医院}\nspec:\n  adapter: soap_xml\n" + spec);
    }

    hub::app::config::Loaded load() const {
        return hub::app::config::loadConfiguration(path(), {secrets, std::vector<std::string>{"soap_xml", "hl7_mllp"}});
    }

    GivenSecrets secrets;
};

/// "line:column+length code" of each; the codes count as returned.
inline std::vector<std::string> placesAndCodes(const std::vector<hub::app::config::Diagnostic>& diagnostics) {
    std::vector<std::string> lines;
    for (const hub::app::config::Diagnostic& one : diagnostics) {
        noteReturned(one.error);
        lines.push_back(std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + "+" + std::to_string(one.place.length) +
                        " " + std::string(hub::core::errorInfo(one.error).code));
    }
    return lines;
}

/// True when a diagnostic of this code is among them; it counts as returned.
inline bool has(const std::vector<hub::app::config::Diagnostic>& diagnostics, hub::core::Error error) {
    const bool found =
        std::any_of(diagnostics.begin(), diagnostics.end(), [&](const hub::app::config::Diagnostic& one) { return one.error == error; });
    if (found) noteReturned(error);
    return found;
}

}  // namespace tests
