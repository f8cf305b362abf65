#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/identity/credentials.h"
#include "hub/identity/paper_codes.h"
#include "hub/storage/sql/credential_store.h"
#include "tests/stores/payment_stores.h"
#include "tests/stores/people.h"

namespace tests {

/// People and what they hold, on a migrated database that two lanes may write at once, at a time the test moves.
template <class Engine>
class Holders : public PaymentStores<Engine> {
  public:
    Holders() : PaymentStores<Engine>(twoLanes()) {
        const auto folder = this->key_folder.path() / "keys";
        BOOST_REQUIRE(hub::vault::Signer::create(folder).ok());
        auto opened = hub::vault::Signer::open(folder);
        BOOST_REQUIRE(opened.ok());
        signer.emplace(*std::move(opened));
        paper_codes.emplace(store, identity, *signer, this->ids, now);
    }

    hub::identity::Registered registered(const hub::contract::PersonDetails& details) {
        const auto made = inUnitOf([&](hub::core::Transaction& transaction) { return registration.registerPerson(transaction, details); });
        BOOST_REQUIRE(made.ok());
        return *made;
    }

    /// What `work`(transaction) answers with, in a unit of its own.
    template <class Work>
    auto inUnitOf(const Work& work) -> std::invoke_result_t<Work, hub::core::Transaction&> {
        using Answer = std::remove_cvref_t<decltype(*work(std::declval<hub::core::Transaction&>()))>;
        return this->template answerInUnit<Answer>(work);
    }

    hub::core::VirtualExecutor now{kStart};
    hub::storage::sql::SqlIdentityStore identity{this->vault};
    hub::storage::sql::SqlCredentialStore store{this->vault};
    hub::identity::Cards cards{identity, this->ids, now};
    hub::identity::Registration registration{identity, cards, this->ids, now};
    hub::identity::Credentials credentials{store, this->ids, now};
    std::optional<hub::vault::Signer> signer;
    std::optional<hub::identity::PaperCodes> paper_codes;
};

}  // namespace tests
