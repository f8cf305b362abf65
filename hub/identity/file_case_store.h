#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/hospital_file.h"

namespace hub::identity {

/// A registration that has, may have or had files at a hospital.
struct FileHolder {
    PersonId person;
    std::int64_t linked = 0;
    std::int64_t candidates = 0;
    bool merged = false;  ///< a part of somebody, or somebody is a part of them: the person may have more files
};

/// What the work list of a hospital is made from. Implemented by storage. Any thread.
class FileCaseStore {
  public:
    virtual ~FileCaseStore() = default;

    /// The first `limit` registrations with files at this hospital, by id, from the one after `after`.
    virtual core::Result<std::vector<FileHolder>> holders(core::ReadTransaction& transaction, std::string_view hospital, PersonId after,
                                                          std::size_t limit) = 0;
};

}  // namespace hub::identity
