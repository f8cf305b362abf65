#pragma once

#include <cstdint>
#include <vector>

#include "hub/identity/matching/population.h"

namespace hub::identity::matching {

struct Edge {
    std::uint32_t one = 0;
    std::uint32_t other = 0;
    Bits total = 0;
};

/// Records put together as people.
class Clusters {
  public:
    /// Puts together what `links` says, the surest first. A link that would bring two records together which a guard keeps apart is not
    /// followed, and comes back in `refused`. The same clusters come out whatever the order of records and links.
    Clusters(const Population& population, const Scorer& scorer, std::vector<Edge> links, std::vector<Edge>& refused);

    /// Equal for records of one cluster.
    std::uint32_t of(std::uint32_t record) const { return cluster_of_[record]; }
    const std::vector<std::uint32_t>& members(std::uint32_t cluster) const { return members_[cluster]; }

  private:
    bool mayJoin(const Population& population, const Scorer& scorer, std::uint32_t one, std::uint32_t other) const;

    std::vector<std::uint32_t> cluster_of_;
    std::vector<std::vector<std::uint32_t>> members_;  ///< by cluster; empty once it has joined another
};

}  // namespace hub::identity::matching
