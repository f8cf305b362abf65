#include "hub/identity/merges.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <utility>

#include "hub/identity/certificate.h"

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kLedgerPage = 1000;

bool holdsValidCertificate(const Person& person, core::Date today) {
    return person.details.certificate && checkCertificate(*person.details.certificate, today).ok();
}

/// Two people with certificates of one kind have two numbers, for a certificate belongs to one person; where one person may have had both,
/// one after the other, that says nothing.
bool holdTwoOfOneKind(const Person& one, const Person& other, core::Date today) {
    if (!holdsValidCertificate(one, today) || !holdsValidCertificate(other, today)) return false;
    const contract::Certificate& ours = *one.details.certificate;
    const contract::Certificate& theirs = *other.details.certificate;
    return ours.kind == theirs.kind && !givesWay(ours, theirs) && !givesWay(theirs, ours);
}

bool isAmong(PersonId id, const std::vector<Person>& people) {
    return std::any_of(people.begin(), people.end(), [&](const Person& person) { return person.id == id; });
}

}  // namespace

bool goesOn(const Person& one, const Person& other, core::Date today) {
    const auto rank = [&](const Person& person) {
        return std::tuple(!holdsValidCertificate(person, today), person.state != PersonState::Verified, person.registered_at, person.id);
    };
    return rank(one) < rank(other);
}

Result<PersonMerge> Merges::merge(core::Transaction& transaction, PersonId subsumed, PersonId into, const MergeReason& reason) {
    const Result<std::int64_t> number = store_.takeTurn(transaction);
    if (!number.ok()) return number.failure();
    return mergeInTurn(transaction, *number, subsumed, into, reason);
}

Result<PersonMerge> Merges::mergeInTurn(core::Transaction& transaction, std::int64_t number, PersonId subsumed, PersonId into,
                                        const MergeReason& reason) {
    Result<std::vector<Person>> from = treeOf(transaction, subsumed);
    if (!from.ok()) return from.failure();
    Result<std::vector<Person>> to = treeOf(transaction, into);
    if (!to.ok()) return to.failure();
    const Sides sides{*std::move(from), *std::move(to)};
    const Result<std::optional<MergeObstacle>> against = obstacle(transaction, subsumed, into, sides);
    if (!against.ok()) return against.failure();
    if (*against) return Failure(Error::MergeNotAllowed, std::string(core::enumName(**against)));

    const PersonMerge merge{.subsumed = subsumed, .into = into, .root = sides.into.front().id, .merged_at = clock_.utc(), .number = number};
    for (const Person& part : sides.subsumed) {
        if (part.id == subsumed) continue;
        const Result<void> moved = store_.setRoot(transaction, part.id, merge.root);
        if (!moved.ok()) return moved.failure();
    }
    const Result<void> added = store_.add(transaction, merge);
    if (!added.ok()) return added.failure();
    const Result<void> noted = store_.append(transaction, {number, MergeKind::Merge, subsumed, into, reason, merge.merged_at});
    if (!noted.ok()) return noted.failure();
    return merge;
}

Result<PersonMerge> Merges::unmerge(core::Transaction& transaction, PersonId subsumed, const MergeReason& reason) {
    const Result<std::int64_t> number = store_.takeTurn(transaction);
    if (!number.ok()) return number.failure();
    const Result<std::optional<PersonMerge>> standing = store_.find(transaction, subsumed);
    if (!standing.ok()) return standing.failure();
    if (!*standing) return Failure(Error::MergeNotAllowed, "not_merged");
    const Result<std::vector<PersonMerge>> tree = store_.ofRoot(transaction, (*standing)->root);
    if (!tree.ok()) return tree.failure();

    const Result<void> removed = store_.remove(transaction, subsumed);
    if (!removed.ok()) return removed.failure();
    // Grows while it is walked: the parts of the parts go along.
    std::vector<PersonId> parts{subsumed};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (const PersonMerge& merge : *tree) {
            if (merge.into != parts[i]) continue;
            const Result<void> moved = store_.setRoot(transaction, merge.subsumed, subsumed);
            if (!moved.ok()) return moved.failure();
            parts.push_back(merge.subsumed);
        }
    }
    const Result<void> noted = store_.append(transaction, {*number, MergeKind::Unmerge, subsumed, (*standing)->into, reason, clock_.utc()});
    if (!noted.ok()) return noted.failure();
    return **standing;
}

Result<std::optional<PersonMerge>> Merges::join(core::Transaction& transaction, PersonId one, PersonId other, const MergeReason& reason) {
    const Result<std::int64_t> number = store_.takeTurn(transaction);
    if (!number.ok()) return number.failure();
    std::array<Person, 2> roots;
    for (const auto& [place, person] : {std::pair(0, one), std::pair(1, other)}) {
        const Result<PersonId> root = rootOf(transaction, person);
        if (!root.ok()) return root.failure();
        Result<Person> found = identity_.findPerson(transaction, *root);
        if (!found.ok()) return found.failure();
        roots.at(static_cast<std::size_t>(place)) = *std::move(found);
    }
    if (roots[0].id == roots[1].id) return std::optional<PersonMerge>();
    if (goesOn(roots[0], roots[1], today())) std::swap(roots[0], roots[1]);
    const Result<PersonMerge> merged = mergeInTurn(transaction, *number, roots[0].id, roots[1].id, reason);
    if (!merged.ok()) return merged.failure();
    return std::optional(*merged);
}

