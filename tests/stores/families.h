#pragma once

#include <string>

#include "hub/identity/newborns.h"
#include "hub/storage/sql/identity_store.h"
#include "hub/storage/sql/merge_store.h"
#include "hub/storage/sql/relation_store.h"
#include "hub/storage/sql/review_store.h"
#include "tests/stores/payment_stores.h"

namespace tests {

inline hub::identity::RelationRequest family(hub::identity::PersonId holder, hub::identity::PersonId subject,
                                             const hub::identity::Permissions& permissions = {.show_code = true}) {
    hub::identity::RelationRequest made;
    made.holder = holder;
    made.subject = subject;
    made.kinship = hub::identity::Kinship::Parent;
    made.permissions = permissions;
    return made;
}

inline hub::identity::RelationRequest aid(hub::identity::PersonId holder, hub::identity::PersonId subject) {
    hub::identity::RelationRequest made = family(holder, subject, {});
    made.kind = hub::identity::RelationKind::MutualAid;
    return made;
}

inline hub::identity::RelationRequest guarding(hub::identity::PersonId guardian, hub::identity::PersonId child) {
    hub::identity::RelationRequest made = family(guardian, child, {});
    made.kind = hub::identity::RelationKind::Guardian;
    made.kinship = hub::identity::Kinship::Child;
    return made;
}

/// Of one that succeeds.
inline hub::identity::RelationId idOf(const hub::core::Result<hub::identity::RelationOutcome>& outcome) {
    BOOST_REQUIRE(outcome.ok());
    return outcome->relation.id;
}

/// People and what they may do for each other, on a migrated database, at a time the test moves.
template <class Engine>
class Families {
  public:
    /// 2026-11-21T12:00 in Shanghai.
    static constexpr hub::core::UtcTime kStart{1'795'233'600'000};

    explicit Families(const hub::storage::sql::Limits& limits = impatientLimits()) : stores(limits) {}

