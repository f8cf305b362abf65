#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "hub/identity/matching/evaluation.h"

namespace hub::cli {

/// The records of a people.csv as they are compared. Their texts are not kept.
struct PeopleFile {
    std::vector<identity::matching::Features> records;
    std::unordered_map<std::string, std::uint32_t> by_id;  ///< record_id -> place in records
    std::uint64_t dates_unreadable = 0;                    ///< taken for unknown
};

/// Reads CSV with the header record_id,hospital,local_id,name,sex,birth_date,id_kind,id_no,phone,address,mother_record_id,birth_order.
/// Also: FileNotReadable with the line (another header, too few fields, a record_id twice, a mother who is not there).
core::Result<PeopleFile> readPeople(const std::string& path, const identity::matching::FeatureReader& reader);

/// Reads CSV with the header record_id_a,record_id_b. A pair that stands there twice is one. Also: FileNotReadable (a record that is not in
/// `people`).
core::Result<identity::matching::TruePairs> readTruth(const std::string& path, const PeopleFile& people);

}  // namespace hub::cli
