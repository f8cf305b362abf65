#include "hub/identity/merge.h"

#include <map>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

Result<std::vector<PersonMerge>> foldMerges(const std::vector<MergeChange>& ledger) {
    std::map<PersonId, PersonMerge> standing;
    for (const MergeChange& change : ledger) {
        if (change.kind == MergeKind::Unmerge) {
            standing.erase(change.subsumed);
        } else {
            standing[change.subsumed] = {
                .subsumed = change.subsumed, .into = change.into, .root = {}, .merged_at = change.at, .number = change.number};
        }
    }
    std::vector<PersonMerge> folded;
    for (auto& [subsumed, merge] : standing) {
        merge.root = merge.into;
        std::size_t steps = 0;
        for (auto next = standing.find(merge.root); next != standing.end(); next = standing.find(merge.root)) {
            if (++steps > standing.size()) return Failure(Error::RowNotReadable, "merge_change.into_id");
            merge.root = next->second.into;
        }
        folded.push_back(merge);
    }
    return folded;
}

}  // namespace hub::identity
