#pragma once

#include <string>
#include <vector>

#include "hub/identity/matching/clusters.h"
#include "hub/identity/matching/population.h"

namespace tests::matching {

using namespace hub;
using namespace hub::identity::matching;

/// Shared by all cases: making one loads ICU's data.
const FeatureReader& featureReader();

/// An invented person's record; empty texts are unknown. `birth_date` as 1980-02-03.
MatchRecord record(std::string name, std::string birth_date, char sex, std::string id_no = {}, std::string phone = {},
                   std::string address = {});

/// With the check character that fits its 17 digits.
std::string idNumber(const std::string& digits);

/// The records among 3,000 others, so that a name or a telephone is as rare as it would be in a town.
Population amongOthers(const std::vector<MatchRecord>& records);

/// How two records compare in that town, with starting weights and links from 8 bits.
Score scoreOf(const MatchRecord& one, const MatchRecord& other);
Scorer scorer(const Population& population);

}  // namespace tests::matching
