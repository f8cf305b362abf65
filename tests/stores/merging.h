#pragma once

#include <string>
#include <vector>

#include "hub/identity/cards.h"
#include "hub/identity/hospital_files.h"
#include "hub/identity/merges.h"
#include "hub/identity/reviews.h"
#include "hub/storage/sql/identity_store.h"
#include "hub/storage/sql/merge_store.h"
#include "hub/storage/sql/review_store.h"
#include "tests/stores/payment_stores.h"

namespace tests {

/// Merges and reviews on a migrated database, at a time the test moves.
template <class Engine>
class Merging : public PaymentStores<Engine> {
  public:
    using Person = hub::identity::Person;
    using PersonId = hub::identity::PersonId;
    using ReviewId = hub::identity::ReviewId;

    explicit Merging(const hub::storage::sql::Limits& limits = impatientLimits()) : PaymentStores<Engine>(limits) {}

    /// What `work`(transaction) answers with, in a unit of its own.
    template <class Work>
    auto write(const Work& work) -> std::invoke_result_t<Work, hub::core::Transaction&> {
        using Answer = std::remove_cvref_t<decltype(*work(std::declval<hub::core::Transaction&>()))>;
        return this->template answerInUnit<Answer>(work);
    }

    /// An invented person without a certificate, with a card. Each registers a second after the one before.
    PersonId newPerson(const std::function<void(Person&)>& difference = [](Person&) {}) {
        now.advance(hub::core::Duration(1000));
        Person person;
        person.id = numbers.template next<PersonId>();
        person.details.name = hub::core::Sensitive(hub::core::PersonName{"测试"});
        person.registered_at = now.utc();
        difference(person);
        BOOST_REQUIRE(this->inUnit([&](hub::core::Transaction& transaction) { return identity.addPerson(transaction, person); }).ok());
        BOOST_REQUIRE(write([&](hub::core::Transaction& transaction) { return cards.issue(transaction, person.id); }).ok());
        return person.id;
    }
    std::vector<PersonId> newPeople(std::size_t count) {
        std::vector<PersonId> made;
        for (std::size_t i = 0; i < count; ++i) made.push_back(newPerson());
        return made;
    }
    Person find(PersonId id) {
        return *this->read([&](hub::core::ReadTransaction& transaction) { return identity.findPerson(transaction, id); });
    }
    /// A linked file of the person.
    hub::identity::HospitalFileId newFile(PersonId person, const std::string& hospital, const std::string& number) {
        const Person holder = find(person);
        hub::contract::HospitalFile local;
        local.local_patient = hub::core::Sensitive(hub::core::CardNumber{number});
        local.person = holder.details;
        const auto file = write([&](hub::core::Transaction& transaction) {
            return files.take(transaction, holder, hospital, local, {"flow/find_patient", "found_by_name"});
        });
        BOOST_REQUIRE(file.ok());
        BOOST_REQUIRE(write([&](hub::core::Transaction& transaction) {
                          return files.link(transaction, holder, file->id, {"S1", "certificate_seen"});
                      }).ok());
        return file->id;
    }

    hub::core::Result<hub::identity::PersonMerge> merge(PersonId subsumed, PersonId into) {
        return write([&](hub::core::Transaction& transaction) { return merges.merge(transaction, subsumed, into, kReason); });
    }
    hub::core::Result<hub::identity::PersonMerge> unmerge(PersonId subsumed) {
        return write([&](hub::core::Transaction& transaction) { return merges.unmerge(transaction, subsumed, kReason); });
    }
    PersonId rootOf(PersonId person) {
        return *this->read([&](hub::core::ReadTransaction& transaction) { return merges.rootOf(transaction, person); });
    }
    std::vector<PersonId> membersOf(PersonId root) {
        return *this->read([&](hub::core::ReadTransaction& transaction) { return merges.membersOf(transaction, root); });
    }

