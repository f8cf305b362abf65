#include <chrono>

#include "tests/stores/holders.h"

using namespace hub::core;
using namespace hub::identity;
using hub::contract::CredentialKind;
using std::chrono::hours;
using tests::failsWith;
using tests::Holders;
using tests::liSi;
using tests::zhangSan;

namespace {

CredentialKey cardOf(const std::string& hospital, const std::string& number) {
    return {CredentialKind::HospitalCard, hospital, Sensitive(CardNumber{number})};
}

CredentialKey socialSecurityCard(const std::string& number) {
    return {CredentialKind::SocialSecurityCard, {}, Sensitive(CardNumber{number})};
}

template <class Engine>
Result<HeldCredential> bind(Holders<Engine>& holders, PersonId person, const CredentialKey& key,
                            std::optional<UtcTime> valid_until = std::nullopt) {
    return holders.inUnitOf([&](Transaction& transaction) { return holders.credentials.bind(transaction, person, key, valid_until); });
}

template <class Engine>
HeldCredential bound(Holders<Engine>& holders, PersonId person, const CredentialKey& key,
                     std::optional<UtcTime> valid_until = std::nullopt) {
    const auto made = bind(holders, person, key, valid_until);
    BOOST_REQUIRE(made.ok());
    return *made;
}

template <class Engine>
Result<HeldCredential> find(Holders<Engine>& holders, const CredentialKey& key) {
    return holders.read([&](ReadTransaction& transaction) { return holders.credentials.find(transaction, key); });
}

/// CredentialNotActive, and why.
template <class T>
std::string inactive(const Result<T>& result) {
    return failsWith(result, Error::CredentialNotActive) ? result.failure().detail() : "no";
}

using Verb = Result<HeldCredential> (Credentials::*)(Transaction&, CredentialId);

template <class Engine>
Result<HeldCredential> step(Holders<Engine>& holders, Verb verb, CredentialId id) {
    return holders.inUnitOf([&](Transaction& transaction) { return (holders.credentials.*verb)(transaction, id); });
}

template <class Engine>
Result<HeldCredential> replace(Holders<Engine>& holders, CredentialId id, const std::string& number,
                               std::optional<UtcTime> valid_until = std::nullopt) {
    return holders.inUnitOf(
        [&](Transaction& transaction) { return holders.credentials.replace(transaction, id, CardNumber{number}, valid_until); });
}

/// "1 active, 2 revoked": numbers and states, in the order of the answer.
template <class Engine>
std::string heldBy(Holders<Engine>& holders, PersonId person) {
    const auto held = holders.read([&](ReadTransaction& transaction) { return holders.credentials.heldBy(transaction, person); });
    BOOST_REQUIRE(held.ok());
    std::string all;
    for (const HeldCredential& credential : *held) {
        if (!all.empty()) all += ", ";
        all.append(credential.number.reveal().text).append(" ").append(enumName(credential.state));
    }
    return all;
}

/// Both bind it on lanes of their own.
template <class Engine>
void oneGetsIt(Holders<Engine>& holders, PersonId one, PersonId other, const CredentialKey& key) {
    const auto binding = [&](PersonId person) {
        return [&, person](Transaction& transaction) -> Result<void> {
            const auto made = holders.credentials.bind(transaction, person, key);
            return made.ok() ? Result<void>() : Result<void>(made.failure());
        };
    };
    const auto outcomes = holders.atOnce(binding(one), binding(other));
    const bool first = outcomes[0].end == WorkEnd::Done;
    BOOST_TEST((outcomes[first ? 0 : 1].end == WorkEnd::Done));
    BOOST_TEST(failsWith(tests::resultOf(outcomes[first ? 1 : 0]), Error::CredentialTaken));
    BOOST_TEST((find(holders, key)->person == (first ? one : other)));
    BOOST_TEST(holders.rows("credential") == 1);
}

/// Lets something happen just before an id is drawn, once.
class Interrupted final : public IdSource {
  public:
    Interrupted(IdSource& other, std::function<void()> happens) : other_(other), happens_(std::move(happens)) {}

  private:
    IdBits nextBits() override {
        if (const auto happens = std::exchange(happens_, nullptr)) happens();
        return other_.next<CredentialId>().bits;
    }

