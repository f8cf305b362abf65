#pragma once

#include <string>

#include "hub/contract/operations/patients.h"
#include "hub/contract/people.h"
#include "hub/flows/people_load.h"
#include "hub/identity/check_character.h"

namespace tests {

/// A resident ID that passes its check, of a region that is nobody's. `sequence` is odd for a man.
std::string residentId(hub::core::Date born, int sequence);

/// `certificate` and `phone`: empty for none.
hub::contract::PersonDetails detailsOf(const std::string& name, hub::contract::Sex sex, hub::core::Date born,
                                       const std::string& certificate = "", const std::string& phone = "");

hub::flows::LoadRow rowOf(std::int64_t line, const std::string& hospital, const std::string& local,
                          const hub::contract::PersonDetails& details);

/// Hospital H9's files of four hundred people who are nobody else, so that names are as rare as in a town.
std::vector<hub::flows::LoadRow> townRows();

}  // namespace tests
