#pragma once

#include "hub/jobs/match_walk_store.h"

namespace hub::storage::sql {

/// The table match_walk, with person, hospital_file and match_record. Any thread.
class SqlMatchWalkStore final : public jobs::MatchWalkStore {
  public:
    core::Result<jobs::MatchWalkPage> page(core::ReadTransaction& transaction, std::size_t people_max, std::size_t unknown_max) override;
    core::Result<void> moveOn(core::Transaction& transaction, const jobs::MatchWalkPage& page) override;
    core::Result<std::size_t> left(core::ReadTransaction& transaction, std::size_t most) override;
};

}  // namespace hub::storage::sql
