#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "hub/flows/match_flow.h"
#include "tests/flows/rest_region.h"
#include "tests/flows/town.h"

namespace tests {

using Files = std::map<std::string, hub::contract::PersonDetails>;  ///< by "hospital/number"

/// A town in the books, and the matcher in service unless the test says otherwise.
struct MatchingRegion : RestRegion {
    hub::identity::HospitalFiles loaded_files{storage->identity(), ids, clock};
    hub::flows::MatchFlow match_flow{care.house(),
                                     {storage->identity(), master_index, known_people, merges, reviews, storage->reviews(), merging}};

    MatchingRegion() {
        const std::vector<hub::flows::LoadRow> rows = townRows();
        hub::identity::index::MasterIndex loading(storage->reads(), storage->matches(), hub::identity::matching::startingWeights());
        hub::identity::index::KnownPeople people_known({storage->identity(), storage->relations(), merges, loading, clock});
        BOOST_REQUIRE(loading.load(storage->reads()).ok());
        hub::flows::PeopleLoad load(
            {storage->units(), storage->reads(), storage->identity(), loaded_files, storage->matches(), loading, people_known, ids, clock},
            {});
        BOOST_REQUIRE(load.begin().ok());
        BOOST_REQUIRE(load.take(rows, 0).ok());
        BOOST_REQUIRE(load.finish().ok());
        BOOST_REQUIRE(master_index.load(storage->reads()).ok());
    }

    hub::core::Result<void> tellsOf(const std::string& hospital, const std::string& number, const hub::contract::PersonDetails& details) {
        const hub::contract::Event event =
            hub::contract::eventOf(hub::core::Sensitive(hub::core::CardNumber{number}), hub::contract::PatientUpserted{details, {}, {}});
        return unit([&](hub::core::Transaction& transaction) { return inbound.apply(transaction, hospital, event); });
    }
    hub::identity::HospitalFile told(const std::string& hospital, const std::string& number, const hub::contract::PersonDetails& details) {
        BOOST_REQUIRE(tellsOf(hospital, number, details).ok());
        return fileAt(hospital, number);
    }
    std::optional<hub::identity::HospitalFile> lookUp(const std::string& hospital, const std::string& number) {
        return read<std::optional<hub::identity::HospitalFile>>([&](hub::core::ReadTransaction& transaction) {
            return storage->identity().fileByLocalPatient(transaction, hospital, hub::core::CardNumber{number});
        });
    }
    hub::identity::HospitalFile fileAt(const std::string& hospital, const std::string& number) {
        const auto file = lookUp(hospital, number);
        BOOST_REQUIRE_MESSAGE(file.has_value(), hospital + "/" + number);
        return *file;
    }

    template <class Work>
    void does(Work work) {
        const hub::core::Result<void> done = unit([&](hub::core::Transaction& transaction) -> hub::core::Result<hub::flows::Next> {
            const auto result = work(transaction);
            return result.ok() ? hub::core::Result<hub::flows::Next>(hub::flows::Next{}) : result.failure();
        });
        BOOST_REQUIRE_MESSAGE(done.ok(), (done.ok() ? std::string() : std::string(done.failure().code())));
    }
    hub::identity::PersonId registers(const hub::contract::PersonDetails& details) {
        hub::identity::PersonId patient;
        does([&](hub::core::Transaction& transaction) {
            const auto registered = registration.registerPerson(transaction, details);
            if (registered.ok()) patient = registered->person.id;
            return registered;
        });
        return patient;
    }
    void verifies(hub::identity::PersonId patient) {
        does([&](hub::core::Transaction& transaction) { return registration.verify(transaction, patient); });
    }
    hub::identity::PersonId verifiedPerson(const hub::contract::PersonDetails& details) {
        const hub::identity::PersonId patient = registers(details);
        verifies(patient);
        return patient;
    }
    hub::identity::Person personRow(hub::identity::PersonId id) {
        return read<hub::identity::Person>(
            [&](hub::core::ReadTransaction& transaction) { return storage->identity().findPerson(transaction, id); });
    }
    hub::identity::PersonId rootOf(hub::identity::PersonId patient) {
        return read<hub::identity::PersonId>([&](hub::core::ReadTransaction& transaction) { return merges.rootOf(transaction, patient); });
    }
    hub::identity::PersonId holderOf(const std::string& hospital, const std::string& number) {
        return rootOf(fileAt(hospital, number).person);
    }