    IdSource& other_;
    std::function<void()> happens_;
};

std::string told(const HeldCredential& one) {
    return one.id.text() + " " + one.person.text() + " " + std::string(enumName(one.kind)) + " " + one.issuer + " " +
           one.number.reveal().text + " " + std::string(enumName(one.state)) + " " + std::to_string(one.bound_at.ms) + " " +
           (one.valid_until ? std::to_string(one.valid_until->ms) : "-") + " " + std::to_string(one.changed_at.ms) + " " +
           std::to_string(one.version);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(credential_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_bound_credential_is_found_whole_by_kind_issuer_and_number, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    const UtcTime until = tests::kStart + hours(24);
    const HeldCredential card = bound(holders, person, cardOf("h01", "HC-1"), until);
    BOOST_TEST((card.bound_at == tests::kStart));
    BOOST_TEST((card.person == person));
    BOOST_TEST(told(*find(holders, cardOf("h01", "HC-1"))) == told(card));
    BOOST_TEST(told(*find(holders, cardOf("h01", " ＨＣ-1\r\n"))) == told(card));
    const HeldCredential other = bound(holders, person, socialSecurityCard("a1234567b"));
    BOOST_TEST(told(*find(holders, socialSecurityCard("A1234567B"))) == told(other));
    BOOST_TEST(!other.valid_until.has_value());
    for (const CredentialKey& unknown :
         {cardOf("h02", "HC-1"), cardOf("h01", "HC-2"), cardOf("h01", "hc-1"), cardOf("h01H", "C-1"), socialSecurityCard("A1234567C"),
          CredentialKey{CredentialKind::InsuranceVoucher, {}, Sensitive(CardNumber{"A1234567B"})}})
        BOOST_TEST(failsWith(find(holders, unknown), Error::CredentialNotFound));
    BOOST_TEST(failsWith(find(holders, cardOf("", "HC-1")), Error::CodeNotRecognised));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(equal_numbers_of_two_hospitals_are_two_credentials, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    BOOST_TEST(bind(holders, zhang, cardOf("h01", "100000001")).ok());
    BOOST_TEST(bind(holders, li, cardOf("h02", "100000001")).ok());
    BOOST_TEST(bind(holders, li, socialSecurityCard("100000001")).ok());
    BOOST_TEST((find(holders, cardOf("h01", "100000001"))->person == zhang));
    BOOST_TEST((find(holders, cardOf("h02", "100000001"))->person == li));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(binding_again_changes_nothing_not_even_what_is_lost_or_expired, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    const UtcTime until = tests::kStart + hours(1);
    const HeldCredential first = bound(holders, person, cardOf("h01", "1"), until);
    holders.now.advance(hours(1));
    BOOST_TEST(told(bound(holders, person, cardOf("h01", "1"), until + hours(9))) == told(first));
    BOOST_TEST(inactive(find(holders, cardOf("h01", "1"))) == "expired");
    const HeldCredential lost = *step(holders, &Credentials::reportLoss, first.id);
    BOOST_TEST(told(bound(holders, person, cardOf("h01", "1"))) == told(lost));
    BOOST_TEST(holders.rows("credential") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_stands_under_another_person_is_taken_while_it_is_not_revoked, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    const HeldCredential card = bound(holders, zhang, cardOf("h01", "1"), tests::kStart + hours(1));
    const auto taken = bind(holders, li, cardOf("h01", "1"));
    BOOST_TEST(failsWith(taken, Error::CredentialTaken));
    BOOST_TEST(taken.failure().detail().empty());  // it tells nothing of who holds it
    holders.now.advance(hours(2));
    BOOST_TEST(failsWith(bind(holders, li, cardOf("h01", "1")), Error::CredentialTaken));  // expired
    BOOST_REQUIRE(step(holders, &Credentials::reportLoss, card.id).ok());
    BOOST_TEST(failsWith(bind(holders, li, cardOf("h01", "1")), Error::CredentialTaken));
    BOOST_REQUIRE(step(holders, &Credentials::revoke, card.id).ok());
    BOOST_TEST(inactive(find(holders, cardOf("h01", "1"))) == "revoked");

    const HeldCredential anew = bound(holders, li, cardOf("h01", "1"));
    BOOST_TEST((anew.id != card.id));
    BOOST_TEST(told(*find(holders, cardOf("h01", "1"))) == told(anew));
    BOOST_TEST((anew.bound_at == tests::kStart + hours(2)));
    // Who held it before has nothing in their hand by which to touch it.
    for (const Verb verb : {&Credentials::reportLoss, &Credentials::found, &Credentials::revoke})
        BOOST_TEST(failsWith(step(holders, verb, card.id), Error::CredentialNotFound));
    BOOST_TEST(heldBy(holders, zhang).empty());
    BOOST_TEST(failsWith(bind(holders, zhang, cardOf("h01", "1")), Error::CredentialTaken));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_person_may_bind_anew_what_was_revoked, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    const HeldCredential card = bound(holders, person, cardOf("h01", "1"));
    BOOST_REQUIRE(step(holders, &Credentials::revoke, card.id).ok());
    const HeldCredential anew = bound(holders, person, cardOf("h01", "1"), tests::kStart + hours(1));
    BOOST_TEST(anew.version == 1);
    BOOST_TEST(told(*find(holders, cardOf("h01", "1"))) == told(anew));
    BOOST_TEST(step(holders, &Credentials::reportLoss, anew.id)->version == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_credential_is_frozen_at_once_until_it_is_found, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    const HeldCredential card = bound(holders, person, cardOf("h01", "1"));
    BOOST_TEST(inactive(step(holders, &Credentials::found, card.id)) == "active");
    holders.now.advance(Duration(1000));
    const HeldCredential lost = *step(holders, &Credentials::reportLoss, card.id);
    BOOST_TEST((lost.changed_at == tests::kStart + Duration(1000)));
    BOOST_TEST((lost.bound_at == tests::kStart));
    BOOST_TEST(lost.version == 2);
    BOOST_TEST(inactive(find(holders, cardOf("h01", "1"))) == "lost");
    holders.now.advance(Duration(1000));
    BOOST_TEST(told(*step(holders, &Credentials::reportLoss, card.id)) == told(lost));
    const HeldCredential found = *step(holders, &Credentials::found, card.id);
    BOOST_TEST(found.version == 3);
    BOOST_TEST(told(*find(holders, cardOf("h01", "1"))) == told(found));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_revoked_is_neither_lost_nor_found_nor_replaced, Engine, tests::Engines) {
    Holders<Engine> holders;
    const HeldCredential card = bound(holders, holders.registered(zhangSan()).person.id, cardOf("h01", "1"));
    BOOST_TEST(step(holders, &Credentials::revoke, card.id)->version == 2);
    BOOST_TEST(step(holders, &Credentials::revoke, card.id)->version == 2);
    for (const Verb verb : {&Credentials::reportLoss, &Credentials::found}) BOOST_TEST(inactive(step(holders, verb, card.id)) == "revoked");
    BOOST_TEST(inactive(replace(holders, card.id, "2")) == "revoked");
    const CredentialId unknown = holders.ids.template next<CredentialId>();
    for (const Verb verb : {&Credentials::reportLoss, &Credentials::found, &Credentials::revoke})
        BOOST_TEST(failsWith(step(holders, verb, unknown), Error::CredentialNotFound));
    BOOST_TEST(failsWith(replace(holders, unknown, "2"), Error::CredentialNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_credential_speaks_for_its_person_until_just_before_its_end, Engine, tests::Engines) {
    Holders<Engine> holders;
    bound(holders, holders.registered(zhangSan()).person.id, cardOf("h01", "1"), tests::kStart + hours(1));
    holders.now.advance(hours(1) - Duration(1));
    BOOST_TEST(find(holders, cardOf("h01", "1")).ok());
    holders.now.advance(Duration(1));
    BOOST_TEST(inactive(find(holders, cardOf("h01", "1"))) == "expired");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_replaced_credential_is_revoked_and_the_new_one_is_the_persons, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    const HeldCredential old = bound(holders, person, cardOf("h01", "1"));
    BOOST_REQUIRE(step(holders, &Credentials::reportLoss, old.id).ok());
    holders.now.advance(Duration(1));
    const auto fresh = replace(holders, old.id, "2", tests::kStart + hours(1));
    BOOST_REQUIRE(fresh.ok());
    BOOST_TEST(told(*find(holders, cardOf("h01", "2"))) == told(*fresh));
    BOOST_TEST((fresh->person == person));
    BOOST_TEST((fresh->valid_until == tests::kStart + hours(1)));
    BOOST_TEST(inactive(find(holders, cardOf("h01", "1"))) == "revoked");
    BOOST_TEST(heldBy(holders, person) == "1 revoked, 2 active");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(replacing_by_the_same_number_makes_what_expired_valid_anew, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    const HeldCredential old = bound(holders, person, cardOf("h01", "1"), tests::kStart + hours(1));
    holders.now.advance(hours(2));
    const auto fresh = replace(holders, old.id, "1", tests::kStart + hours(9));
    BOOST_REQUIRE(fresh.ok());
    BOOST_TEST((find(holders, cardOf("h01", "1"))->id == fresh->id));
    BOOST_TEST(heldBy(holders, person) == "1 active");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_replacement_that_is_anothers_or_cannot_be_used_leaves_the_old_one_as_it_was, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    const HeldCredential old = bound(holders, zhang, cardOf("h01", "1"));
    holders.now.advance(Duration(1));
    bound(holders, li, cardOf("h01", "2"));
    BOOST_TEST(failsWith(replace(holders, old.id, "2"), Error::CredentialTaken));
    BOOST_TEST(failsWith(replace(holders, old.id, ""), Error::CodeNotRecognised));
    const HeldCredential third = bound(holders, zhang, cardOf("h01", "3"), tests::kStart + hours(1));
    BOOST_REQUIRE(step(holders, &Credentials::reportLoss, third.id).ok());
    BOOST_TEST(inactive(replace(holders, old.id, "3")) == "lost");
    BOOST_REQUIRE(step(holders, &Credentials::found, third.id).ok());
    holders.now.advance(hours(1));
    BOOST_TEST(inactive(replace(holders, old.id, "3")) == "expired");
    BOOST_TEST(told(*find(holders, cardOf("h01", "1"))) == told(old));
    BOOST_TEST(heldBy(holders, zhang) == "1 active, 3 active");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_holds_many_and_sees_them_oldest_first_and_no_others, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    for (const char* number : {"3", "1", "2"}) {
        bound(holders, zhang, cardOf("h01", number));
        bound(holders, li, cardOf("h02", number));
        holders.now.advance(Duration(1));
    }
    BOOST_REQUIRE(step(holders, &Credentials::reportLoss, find(holders, cardOf("h01", "1"))->id).ok());
    BOOST_TEST(heldBy(holders, zhang) == "3 active, 1 lost, 2 active");
    BOOST_TEST(heldBy(holders, holders.ids.template next<PersonId>()).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_people_who_bind_at_once_one_gets_it, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    oneGetsIt(holders, zhang, li, cardOf("h01", "1"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_people_who_bind_anew_at_once_one_gets_it, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    const HeldCredential card = bound(holders, zhang, cardOf("h01", "1"));
    BOOST_REQUIRE(step(holders, &Credentials::revoke, card.id).ok());
    oneGetsIt(holders, zhang, li, cardOf("h01", "1"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_person_who_binds_twice_at_once_gets_one_credential_twice, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    std::array<CredentialId, 2> got;
    const auto binding = [&](std::size_t which) {
        return [&, which](Transaction& transaction) -> Result<void> {
            const auto made = holders.credentials.bind(transaction, person, cardOf("h01", "1"));
            if (!made.ok()) return made.failure();
            got.at(which) = made->id;
            return {};
        };
    };
    const auto outcomes = holders.atOnce(binding(0), binding(1));
    for (const WorkOutcome& outcome : outcomes) BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST((got[0] == got[1]));
    BOOST_TEST(holders.rows("credential") == 1);
}

// On SQLite nobody writes beside a writer.
BOOST_AUTO_TEST_CASE(who_has_looked_already_when_another_binds_is_told_what_stands_now) {
    Holders<tests::MariaDbEngine> holders;
    const PersonId zhang = holders.registered(zhangSan()).person.id;
    const PersonId li = holders.registered(liSi()).person.id;
    const auto bindingWhile = [&](PersonId person, const CredentialKey& key, const std::function<void()>& happens) {
        const auto connection = holders.engine.database().connect(hub::storage::sql::Access::Write);
        BOOST_REQUIRE((connection.ok() && (*connection)->begin(hub::storage::sql::Access::Write).ok()));
        hub::storage::sql::SqlTransaction transaction(**connection, hub::storage::sql::SqlTransaction::Inserts::AtOnce);
        Interrupted ids(holders.ids, happens);
        auto answer = Credentials(holders.store, ids, holders.now).bind(transaction, person, key);
        (*connection)->rollback();
        return answer;
    };
    for (const std::string number : {"new", "revoked"}) {
        const CredentialKey key = cardOf("h01", number);
        if (number == "revoked") BOOST_REQUIRE(step(holders, &Credentials::revoke, bound(holders, li, key).id).ok());
        BOOST_TEST(failsWith(bindingWhile(li, key, [&] { bound(holders, zhang, key); }), Error::CredentialTaken), number);
    }
    CredentialId stands;
    const auto same = bindingWhile(zhang, cardOf("h01", "same"), [&] { stands = bound(holders, zhang, cardOf("h01", "same")).id; });
    BOOST_REQUIRE(same.ok());
    BOOST_TEST((same->id == stands));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_credential_changes_from_the_version_that_was_read, Engine, tests::Engines) {
    Holders<Engine> holders;
    const HeldCredential card = bound(holders, holders.registered(zhangSan()).person.id, cardOf("h01", "1"));
    const auto change = [&] {
        return holders.inUnitOf([&](Transaction& transaction) { return holders.store.changeCredential(transaction, card); });
    };
    BOOST_TEST(*change() == 2);
    BOOST_TEST(failsWith(change(), Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_binds_nothing, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    BOOST_TEST(failsWith(holders.inUnit([&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(holders.credentials.bind(transaction, person, cardOf("h01", "1")).ok());
        BOOST_TEST(holders.credentials.find(transaction, cardOf("h01", "1")).ok());  // inside it stands
        return Failure(Error::LeaseLost);
    }),
                         Error::LeaseLost));
    BOOST_TEST(failsWith(find(holders, cardOf("h01", "1")), Error::CredentialNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_issuer_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    BOOST_TEST(bind(holders, person, cardOf(std::string(64, 'h'), std::string(64, '1'))).ok());
    BOOST_TEST(find(holders, cardOf(std::string(64, 'h'), std::string(64, '1'))).ok());
    BOOST_TEST(failsWith(bind(holders, person, cardOf(std::string(65, 'h'), "1")), Error::FieldTooLong));
    BOOST_TEST(failsWith(bind(holders, person, cardOf("h01", std::string(65, '1'))), Error::CodeNotRecognised));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(no_number_stands_in_the_table_in_clear, Engine, tests::Engines) {
    Holders<Engine> holders;
    bound(holders, holders.registered(zhangSan()).person.id, cardOf("h01", "HC-556677"));
    BOOST_TEST(tests::standsAnywhere(holders, "credential", "hospital_card"));  // it looks where it should
    BOOST_TEST(!tests::standsAnywhere(holders, "credential", "HC-556677"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_credential_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    Holders<Engine> holders;
    const PersonId person = holders.registered(zhangSan()).person.id;
    bound(holders, person, cardOf("h01", "1"));
    const auto whileItHolds = [&](const std::string& column, const char* wrong, const char* right, Error error) {
        const auto meddle = [&](const char* word) {
            holders.meddle("UPDATE credential SET " + column + " = ?", std::array{hub::storage::sql::blob(word)});
        };
        meddle(wrong);
        BOOST_TEST(failsWith(find(holders, cardOf("h01", "1")), error), column);
        meddle(right);
    };
    whileItHolds("state", "stolen", "active", Error::RowNotReadable);
    whileItHolds("kind", "Hospital_card", "hospital_card", Error::RowNotReadable);
    BOOST_TEST(find(holders, cardOf("h01", "1")).ok());
    // A seal is its row's: another's number cannot be put under this index.
    const HeldCredential other = bound(holders, person, cardOf("h01", "2"));
    holders.meddle("UPDATE credential SET sealed_number = ?",
                   std::array{hub::storage::sql::sealed(holders.vault, "credential.number", other.id.bits, Sensitive<std::string>("2"))});
    BOOST_TEST(failsWith(find(holders, cardOf("h01", "1")), Error::SealBroken));
    BOOST_TEST(find(holders, cardOf("h01", "2")).ok());
}

BOOST_AUTO_TEST_SUITE_END()
