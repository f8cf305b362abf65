#include "hub/api/rest/members.h"

namespace hub::api::rest {

using core::Result;
using identity::HospitalFile;
using identity::PersonId;

Result<std::vector<HospitalFile>> filesOf(House& house, core::ReadTransaction& transaction, PersonId root) {
    const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    std::vector<HospitalFile> all;
    for (const PersonId member : *members) {
        Result<std::vector<HospitalFile>> files = house.people.filesOf(transaction, member);
        if (!files.ok()) return files;
        std::ranges::move(*files, std::back_inserter(all));
    }
    return all;
}

Result<std::vector<HospitalFile>> linkedFilesAt(House& house, core::ReadTransaction& transaction, PersonId root,
                                                std::string_view hospital) {
    Result<std::vector<HospitalFile>> files = filesOf(house, transaction, root);
    if (!files.ok()) return files;
    std::erase_if(*files, [&](const HospitalFile& file) { return file.state != identity::LinkState::Linked || file.hospital != hospital; });
    return files;
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