    /// Somebody with a certificate, not verified.
    hub::contract::PersonDetails somebody(hub::contract::Sex sex, hub::core::Date birth) {
        using namespace hub;
        contract::PersonDetails made;
        made.name = core::Sensitive(core::PersonName{"某人"});
        made.certificate = contract::Certificate{contract::CertificateKind::Passport,
                                                 core::Sensitive(core::CertificateNumber{"E" + std::to_string(10'000 + ++somebodies_)})};
        made.sex = sex;
        made.birth_date = core::Sensitive(birth);
        return made;
    }

    hub::identity::PersonId unverified(hub::contract::Sex sex = hub::contract::Sex::Female, hub::core::Date birth = {1990, 1, 1}) {
        const auto made = inUnit([&](hub::core::Transaction& transaction) {
            return registration.registerPerson(transaction, somebody(sex, birth), hub::identity::Coming::WithGuardian);  // of any age
        });
        BOOST_REQUIRE(made.ok());
        return made->person.id;
    }

    hub::identity::PersonId verified(hub::contract::Sex sex = hub::contract::Sex::Female, hub::core::Date birth = {1990, 1, 1}) {
        const hub::identity::PersonId id = unverified(sex, birth);
        BOOST_REQUIRE(inUnit([&](hub::core::Transaction& transaction) { return registration.verify(transaction, id); }).ok());
        return id;
    }

    hub::identity::Person find(hub::identity::PersonId id) {
        const auto found = inRead([&](hub::core::ReadTransaction& transaction) { return people.findPerson(transaction, id); });
        BOOST_REQUIRE(found.ok());
        return *found;
    }

    void setState(hub::identity::PersonId id, hub::identity::PersonState state) {
        hub::identity::Person person = find(id);
        person.state = state;
        BOOST_REQUIRE(inUnit([&](hub::core::Transaction& transaction) { return people.changePerson(transaction, person); }).ok());
    }

    /// What `work`(transaction) answers with, in a unit of its own.
    template <class Work>
    auto inUnit(const Work& work) -> std::invoke_result_t<Work, hub::core::Transaction&> {
        using Answer = std::remove_cvref_t<decltype(*work(std::declval<hub::core::Transaction&>()))>;
        return stores.template answerInUnit<Answer>(work);
    }
    template <class Read>
    auto inRead(const Read& read) -> std::invoke_result_t<Read, hub::core::ReadTransaction&> {
        return stores.read(read);
    }

    using Outcome = hub::core::Result<hub::identity::RelationOutcome>;
    using Verb = Outcome (hub::identity::Relations::*)(hub::core::Transaction&, hub::identity::RelationId, hub::identity::PersonId);

    Outcome ask(const hub::identity::RelationRequest& request) {
        return inUnit([&](hub::core::Transaction& transaction) { return relations.ask(transaction, request); });
    }
    Outcome grant(const hub::identity::RelationRequest& request, const std::string& staff = "D0001") {
        return inUnit([&](hub::core::Transaction& transaction) { return relations.grant(transaction, request, staff); });
    }
    Outcome step(Verb verb, hub::identity::RelationId id, hub::identity::PersonId by) {
        return inUnit([&](hub::core::Transaction& transaction) { return (relations.*verb)(transaction, id, by); });
    }
    Outcome change(hub::identity::RelationId id, hub::identity::PersonId by, const hub::identity::Permissions& permissions,
                   std::optional<hub::core::UtcTime> expires_at = {}) {
        return inUnit([&](hub::core::Transaction& transaction) { return relations.change(transaction, id, by, permissions, expires_at); });
    }
    hub::identity::RelationId accepted(const hub::identity::RelationRequest& request) {
        const hub::identity::RelationId id = idOf(ask(request));
        BOOST_REQUIRE(step(&hub::identity::Relations::accept, id, request.subject).ok());
        return id;
    }
    hub::core::Result<std::vector<hub::identity::Relation>> allowing(hub::identity::PersonId holder, hub::identity::PersonId subject,
                                                                     hub::identity::Permission permission) {
        return inRead(
            [&](hub::core::ReadTransaction& transaction) { return relations.allowing(transaction, holder, subject, permission); });
    }
    /// "2 active c-p- never D0001 10", a line each: number, state, permissions, end, by, at; times are milliseconds from the start.
    std::string historyOf(hub::identity::RelationId id) {
        const auto history = inRead([&](hub::core::ReadTransaction& transaction) { return relation_rows.historyOf(transaction, id); });
        BOOST_REQUIRE(history.ok());
        std::string text;
        for (const hub::identity::RelationChange& line : *history) {
            const hub::identity::Permissions& may = line.permissions;
            text += std::to_string(line.number) + " " + std::string(hub::core::enumName(line.state)) + " " + (may.show_code ? "c" : "-") +
                    (may.book ? "b" : "-") + (may.pay ? "p" : "-") + (may.see_reports ? "r" : "-") + " " +
                    (line.expires_at ? std::to_string((*line.expires_at - kStart).count()) : "never") + " " + line.by + " " +
                    std::to_string((line.at - kStart).count()) + "\n";
        }
        return text;
    }

    PaymentStores<Engine> stores;  // for its two lanes at once
    hub::core::VirtualExecutor clock{kStart};
    hub::core::SeededIdSource ids{clock, 66};
    hub::storage::sql::SqlIdentityStore people{stores.vault};
    hub::storage::sql::SqlRelationStore relation_rows{stores.vault};
    hub::identity::Cards cards{people, ids, clock};
    hub::identity::Registration registration{people, cards, ids, clock};
    hub::storage::sql::SqlMergeStore merge_rows;
    hub::storage::sql::SqlReviewStore review_rows{stores.vault};
    hub::identity::Merges merges{merge_rows, review_rows, people, clock};
    hub::identity::Relations relations{people, relation_rows, merges, ids, clock};
    hub::identity::Newborns newborns{people, registration, relations, cards, ids, clock};

  private:
    int somebodies_ = 0;
};

/// For the work of one of two lanes: what came of it counts, not what it answered.
template <class T>
hub::core::Result<void> doneOf(const hub::core::Result<T>& result) {
    return result.ok() ? hub::core::Result<void>() : hub::core::Result<void>(result.failure());
}

}  // namespace tests
