#include "hub/api/rest/members.h"

namespace hub::api::rest {

using core::Result;
using identity::HospitalFile;
using identity::PersonId;

namespace {

/// The rows of all of them, one after the other.
template <class Row, class OfOne>
Result<std::vector<Row>> ofEach(House& house, core::ReadTransaction& transaction, PersonId root, const OfOne& of_one) {
    const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    std::vector<Row> all;
    for (const PersonId member : *members) {
        Result<std::vector<Row>> rows = of_one(member);
        if (!rows.ok()) return rows;
        std::ranges::move(*rows, std::back_inserter(all));
    }
    return all;
}

}  // namespace

Result<std::vector<HospitalFile>> filesOf(House& house, core::ReadTransaction& transaction, PersonId root) {
    return ofEach<HospitalFile>(house, transaction, root, [&](PersonId member) { return house.people.filesOf(transaction, member); });
}

Result<std::vector<HospitalFile>> linkedFilesAt(House& house, core::ReadTransaction& transaction, PersonId root,
                                                std::string_view hospital) {
    Result<std::vector<HospitalFile>> files = filesOf(house, transaction, root);
    if (!files.ok()) return files;
    std::erase_if(*files, [&](const HospitalFile& file) { return file.state != identity::LinkState::Linked || file.hospital != hospital; });
    return files;
}

Result<std::vector<identity::Card>> cardsOf(House& house, core::ReadTransaction& transaction, PersonId root) {
    return ofEach<identity::Card>(house, transaction, root, [&](PersonId member) { return house.people.cardsOf(transaction, member); });
}

Result<std::vector<identity::Withdrawal>> withdrawalsOf(House& house, core::ReadTransaction& transaction, PersonId person) {
    const Result<PersonId> root = house.merges.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    return ofEach<identity::Withdrawal>(house, transaction, *root,
                                        [&](PersonId member) { return house.withdrawals.ofPerson(transaction, member); });
}

Result<std::optional<identity::Card>> activeCardOf(House& house, core::ReadTransaction& transaction, PersonId root) {
    const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    for (const PersonId member : *members) {
        Result<std::optional<identity::Card>> card = house.cards.activeOf(transaction, member);
        if (!card.ok() || *card) return card;
    }
    return std::optional<identity::Card>();
}

}  // namespace hub::api::rest