    /// Answers every question that waits, and says how many there were.
    std::size_t askAll() {
        std::size_t asked = 0;
        while (true) {
            std::vector<hub::core::OutboxMessage> due;
            BOOST_REQUIRE(unit([&](hub::core::Transaction& transaction) -> hub::core::Result<hub::flows::Next> {
                              const auto some = storage->outbox().lease(transaction, hub::identity::index::kMatchTopic, clock.utc(), "test",
                                                                        hub::core::Duration(60'000), 100);
                              if (!some.ok()) return some.failure();
                              due = *some;
                              return hub::flows::Next{};
                          }).ok());
            if (due.empty()) return asked;
            for (const hub::core::OutboxMessage& message : due) {
                const hub::core::Result<void> done = ended([&](auto on_done) {
                    match_flow.ask(
                        hub::identity::PersonId{message.order_key},
                        [&](hub::core::Transaction& transaction) { return storage->outbox().delivered(transaction, message.id, "test"); },
                        on_done);
                });
                BOOST_REQUIRE_MESSAGE(done.ok(), (done.ok() ? std::string() : std::string(done.failure().code())));
                ++asked;
            }
        }
    }
    void asksAbout(hub::identity::PersonId patient) {
        BOOST_REQUIRE(ended([&](auto on_done) {
                          match_flow.ask(
                              patient, [](hub::core::Transaction&) { return hub::core::Result<void>(); }, on_done);
                      }).ok());
    }

    std::vector<hub::identity::Review> inState(hub::identity::ReviewState state) {
        return read<std::vector<hub::identity::Review>>([&](hub::core::ReadTransaction& transaction) {
            return storage->reviews().queue(transaction, state, {100, std::nullopt});
        });
    }
    std::size_t pending() {
        return inState(hub::identity::ReviewState::Open).size() + inState(hub::identity::ReviewState::Proposed).size();
    }

    /// What an image made anew from the rows finds for these details.
    hub::identity::index::Decision decidedAnew(const hub::contract::PersonDetails& details, std::size_t* size = nullptr) {
        hub::identity::index::MasterIndex anew(storage->reads(), storage->matches(), hub::identity::matching::startingWeights());
        BOOST_REQUIRE(anew.load(storage->reads()).ok());
        if (size != nullptr) *size = anew.size();
        return decidedBy(anew, details);
    }
    hub::identity::index::Decision decidedBy(const hub::identity::index::MasterIndex& by, const hub::contract::PersonDetails& details) {
        const hub::identity::index::MatchedRecord record = by.packed(by.read(details));
        const auto decision = by.decide({.records = {&record, 1}}, [&](hub::identity::PersonId id) {
            return hub::core::Result<hub::identity::index::Known>(read<hub::identity::index::Known>(
                [&](hub::core::ReadTransaction& transaction) { return known_people.of(transaction, id); }));
        });
        BOOST_REQUIRE(decision.ok());
        return *decision;
    }
    bool isFound(const hub::contract::PersonDetails& details, hub::identity::PersonId patient) {
        const auto among = [&](const hub::identity::index::Decision& decision) {
            return std::ranges::any_of(decision.found, [&](const auto& found) { return found.person == rootOf(patient); });
        };
        const bool grown = among(decidedBy(master_index, details));
        BOOST_TEST(among(decidedAnew(details)) == grown);
        return grown;
    }

    /// Which of the files and people are one, as sets of their names.
    std::set<std::set<std::string>> clusters(const Files& all, const std::map<std::string, hub::identity::PersonId>& registered_people) {
        std::map<hub::identity::PersonId, std::set<std::string>> by_root;
        for (const auto& [place, details] : all) {
            const auto slash = place.find('/');
            const hub::identity::HospitalFile file = fileAt(place.substr(0, slash), place.substr(slash + 1));
            BOOST_TEST((file.state == hub::identity::LinkState::Linked), place);
            by_root[rootOf(file.person)].insert(place);
        }
        for (const auto& [name, patient] : registered_people) by_root[rootOf(patient)].insert(name);
        std::set<std::set<std::string>> found;
        for (const auto& [root, members] : by_root) found.insert(members);
        return found;
    }
};

}  // namespace tests