Result<bool> Merges::holdApart(core::Transaction& transaction, PersonId one, PersonId other) {
    const Result<std::int64_t> turn = store_.takeTurn(transaction);
    if (!turn.ok()) return turn.failure();
    const Result<PersonId> root = rootOf(transaction, one);
    if (!root.ok()) return root.failure();
    const Result<PersonId> other_root = rootOf(transaction, other);
    if (!other_root.ok()) return other_root.failure();
    return *root != *other_root;
}

Result<PersonId> Merges::rootOf(core::ReadTransaction& transaction, PersonId person) {
    const Result<std::optional<PersonMerge>> merge = store_.find(transaction, person);
    if (!merge.ok()) return merge.failure();
    return *merge ? (*merge)->root : person;
}

Result<std::vector<PersonId>> Merges::membersOf(core::ReadTransaction& transaction, PersonId root) {
    const Result<std::vector<PersonMerge>> parts = store_.ofRoot(transaction, root);
    if (!parts.ok()) return parts.failure();
    std::vector<PersonId> members{root};
    std::transform(parts->begin(), parts->end(), std::back_inserter(members), [](const PersonMerge& part) { return part.subsumed; });
    return members;
}

/// Everybody who is one with this person; who stands for them first.
Result<std::vector<Person>> Merges::treeOf(core::ReadTransaction& transaction, PersonId person) {
    const Result<PersonId> root = rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    const Result<std::vector<PersonId>> members = membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    std::vector<Person> people;
    for (const PersonId& member : *members) {
        Result<Person> found = identity_.findPerson(transaction, member);
        if (!found.ok()) return found.failure();
        people.push_back(*std::move(found));
    }
    return people;
}

Result<std::optional<MergeObstacle>> Merges::obstacle(core::ReadTransaction& transaction, PersonId subsumed, PersonId into,
                                                      const Sides& sides) {
    using Answer = std::optional<MergeObstacle>;
    if (subsumed == into) return Answer(MergeObstacle::SamePerson);
    if (sides.subsumed.front().id != subsumed) return Answer(MergeObstacle::AlreadyMerged);
    if (isAmong(into, sides.subsumed)) return Answer(MergeObstacle::Cycle);
    const auto is_closed = [&](const Person& person) {
        const bool named = person.id == subsumed || person.id == into || person.id == sides.into.front().id;
        return named && person.state == PersonState::Closed;
    };
    if (std::any_of(sides.subsumed.begin(), sides.subsumed.end(), is_closed) ||
        std::any_of(sides.into.begin(), sides.into.end(), is_closed))
        return Answer(MergeObstacle::Closed);
    if (sides.subsumed.size() + sides.into.size() > kPeopleMax) return Answer(MergeObstacle::TooManyPeople);
    for (const Person& one : sides.subsumed) {
        for (const Person& other : sides.into) {
            if (holdTwoOfOneKind(one, other, today())) return Answer(MergeObstacle::TwoCertificates);
            const Result<bool> not_the_same = reviews_.areNotTheSame(transaction, pairOf(one.id, other.id));
            if (!not_the_same.ok()) return not_the_same.failure();
            if (*not_the_same) return Answer(MergeObstacle::NotTheSame);
        }
    }
    return Answer();
}

Result<MergePreview> Merges::preview(core::ReadTransaction& transaction, PersonId subsumed, PersonId into) {
    Result<std::vector<Person>> from = treeOf(transaction, subsumed);
    if (!from.ok()) return from.failure();
    Result<std::vector<Person>> to = treeOf(transaction, into);
    if (!to.ok()) return to.failure();
    const Sides sides{*std::move(from), *std::move(to)};
    const Result<std::optional<MergeObstacle>> against = obstacle(transaction, subsumed, into, sides);
    if (!against.ok()) return against.failure();

    std::vector<Person> people = sides.into;
    std::copy_if(sides.subsumed.begin(), sides.subsumed.end(), std::back_inserter(people),
                 [&](const Person& person) { return !isAmong(person.id, sides.into); });
    MergePreview preview{.obstacle = *against, .people = {}, .cards = {}, .hospitals = {}, .details = previewDetails(people)};
    std::vector<HospitalFile> all_files;
    for (const Person& person : people) {
        preview.people.push_back(person.id);
        const Result<std::vector<Card>> cards = identity_.cardsOf(transaction, person.id);
        if (!cards.ok()) return cards.failure();
        for (const Card& card : *cards) preview.cards.push_back({card.id, person.id, card.state});
        const Result<std::vector<HospitalFile>> files = identity_.filesOf(transaction, person.id);
        if (!files.ok()) return files.failure();
        all_files.insert(all_files.end(), files->begin(), files->end());
    }
    preview.hospitals = previewHospitals(all_files);
    return preview;
}

Result<std::vector<PersonMerge>> Merges::foldedAnew(core::ReadTransaction& transaction) {
    std::vector<MergeChange> ledger;
    while (true) {
        const std::int64_t after = ledger.empty() ? 0 : ledger.back().number;
        const Result<std::vector<MergeChange>> page = store_.changes(transaction, after, kLedgerPage);
        if (!page.ok()) return page.failure();
        ledger.insert(ledger.end(), page->begin(), page->end());
        if (page->size() < kLedgerPage) return foldMerges(ledger);
    }
}

}  // namespace hub::identity