    hub::core::Result<hub::identity::Review> open(PersonId one, PersonId other, const hub::identity::MatchFinding& finding = aFinding()) {
        return write([&](hub::core::Transaction& transaction) { return reviews.open(transaction, one, other, finding); });
    }
    ReviewId opened(PersonId one, PersonId other) {
        const auto review = open(one, other);
        BOOST_REQUIRE(review.ok());
        return review->id;
    }
    hub::core::Result<hub::identity::Review> claim(ReviewId id, const std::string& by) {
        return write([&](hub::core::Transaction& transaction) { return reviews.claim(transaction, id, by); });
    }
    hub::core::Result<hub::identity::Review> propose(ReviewId id, hub::identity::Verdict verdict, const std::string& by) {
        return write([&](hub::core::Transaction& transaction) { return reviews.propose(transaction, id, verdict, by, "seen"); });
    }
    hub::core::Result<hub::identity::Review> approve(ReviewId id, const std::string& by) {
        return write([&](hub::core::Transaction& transaction) { return reviews.approve(transaction, id, by); });
    }
    /// Claimed by `by` and proposed by them.
    void proposed(ReviewId id, hub::identity::Verdict verdict, const std::string& by) {
        BOOST_REQUIRE(claim(id, by).ok());
        BOOST_REQUIRE(propose(id, verdict, by).ok());
    }
    hub::identity::Review review(ReviewId id) {
        return *this->read([&](hub::core::ReadTransaction& transaction) { return review_store.find(transaction, id); });
    }

    static hub::identity::MatchFinding aFinding() {
        hub::identity::MatchFinding finding;
        finding.block = "name_birth";
        finding.weights = "w1";
        finding.source = "matching";
        return finding;
    }

    /// Every row of the tables, byte for byte, as committed.
    std::string dump(const std::vector<std::pair<std::string, std::size_t>>& tables_and_columns) {
        std::string all;
        for (const auto& [table, columns] : tables_and_columns) {
            const std::size_t count = columns;
            look("SELECT * FROM " + table + " ORDER BY 1, 2", [&](const hub::storage::sql::Row& row) {
                for (std::size_t i = 0; i < count; ++i)
                    all += row.isNull(i) ? "-" : std::to_string(row.bytes(i).size()) + ":" + row.bytes(i);
                all += "\n";
            });
        }
        return all;
    }
    std::size_t standingMerges() {
        std::size_t count = 0;
        look("SELECT number FROM person_merge", [&](const hub::storage::sql::Row&) { ++count; });
        return count;
    }
    std::string peopleDump() { return dump({{"person", 6}, {"card", 9}, {"hospital_file", 9}, {"file_link", 9}}); }
    std::string mergesDump() { return dump({{"person_merge", 5}}); }

    static const inline hub::identity::MergeReason kReason{
        .review = {}, .proposed_by = "S1", .approved_by = "S2", .why = "certificates_seen"};

    hub::core::VirtualExecutor now{hub::core::UtcTime{1'795'233'600'000}};  // 2026-11-21 in Shanghai
    hub::core::SeededIdSource numbers{now, 7};
    hub::storage::sql::SqlIdentityStore identity{this->vault};
    hub::storage::sql::SqlMergeStore merge_store;
    hub::storage::sql::SqlReviewStore review_store{this->vault};
    hub::identity::Cards cards{identity, numbers, now};
    hub::identity::HospitalFiles files{identity, numbers, now};
    hub::identity::Merges merges{merge_store, review_store, identity, now};
    hub::identity::Reviews reviews{review_store, merges, identity, numbers, now};

  private:
    void look(const std::string& sql, const hub::storage::sql::EachRow& each) {
        if (!looking_) {
            auto connection = this->engine.database().connect(hub::storage::sql::Access::Read);
            BOOST_REQUIRE(connection.ok());
            looking_ = *std::move(connection);
        }
        BOOST_REQUIRE(looking_->query(sql, {}, each).ok());
    }

    std::unique_ptr<hub::storage::sql::Connection> looking_;  // opened once: that takes longer than what is looked at
};

}  // namespace tests
