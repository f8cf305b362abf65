#include "hub/identity/file_cases.h"

#include <algorithm>
#include <map>
#include <set>

#include "hub/storage/sql/file_case_store.h"
#include "tests/stores/merging.h"

using namespace hub::core;
using hub::identity::FileCase;
using hub::identity::FileCaseKind;
using hub::identity::FileCasePage;
using hub::identity::FileCases;
using hub::identity::HospitalFileId;
using hub::identity::PersonId;
using tests::Merging;

namespace {

template <class Engine>
struct WorkList : Merging<Engine> {
    hub::storage::sql::SqlFileCaseStore store;
    FileCases cases{store, this->identity, this->merges, this->now};

    FileCasePage page(const FileCases& of, const std::string& hospital = "h01", std::optional<FileCaseKind> kind = {}, PersonId after = {},
                      std::size_t limit = 50) {
        auto found = this->read([&](ReadTransaction& transaction) { return of.list(transaction, hospital, kind, after, limit); });
        BOOST_REQUIRE(found.ok());
        return *std::move(found);
    }
    /// Who has a case, and with how many files.
    std::map<PersonId, std::size_t> found(const std::string& hospital = "h01", std::optional<FileCaseKind> kind = {}) {
        std::map<PersonId, std::size_t> people;
        const FileCasePage all = page(cases, hospital, kind);
        BOOST_TEST(!all.next.has_value());
        for (const FileCase& one : all.cases) people[one.person.id] = one.files.size();
        BOOST_TEST(people.size() == all.cases.size());  // nobody twice
        return people;
    }
    /// A file that does not say enough to be linked.
    HospitalFileId candidate(PersonId person, const std::string& hospital, const std::string& number) {
        const hub::identity::Person holder = this->find(person);
        hub::contract::HospitalFile local;
        local.local_patient = Sensitive(CardNumber{number});
        local.person = holder.details;
        const auto file = this->write([&](Transaction& transaction) {
            return this->files.take(transaction, holder, hospital, local, {"flow/find_patient", "found_by_name"});
        });
        BOOST_REQUIRE(file.ok());
        BOOST_REQUIRE((file->state == hub::identity::LinkState::Candidate));
        return file->id;
    }
    void reject(HospitalFileId file) {
        BOOST_REQUIRE(this->write([&](Transaction& transaction) {
                              return this->files.reject(transaction, file, {"S1", "not_this_person"});
                          })
                          .ok());
    }
    void mergeFiles(HospitalFileId file, HospitalFileId into) {
        BOOST_REQUIRE(this->write([&](Transaction& transaction) {
                              return this->files.mergeInto(transaction, file, into, {"hub", "told_by_hospital"});
                          })
                          .ok());
    }
};

using Cases = std::map<PersonId, std::size_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(file_cases)

BOOST_AUTO_TEST_CASE_TEMPLATE(one_linked_file_is_no_case_and_two_at_one_hospital_are, Engine, tests::Engines) {
    WorkList<Engine> list;
    const std::vector<PersonId> people = list.newPeople(3);
    list.newFile(people[0], "h01", "P1");
    list.newFile(people[1], "h01", "P2");
    list.newFile(people[1], "h02", "P2");  // one at each
    list.newFile(people[2], "h01", "P3");
    BOOST_TEST((list.found() == Cases{}));
    const HospitalFileId second = list.newFile(people[2], "h01", "P4");
    BOOST_TEST((list.found() == Cases{{people[2], 2}}));
    BOOST_TEST((list.found("h02") == Cases{}));
    BOOST_TEST((list.found("h01", FileCaseKind::Candidate) == Cases{}));
    list.reject(second);
    BOOST_TEST((list.found() == Cases{}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_candidate_waits_until_it_is_linked_or_rejected, Engine, tests::Engines) {
    WorkList<Engine> list;
    const std::vector<PersonId> people = list.newPeople(2);
    const HospitalFileId first = list.candidate(people[0], "h01", "P1");
    const HospitalFileId other = list.candidate(people[1], "h01", "P2");
    BOOST_TEST((list.found("h01", FileCaseKind::Candidate) == Cases{{people[0], 1}, {people[1], 1}}));
    BOOST_TEST((list.found("h01", FileCaseKind::TwoFiles) == Cases{}));
    BOOST_REQUIRE(list.write([&](Transaction& transaction) {
                          return list.files.link(transaction, list.find(people[0]), first, {"S1", "certificate_seen"});
                      })
                      .ok());
    list.reject(other);
    BOOST_TEST((list.found() == Cases{}));
    list.candidate(people[0], "h01", "P3");  // beside the linked one
    BOOST_TEST((list.found("h01", FileCaseKind::TwoFiles) == Cases{{people[0], 2}}));
    BOOST_TEST((list.found("h01", FileCaseKind::Candidate) == Cases{{people[0], 2}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(files_that_the_hospital_has_put_together_are_no_case_any_more, Engine, tests::Engines) {
    WorkList<Engine> list;
    const PersonId person = list.newPerson();
    const HospitalFileId stays = list.newFile(person, "h01", "P1");
    const HospitalFileId gone = list.newFile(person, "h01", "P2");
    BOOST_TEST((list.found() == Cases{{person, 2}}));
    list.mergeFiles(gone, stays);
    BOOST_TEST((list.found() == Cases{}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(merged_people_have_one_case_as_long_as_they_are_merged, Engine, tests::Engines) {
    WorkList<Engine> list;
    const std::vector<PersonId> people = list.newPeople(4);
    list.newFile(people[1], "h01", "P1");
    list.newFile(people[2], "h01", "P2");
    list.newFile(people[3], "h01", "P3");
    BOOST_TEST((list.found() == Cases{}));
    for (const std::size_t part : {1U, 2U})
        BOOST_REQUIRE(list.merge(people[part], people[0]).ok());  // who has no file there stands for them
    BOOST_TEST((list.found() == Cases{{people[0], 2}}));
    BOOST_REQUIRE(list.merge(people[0], people[3]).ok());  // and is a part of somebody who has one
    BOOST_TEST((list.found() == Cases{{people[3], 3}}));
    BOOST_REQUIRE(list.unmerge(people[0]).ok());
    BOOST_TEST((list.found() == Cases{{people[0], 2}}));
    BOOST_REQUIRE(list.unmerge(people[1]).ok());
    BOOST_TEST((list.found() == Cases{}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(pages_go_on_without_a_gap_and_nobody_comes_twice, Engine, tests::Engines) {
    WorkList<Engine> list;
    const std::vector<PersonId> people = list.newPeople(9);
    std::set<PersonId> expected;
    for (std::size_t i = 0; i < people.size(); ++i) {
        list.newFile(people[i], "h01", "A" + std::to_string(i));
        if (i % 3 == 0) continue;
        list.newFile(people[i], "h01", "B" + std::to_string(i));
        expected.insert(people[i]);
    }
    BOOST_REQUIRE(list.merge(people[1], people[2]).ok());
    expected.erase(people[1]);
    for (const std::size_t limit : {1U, 2U, 4U, 6U, 50U}) {
        for (const std::size_t examined : {1U, 2U, 3U, 9U, 10U, 100U}) {
            BOOST_TEST_CONTEXT("limit " << limit << " examined " << examined) {
                const FileCases bounded{list.store, list.identity, list.merges, list.now, examined};
                std::set<PersonId> met;
                PersonId after;
                std::size_t pages = 0;
                while (true) {
                    const FileCasePage page = list.page(bounded, "h01", {}, after, limit);
                    BOOST_TEST(page.cases.size() <= limit);
                    for (const FileCase& one : page.cases) BOOST_TEST(met.insert(one.person.id).second);
                    BOOST_REQUIRE(++pages <= people.size() + 2);
                    if (!page.next) break;
                    after = *page.next;
                }
                BOOST_TEST((met == expected));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_case_says_what_conflicts_and_whose_the_files_are, Engine, tests::Engines) {
    WorkList<Engine> list;
    const PersonId person = list.newPerson([](hub::identity::Person& one) { one.details.phone = Sensitive(PhoneNumber{"13900000001"}); });
    const PersonId part = list.newPerson([](hub::identity::Person& one) { one.details.phone = Sensitive(PhoneNumber{"13900000002"}); });
    list.newFile(part, "h01", "P1");
    const HospitalFileId own = list.newFile(person, "h01", "P2");
    BOOST_REQUIRE(list.merge(part, person).ok());
    const FileCasePage page = list.page(list.cases);
    BOOST_REQUIRE(page.cases.size() == 1U);
    const FileCase& found = page.cases[0];
    BOOST_TEST((found.person.id == person));
    BOOST_TEST((found.files[0].id == own));  // the root's own first
    BOOST_TEST((found.files[1].person == part));
    BOOST_TEST((found.conflicts == std::vector{hub::identity::DetailField::Phone}));
}

BOOST_AUTO_TEST_SUITE_END()
