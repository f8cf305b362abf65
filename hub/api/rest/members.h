#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/api/rest/house.h"

/// What is read about a person is read of everybody who goes on as a part of them: a merge moves nothing. `root` stands for them, as
/// Called::person does.
namespace hub::api::rest {

/// The rows of all of them, those with the latest `time` first, at most `limit`; `of_one` gives the first `limit` of one in that order.
template <class Row, class OfOne, class Time>
core::Result<std::vector<Row>> ofMembers(House& house, core::ReadTransaction& transaction, identity::PersonId root, std::size_t limit,
                                         const OfOne& of_one, Time time) {
    const core::Result<std::vector<identity::PersonId>> members = house.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    std::vector<Row> all;
    for (const identity::PersonId member : *members) {
        core::Result<std::vector<Row>> rows = of_one(member);
        if (!rows.ok()) return rows.failure();
        std::move(rows->begin(), rows->end(), std::back_inserter(all));
    }
    if (members->size() > 1) std::ranges::stable_sort(all, std::ranges::greater(), time);
    if (all.size() > limit) all.erase(all.begin() + static_cast<std::ptrdiff_t>(limit), all.end());
    return all;
}

/// Their files, each of whom its row names: those of `root` first, oldest first.
core::Result<std::vector<identity::HospitalFile>> filesOf(House& house, core::ReadTransaction& transaction, identity::PersonId root);

/// Those of filesOf() that are linked at one hospital.
core::Result<std::vector<identity::HospitalFile>> linkedFilesAt(House& house, core::ReadTransaction& transaction, identity::PersonId root,
                                                                std::string_view hospital);

/// Every card they have or had, to whom each was issued its row names: those of `root` first, oldest first.
core::Result<std::vector<identity::Card>> cardsOf(House& house, core::ReadTransaction& transaction, identity::PersonId root);

/// What of their certificates was, or is to be, taken back; `person` may be any of them.
core::Result<std::vector<identity::Withdrawal>> withdrawalsOf(House& house, core::ReadTransaction& transaction, identity::PersonId person);

/// The active card of `root`, else of the first who has one.
core::Result<std::optional<identity::Card>> activeCardOf(House& house, core::ReadTransaction& transaction, identity::PersonId root);

}  // namespace hub::api::rest
