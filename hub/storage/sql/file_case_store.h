#pragma once

#include "hub/identity/file_case_store.h"

namespace hub::storage::sql {

/// Reads the tables hospital_file and person_merge. Any thread.
class SqlFileCaseStore final : public identity::FileCaseStore {
  public:
    core::Result<std::vector<identity::FileHolder>> holders(core::ReadTransaction& transaction, std::string_view hospital,
                                                            identity::PersonId after, std::size_t limit) override;
};

}  // namespace hub::storage::sql
