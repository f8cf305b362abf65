#pragma once

#include <optional>
#include <string>

#include "hub/identity/card_codes.h"
#include "hub/identity/hospital_files.h"
#include "hub/identity/registration.h"
#include "hub/storage/sql/identity_store.h"
#include "tests/stores/stores.h"

namespace tests {

/// 2026-11-21 in Shanghai.
inline constexpr hub::core::UtcTime kStart{1'795'233'600'000};

inline hub::contract::PersonDetails zhangSan() {
    using namespace hub;
    contract::PersonDetails made;
    made.name = core::Sensitive(core::PersonName{"张三"});
    made.certificate =
        contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{"370202199001010015"})};
    made.phone = core::Sensitive(core::PhoneNumber{"13800001234"});
    return made;
}

inline hub::contract::PersonDetails liSi() {
    using namespace hub;
    contract::PersonDetails made;
    made.name = core::Sensitive(core::PersonName{"李四"});
    made.certificate =
        contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{"370203200002291228"})};
    return made;
}

/// The identity module on a migrated database, at a time the test moves.
template <class Engine>
class People {
  public:
    explicit People(const hub::storage::sql::Limits& limits = impatientLimits()) : stores(limits) {
        const auto folder = stores.key_folder.path() / "keys";
        BOOST_REQUIRE(hub::vault::Signer::create(folder).ok());
        auto opened = hub::vault::Signer::open(folder);
        BOOST_REQUIRE(opened.ok());
        signer.emplace(*std::move(opened));
        codes.emplace(store, *signer, ids, clock);
    }

    hub::core::Result<hub::identity::Registered> registerPerson(const hub::contract::PersonDetails& details) {
        return inUnit<hub::identity::Registered>(
            [&](hub::core::Transaction& transaction) { return registration.registerPerson(transaction, details); });
    }
    /// One that is registered by this call.
    hub::identity::Registered registered(const hub::contract::PersonDetails& details) {
        const auto made = registerPerson(details);
        BOOST_REQUIRE(made.ok());
        BOOST_REQUIRE(made->created);
        return *made;
    }

    template <class T>
    hub::core::Result<T> inUnit(const std::function<hub::core::Result<T>(hub::core::Transaction&)>& work) {
        return stores.template answerInUnit<T>(work);
    }
    template <class T>
    hub::core::Result<T> inRead(const std::function<hub::core::Result<T>(hub::core::ReadTransaction&)>& read) {
        return stores.template answerInRead<T>(read);
    }

    Stores<Engine> stores;
    hub::core::VirtualExecutor clock{kStart};
    hub::core::SeededIdSource ids{clock, 42};
    hub::storage::sql::SqlIdentityStore store{stores.vault};
    hub::identity::Cards cards{store, ids, clock};
    hub::identity::Registration registration{store, cards, ids, clock};
    hub::identity::HospitalFiles files{store, ids, clock};
    std::optional<hub::vault::Signer> signer;
    std::optional<hub::identity::CardCodes> codes;
};

}  // namespace tests
