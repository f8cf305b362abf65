// Certificates that were entered wrongly are taken back (证件撤销).
#include "hub/identity/withdrawals.h"

#include <algorithm>

#include "hub/identity/certificate.h"
#include "hub/storage/sql/withdrawal_store.h"
#include "tests/stores/families.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;
using tests::failsWith;

namespace {

constexpr const char* kLi = "city-office/li";
constexpr const char* kWang = "city-office/wang";
constexpr const char* kWhy = "entered_wrongly";

Certificate passport(const std::string& number) { return {CertificateKind::Passport, Sensitive(CertificateNumber{number})}; }
Certificate resident(const std::string& number) { return {CertificateKind::ResidentId, Sensitive(CertificateNumber{number})}; }
const Certificate kWoman = resident("379999199001010029");  // of 1990-01-01
const Certificate kOtherWoman = resident("379999199001010045");
const Certificate kMan = resident("379999199001010010");
RightCertificate right(const Certificate& certificate) { return {certificate, std::nullopt, std::nullopt}; }

template <class Engine>
struct Desk : tests::Families<Engine> {
    hub::storage::sql::SqlWithdrawalStore store{this->stores.vault};
    Withdrawals withdrawals{store, this->people, this->merges, this->clock};

    Result<Registered> comes(const Certificate& certificate, const std::string& name = "测试甲") {
        PersonDetails details;
        details.name = Sensitive(PersonName{name});
        details.certificate = certificate;
        if (certificate.kind == CertificateKind::Passport) {
            details.sex = Sex::Female;
            details.birth_date = Sensitive(Date{1990, 1, 1});
        }
        return this->inUnit([&](Transaction& transaction) { return this->registration.registerPerson(transaction, details); });
    }
    PersonId standing(const Certificate& certificate, const std::string& name = "测试甲") {
        const auto made = comes(certificate, name);
        BOOST_REQUIRE(made.ok());
        return made->person.id;
    }
    void renews(PersonId person, const Certificate& certificate) {
        PersonDetails details = this->find(person).details;
        details.certificate = certificate;
        const auto given =
            this->inUnit([&](Transaction& transaction) { return this->registration.giveCertificate(transaction, person, details); });
        BOOST_REQUIRE(given.ok());
        BOOST_REQUIRE(given->changed);
    }
    void becomes(PersonId person, Result<Person> (Registration::*move)(Transaction&, PersonId)) {
        BOOST_REQUIRE(this->inUnit([&](Transaction& transaction) { return (this->registration.*move)(transaction, person); }).ok());
    }

