#include "hub/identity/file_cases.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hub::identity {

using core::Result;

namespace {

constexpr std::size_t kReadAtOnce = 1000;

}  // namespace

Result<FileCasePage> FileCases::list(core::ReadTransaction& transaction, std::string_view hospital, std::optional<FileCaseKind> kind,
                                     PersonId after, std::size_t limit) const {
    FileCasePage page;
    std::size_t left = examined_max_;
    while (page.cases.size() < limit && left > 0) {
        const std::size_t wanted = std::min(left, kReadAtOnce);
        const Result<std::vector<FileHolder>> holders = store_.holders(transaction, hospital, after, wanted);
        if (!holders.ok()) return holders.failure();
        for (const FileHolder& holder : *holders) {
            if (page.cases.size() == limit) break;
            after = holder.person;
            Result<std::optional<FileCase>> found = caseOf(transaction, hospital, holder);
            if (!found.ok()) return found.failure();
            if (*found && (!kind || (*found)->is(*kind))) page.cases.push_back(**std::move(found));
        }
        const bool at_the_end = holders->size() < wanted && (holders->empty() || holders->back().person == after);
        if (at_the_end) return page;
        left -= holders->size();
    }
    page.next = after;
    return page;
}

/// Of merged people the case stands once, where the first of those who have open files is met.
Result<std::optional<FileCase>> FileCases::caseOf(core::ReadTransaction& transaction, std::string_view hospital,
                                                  const FileHolder& holder) const {
    const std::int64_t open = holder.linked + holder.candidates;
    if (open == 0 || (!holder.merged && open == 1 && holder.candidates == 0)) return std::optional<FileCase>();
    const Result<PersonId> root = merges_.rootOf(transaction, holder.person);
    if (!root.ok()) return root.failure();
    const Result<std::vector<PersonId>> members = merges_.membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    FileCase found;
    for (const PersonId member : *members) {
        Result<std::vector<HospitalFile>> files = identity_.filesOf(transaction, member);
        if (!files.ok()) return files.failure();
        std::erase_if(*files, [&](const HospitalFile& file) { return file.hospital != hospital || !isOpen(file.state); });
        std::ranges::move(*files, std::back_inserter(found.files));
    }
    if (found.files.empty() || std::ranges::min(found.files, {}, &HospitalFile::person).person != holder.person)
        return std::optional<FileCase>();
    if (!found.is(FileCaseKind::TwoFiles) && !found.is(FileCaseKind::Candidate)) return std::optional<FileCase>();
    Result<Person> person = identity_.findPerson(transaction, *root);
    if (!person.ok()) return person.failure();
    found.person = *std::move(person);
    std::vector<contract::PersonDetails> all{found.person.details};
    for (const HospitalFile& file : found.files) all.push_back(file.local.person);
    found.conflicts = conflictsOf(all, core::shanghaiDate(clock_.utc(), core::Duration(0)));
    return std::optional(std::move(found));
}

}  // namespace hub::identity
