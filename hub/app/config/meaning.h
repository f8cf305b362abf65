#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hub/app/config/counterparty_config.h"
#include "hub/app/config/hub_config.h"
#include "hub/app/config/report.h"
#include "hub/app/config/secret_source.h"
#include "hub/app/config/secret_use.h"
#include "hub/app/config/tree.h"

/// What a schema cannot say: how settings depend on each other, on other files and on what is installed. Of a setting in which a mistake
/// was found already nothing more is said.
namespace hub::app::config {

/// One file that was read.
struct CheckedFile {
    const Source& source;
    const Node& root;
    Report& report;
};

/// What may stand once among all files: who has it, as "config/hospitals/a.yaml:4".
struct Taken {
    std::map<std::string, std::string> codes;
    std::map<std::uint16_t, std::string> ports;
    std::set<std::string> insurers;  ///< codes of those in service
};

/// `folder`: of hub.yaml; files it names are looked for there.
void checkHub(const HubConfig& hub, const std::filesystem::path& folder, const CheckedFile& file, Taken& taken);

/// Warns when the bank of e-accounts is none of `others`, those without errors, that is enabled: nobody would be offered one.
void checkEAccountBank(const HubConfig& hub, const std::vector<CounterpartyConfig>& others, const CheckedFile& file);

/// `adapters`: what is installed, when that is known. Hospitals come after the counterparties that they name.
void checkHospital(const HospitalConfig& hospital, const std::optional<std::vector<std::string>>& adapters, const CheckedFile& file,
                   Taken& taken);
void checkCounterparty(const CounterpartyConfig& counterparty, const std::optional<std::vector<std::string>>& adapters,
                       const CheckedFile& file, Taken& taken);

void checkSecrets(const std::vector<SecretUse>& uses, const SecretSource& secrets, Report& report);

}  // namespace hub::app::config
