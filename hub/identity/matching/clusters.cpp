#include "hub/identity/matching/clusters.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hub::identity::matching {

namespace {

constexpr std::size_t kMembersMax = 64;  // somebody with more files than that is a mistake, or a placeholder

/// Guards that hold between members of one cluster, also when others vouch for both.
constexpr Guards kApart = static_cast<Guards>(Guard::TwoIdentities) | static_cast<Guards>(Guard::Generation) |
                          static_cast<Guards>(Guard::NewbornAndParent) | static_cast<Guards>(Guard::BornTogether) |
                          static_cast<Guards>(Guard::TwinOrSibling);

/// What decides between links that are as sure as each other.
std::uint64_t tieKey(const Population& population, const Edge& edge) {
    const auto [least, most] = std::minmax({population.contentKey(edge.one), population.contentKey(edge.other)});
    return hashOf(least, most);
}

}  // namespace

Clusters::Clusters(const Population& population, const Scorer& scorer, std::vector<Edge> links, std::vector<Edge>& refused)
    : cluster_of_(population.size()), members_(population.size()) {
    std::iota(cluster_of_.begin(), cluster_of_.end(), 0U);
    for (std::uint32_t i = 0; i < population.size(); ++i) members_[i] = {i};
    std::sort(links.begin(), links.end(), [&](const Edge& a, const Edge& b) {
        if (a.total != b.total) return a.total > b.total;
        return tieKey(population, a) < tieKey(population, b);
    });
    for (const Edge& link : links) {
        std::uint32_t into = cluster_of_[link.one];
        std::uint32_t from = cluster_of_[link.other];
        if (into == from) continue;
        if (!mayJoin(population, scorer, into, from)) {
            refused.push_back(link);
            continue;
        }
        if (members_[into].size() < members_[from].size()) std::swap(into, from);
        for (const std::uint32_t record : members_[from]) cluster_of_[record] = into;
        members_[into].insert(members_[into].end(), members_[from].begin(), members_[from].end());
        members_[from] = {};
    }
}

bool Clusters::mayJoin(const Population& population, const Scorer& scorer, std::uint32_t one, std::uint32_t other) const {
    if (members_[one].size() + members_[other].size() > kMembersMax) return false;
    for (const std::uint32_t a : members_[one]) {
        for (const std::uint32_t b : members_[other]) {
            const Score score = scorer.score(population.compared(a), population.compared(b));
            if ((score.guards & kApart) != 0) return false;
        }
    }
    return true;
}

}  // namespace hub::identity::matching