    Result<Withdrawal> proposes(PersonId person, const Certificate& wrong, const std::optional<RightCertificate>& instead = {}) {
        return this->inUnit([&](Transaction& transaction) {
            return withdrawals.propose(transaction, this->ids.template next<WithdrawalId>(), person, wrong, instead, kLi, kWhy);
        });
    }
    WithdrawalId proposed(PersonId person, const Certificate& wrong, const std::optional<RightCertificate>& instead = {}) {
        const auto made = proposes(person, wrong, instead);
        BOOST_REQUIRE(made.ok());
        return made->id;
    }
    Result<Withdrawn> approves(WithdrawalId id, std::string_view by = kWang) {
        return this->inUnit([&](Transaction& transaction) { return withdrawals.approve(transaction, id, by); });
    }
    Result<Withdrawal> drops(WithdrawalId id, std::string_view by = kLi) {
        return this->inUnit([&](Transaction& transaction) { return withdrawals.drop(transaction, id, by); });
    }
    std::vector<Withdrawal> of(PersonId person) {
        const auto all = this->inRead([&](ReadTransaction& transaction) { return withdrawals.ofPerson(transaction, person); });
        BOOST_REQUIRE(all.ok());
        return *all;
    }
    std::optional<PersonId> holderOf(const Certificate& certificate) {
        const auto found =
            this->inRead([&](ReadTransaction& transaction) { return this->people.personByCertificate(transaction, certificate); });
        BOOST_REQUIRE(found.ok());
        return *found ? std::optional((*found)->id) : std::nullopt;
    }
    std::size_t formerOf(PersonId person) {
        const auto former =
            this->inRead([&](ReadTransaction& transaction) { return this->people.formerCertificatesOf(transaction, person); });
        BOOST_REQUIRE(former.ok());
        return former->size();
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(withdrawals)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_former_number_that_is_withdrawn_leads_nowhere_and_its_holder_registers, Engine, tests::Engines) {
    Desk<Engine> desk;
    const PersonId person = desk.standing(passport("E10000001"));
    desk.renews(person, passport("E10000002"));
    BOOST_TEST(failsWith(desk.comes(passport("E10000001"), "测试乙"), Error::RegistrationRefused));
    const WithdrawalId id = desk.proposed(person, passport("e10000001"));
    BOOST_TEST((desk.holderOf(passport("E10000001")) == person));  // until somebody agrees
    desk.clock.advance(Duration(1000));
    const auto done = desk.approves(id);
    BOOST_REQUIRE(done.ok());
    BOOST_TEST(!done->changed.has_value());
    BOOST_TEST(!desk.holderOf(passport("E10000001")).has_value());
    BOOST_TEST((desk.holderOf(passport("E10000002")) == person));
    BOOST_TEST(desk.formerOf(person) == 0U);
    BOOST_TEST((desk.standing(passport("E10000001"), "测试乙") != person));
    BOOST_TEST(desk.find(person).version == 2);

    const std::vector<Withdrawal> kept = desk.of(person);
    BOOST_REQUIRE(kept.size() == 1U);
    BOOST_TEST((kept[0].state == WithdrawalState::Withdrawn));
    BOOST_TEST((kept[0].held == Held::Former));
    BOOST_TEST(isSame(kept[0].certificate, passport("E10000001")));
    BOOST_TEST(kept[0].why == kWhy);
    BOOST_TEST(kept[0].proposed_by == kLi);
    BOOST_TEST(kept[0].decided_by.value() == kWang);
    BOOST_TEST((*kept[0].decided_at == kept[0].proposed_at + Duration(1000)));
    BOOST_TEST(failsWith(desk.proposes(person, passport("E10000001")), Error::CredentialNotFound));  // it is not theirs any more
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_certificate_held_now_gives_way_to_the_right_one_and_is_no_former_one, Engine, tests::Engines) {
    Desk<Engine> desk;
    const PersonId person = desk.standing(kMan);
    desk.becomes(person, &Registration::verify);
    const auto card = desk.inRead([&](ReadTransaction& transaction) { return desk.cards.activeOf(transaction, person); });
    const auto done = desk.approves(desk.proposed(person, kMan, right(kWoman)));
    BOOST_REQUIRE(done.ok());
    const Person now = desk.find(person);
    BOOST_TEST(isSame(*now.details.certificate, kWoman));
    BOOST_TEST((now.details.sex == Sex::Female));  // as the right one says
    BOOST_TEST((now.state == PersonState::Verified));
    BOOST_TEST(done->changed->version == now.version);
    BOOST_TEST(desk.formerOf(person) == 0U);
    BOOST_TEST(!desk.holderOf(kMan).has_value());
    BOOST_TEST((desk.holderOf(kWoman) == person));
    const auto still = desk.inRead([&](ReadTransaction& transaction) { return desk.cards.activeOf(transaction, person); });
    BOOST_TEST(((*still)->id == (*card)->id));
    BOOST_TEST((desk.of(person).front().held == Held::Present));
    BOOST_TEST((desk.standing(kMan, "测试乙") != person));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_a_right_one_the_person_has_none_and_is_unverified, Engine, tests::Engines) {
    Desk<Engine> desk;
    const PersonId person = desk.standing(kMan);
    desk.becomes(person, &Registration::verify);
    BOOST_REQUIRE(desk.approves(desk.proposed(person, kMan)).ok());
    BOOST_TEST(!desk.find(person).details.certificate.has_value());
    BOOST_TEST((desk.find(person).state == PersonState::Unverified));
    const PersonId other = desk.standing(kOtherWoman);
    BOOST_REQUIRE(desk.approves(desk.proposed(other, kOtherWoman)).ok());  // two people without a certificate
    const PersonId closed = desk.standing(kWoman);
    desk.becomes(closed, &Registration::close);
    BOOST_REQUIRE(desk.approves(desk.proposed(closed, kWoman)).ok());
    BOOST_TEST((desk.find(closed).state == PersonState::Closed));
    BOOST_TEST((desk.standing(kWoman, "测试乙") != closed));  // whose it is
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_number_before_a_wrong_renewal_comes_back, Engine, tests::Engines) {
    Desk<Engine> desk;
    const PersonId person = desk.standing(passport("E10000001"));
    desk.renews(person, passport("E10000002"));
    BOOST_REQUIRE(desk.approves(desk.proposed(person, passport("E10000002"), right(passport("E10000001")))).ok());
    BOOST_TEST(isSame(*desk.find(person).details.certificate, passport("E10000001")));
    BOOST_TEST(desk.formerOf(person) == 0U);
    BOOST_TEST(!desk.holderOf(passport("E10000002")).has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(whoever_proposed_it_does_not_approve_it_and_it_is_decided_once, Engine, tests::Engines) {
    Desk<Engine> desk;
    const PersonId person = desk.standing(passport("E10000001"));
    desk.renews(person, passport("E10000002"));
    const WithdrawalId id = desk.proposed(person, passport("E10000001"));
    BOOST_TEST(failsWith(desk.proposes(person, passport("E10000001")), Error::ReviewNotYours));  // it waits already
    BOOST_TEST(failsWith(desk.approves(id, kLi), Error::SecondPersonNeeded));
    BOOST_TEST(failsWith(desk.approves(id, "other-office/li"), Error::SecondPersonNeeded));
    BOOST_REQUIRE(desk.drops(id).ok());
    BOOST_TEST(failsWith(desk.approves(id), Error::ReviewNotYours));
    BOOST_TEST((desk.holderOf(passport("E10000001")) == person));
    desk.clock.advance(Duration(1));
    const WithdrawalId again = desk.proposed(person, passport("E10000001"));
    BOOST_REQUIRE(desk.approves(again).ok());
    BOOST_TEST(failsWith(desk.approves(again), Error::ReviewNotYours));
    BOOST_TEST(failsWith(desk.drops(again), Error::ReviewNotYours));
    BOOST_TEST(failsWith(desk.drops(desk.ids.template next<WithdrawalId>()), Error::ReviewNotFound));
    const auto states = [&] {
        std::vector<WithdrawalState> all;
        for (const Withdrawal& one : desk.of(person)) all.push_back(one.state);
        return all;
    };
    BOOST_TEST((states() == std::vector{WithdrawalState::Dropped, WithdrawalState::Withdrawn}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(those_that_wait_are_listed_in_pages_the_longest_waiting_first, Engine, tests::Engines) {
    Desk<Engine> desk;
    const PersonId person = desk.standing(passport("E10000001"));
    std::vector<WithdrawalId> proposed;
    for (const char* number : {"E10000002", "E10000003", "E10000004"}) {
        const Certificate before = *desk.find(person).details.certificate;
        desk.renews(person, passport(number));
        desk.clock.advance(Duration(1));
        proposed.push_back(desk.proposed(person, before));
    }
    const auto queue = [&](const Page& page) {
        const auto found =
            desk.inRead([&](ReadTransaction& transaction) { return desk.withdrawals.queue(transaction, WithdrawalState::Proposed, page); });
        BOOST_REQUIRE(found.ok());
        return *found;
    };
    const auto first = queue({2, std::nullopt});
    BOOST_REQUIRE(first.size() == 2U);
    BOOST_TEST((first[0].id == proposed[0]));
    BOOST_TEST((first[1].id == proposed[1]));
    const auto second = queue({2, first[1].place()});
    BOOST_REQUIRE(second.size() == 1U);
    BOOST_TEST((second[0].id == proposed[2]));
    BOOST_REQUIRE(desk.drops(proposed[1]).ok());
    BOOST_TEST(queue({10, std::nullopt}).size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_not_the_persons_or_makes_no_sense_is_not_proposed) {
    Desk<tests::SqliteEngine> desk;
    const PersonId person = desk.standing(passport("E10000001"));
    desk.renews(person, passport("E10000002"));
    const PersonId other = desk.standing(kWoman, "测试乙");
    BOOST_TEST(failsWith(desk.proposes(person, passport("E1")), Error::CertificateNotValid));
    BOOST_TEST(failsWith(desk.proposes(person, kWoman), Error::CredentialNotFound));
    BOOST_TEST(failsWith(desk.proposes(desk.ids.next<PersonId>(), kWoman), Error::PersonNotFound));
    const Certificate now = passport("E10000002");
    BOOST_TEST(failsWith(desk.proposes(person, passport("E10000001"), right(passport("E10000003"))), Error::CertificateContradicts));
    BOOST_TEST(failsWith(desk.proposes(person, now, right(now)), Error::CertificateContradicts));
    BOOST_TEST(failsWith(desk.proposes(person, now, right(passport("E1"))), Error::CertificateNotValid));
    BOOST_TEST(failsWith(desk.proposes(person, now, right(kWoman)), Error::CredentialTaken));
    BOOST_TEST(failsWith(desk.proposes(person, now, RightCertificate{kOtherWoman, Sex::Male, {}}), Error::CertificateContradicts));
    BOOST_TEST(failsWith(desk.proposes(person, now, RightCertificate{kOtherWoman, {}, Sensitive(Date{1991, 1, 1})}),
                         Error::CertificateContradicts));
    BOOST_TEST(desk.of(person).empty());
    // What the wrong one said, and the right one does not, is said beside it.
    BOOST_REQUIRE(
        desk.approves(desk.proposed(other, kWoman, RightCertificate{passport("E20000001"), {}, Sensitive(Date{1991, 2, 3})})).ok());
    BOOST_TEST((desk.find(other).details.birth_date->reveal() == Date{1991, 2, 3}));
    BOOST_TEST((desk.find(other).details.sex == Sex::Female));
}

BOOST_AUTO_TEST_CASE(what_has_changed_since_it_was_proposed_is_looked_at_again) {
    Desk<tests::SqliteEngine> desk;
    const PersonId person = desk.standing(passport("E10000001"));
    const WithdrawalId taken = desk.proposed(person, passport("E10000001"), right(kWoman));
    const PersonId other = desk.standing(kWoman, "测试乙");
    BOOST_TEST(failsWith(desk.approves(taken), Error::CredentialTaken));
    BOOST_REQUIRE(desk.drops(taken).ok());
    BOOST_TEST((desk.holderOf(kWoman) == other));
    // It gave way meanwhile: then it is taken back, and nothing is put in its place.
    const WithdrawalId late = desk.proposed(person, passport("E10000001"), right(passport("E10000009")));
    desk.renews(person, passport("E10000002"));
    const auto done = desk.approves(late);
    BOOST_REQUIRE(done.ok());
    BOOST_TEST((done->withdrawal.held == Held::Former));
    BOOST_TEST(isSame(*desk.find(person).details.certificate, passport("E10000002")));
    BOOST_TEST(desk.formerOf(person) == 0U);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_a_part_is_found_through_the_person_and_is_withdrawn_from_the_part) {
    Desk<tests::SqliteEngine> desk;
    const PersonId root = desk.standing(kWoman);
    const PersonId part = desk.standing(passport("E10000001"));
    desk.renews(part, passport("E10000002"));
    BOOST_REQUIRE(desk.inUnit([&](Transaction& transaction) {
                          return desk.merges.merge(transaction, part, root, {{}, "li", "wang", "seen"});
                      })
                      .ok());
    const auto proposed = desk.proposes(root, passport("E10000001"));
    BOOST_REQUIRE(proposed.ok());
    BOOST_TEST((proposed->person == part));
    BOOST_REQUIRE(desk.approves(proposed->id).ok());
    BOOST_TEST(desk.formerOf(part) == 0U);
    BOOST_TEST(!desk.holderOf(passport("E10000001")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
