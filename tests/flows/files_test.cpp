#include "tests/flows/region.h"

using namespace hub;
using contract::CredentialKind;
using core::Error;
using tests::failsWith;

namespace {

struct FilesWorld : tests::FlowWorld {
    identity::Person somebody;

    FilesWorld() {
        somebody.id = identity::PersonId{person.bits};
        somebody.details.name = core::Sensitive(core::PersonName{"测试甲"});
        somebody.details.sex = contract::Sex::Male;
        somebody.details.birth_date = core::Sensitive(core::Date{1990, 1, 1});
    }

    void with(const std::function<core::Result<void>(core::Transaction&)>& write) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const core::Result<void> written = write(transaction);
                          return written.ok() ? core::Result<flows::Next>(flows::Next{}) : written.failure();
                      }).ok());
    }
    void add(const identity::Person& one) {
        with([&](core::Transaction& transaction) { return storage->identity().addPerson(transaction, one); });
    }
    void hold(CredentialKind kind, std::string issuer, std::string number,
              identity::CredentialState state = identity::CredentialState::Active) {
        const identity::HeldCredential held{ids.next<identity::CredentialId>(),
                                            somebody.id,
                                            kind,
                                            std::move(issuer),
                                            core::Sensitive(core::CardNumber{std::move(number)}),
                                            state,
                                            clock.utc(),
                                            std::nullopt,
                                            clock.utc()};
        with([&](core::Transaction& transaction) { return storage->credentials().addCredential(transaction, held); });
        clock.pass(core::Duration(1));  // they are told in the order in which they were bound
    }
    void relate(identity::RelationKind kind, identity::PersonId holder, std::optional<std::int32_t> birth_order = {}) {
        identity::Relation relation;
        relation.id = ids.next<identity::RelationId>();
        relation.kind = kind;
        relation.holder = holder;
        relation.subject = somebody.id;
        relation.kinship = identity::Kinship::Child;
        relation.birth_order = birth_order;
        relation.state = identity::RelationState::Active;
        relation.asked_at = clock.utc();
        relation.active_from = clock.utc();
        relation.consent_by = "S001";
        with([&](core::Transaction& transaction) { return storage->relations().add(transaction, relation, "S001", clock.utc()); });
    }
    contract::HospitalFile fileOf(const identity::Person& whose, std::string number) const {
        return {core::Sensitive(core::CardNumber{std::move(number)}), whose.details, {}, std::nullopt};
    }
    core::Result<void> opened() {
        return ended([&](auto done) { files.open(somebody.id, "H1", done); });
    }
    std::vector<std::string> numbersAskedFor() const {
        std::vector<std::string> numbers;
        for (const contract::PatientFind::Request& one : region.asked<contract::PatientFind>())
            numbers.push_back(one.certificate ? one.certificate->number.reveal().text : one.credential->number.reveal().text);
        return numbers;
    }
    std::optional<identity::HospitalFile> fileAt(const std::string& number) {
        return read<std::optional<identity::HospitalFile>>([&](core::ReadTransaction& transaction) {
            return storage->identity().fileByLocalPatient(transaction, "H1", core::CardNumber{number});
        });
    }
    /// Links this file; whoever looks again finds the one of `later`.
    identity::HospitalFile linked(const std::string& number, const std::string& later) {
        region.answers<contract::PatientFind>({{fileOf(somebody, number)}});
        region.answers<contract::PatientFind>({{fileOf(somebody, later)}});
        BOOST_REQUIRE(opened().ok());
        return fileAt(number).value();
    }
    core::Result<void> charges() {
        return ended([&](auto done) { care.charges().refresh({"H1", core::Sensitive(core::CardNumber{"P1"}), person}, done); });
    }
    /// Waits until the file's link has changed.
    identity::HospitalFile awaitLink(const identity::HospitalFile& before) {
        return awaitRow<identity::HospitalFile>(
            somebody.id.bits, [&](core::ReadTransaction& transaction) { return storage->identity().findFile(transaction, before.id); },
            [&](const identity::HospitalFile& file) { return file.version > before.version; });
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(files_at_hospitals, FilesWorld)

BOOST_AUTO_TEST_CASE(a_person_is_looked_for_by_every_number_the_hospital_may_know_and_by_no_other) {
    somebody.details.certificate = {contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{"E00000001"})};
    add(somebody);
    hold(CredentialKind::SocialSecurityCard, "", "A00000001");
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    hold(CredentialKind::HospitalCard, "H2", "CARD-AT-H2");
    hold(CredentialKind::EhealthCard, "", std::string(64, 'a'), identity::CredentialState::Lost);
    const identity::Card card{ids.next<identity::CardId>(), somebody.id, core::Sensitive(core::CardNumber{"10000000000033"}),
                              identity::CardState::Active,  clock.utc(), clock.utc()};
    with([&](core::Transaction& transaction) { return storage->identity().addCard(transaction, card); });
    region.answers<contract::PatientFind>({{fileOf(somebody, "P1")}});
    BOOST_TEST(opened().ok());
    const std::vector<std::string> expected{"E00000001", "A00000001", "CARD-AT-H1", "10000000000033"};
    BOOST_TEST(numbersAskedFor() == expected, boost::test_tools::per_element());
    BOOST_TEST((fileAt("P1").value().state == identity::LinkState::Linked));
}

BOOST_AUTO_TEST_CASE(what_one_number_does_not_find_another_does) {
    add(somebody);
    hold(CredentialKind::SocialSecurityCard, "", "A00000001");
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    region.refuses("patient.find", contract::RefusalReason::Other);  // it cannot look for such a number
    region.answers<contract::PatientFind>({{fileOf(somebody, "P1"), fileOf(somebody, "P2")}});
    BOOST_TEST(opened().ok());
    BOOST_TEST(region.calls("patient.find") == 2);
    BOOST_TEST((fileAt("P1").value().state == identity::LinkState::Linked));
    BOOST_TEST((fileAt("P2").value().state == identity::LinkState::Linked));
}

BOOST_AUTO_TEST_CASE(a_number_for_which_the_hospital_has_no_word_is_passed_over) {
    add(somebody);
    hold(CredentialKind::SocialSecurityCard, "", "A00000001");
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    region.ends("patient.find", contract::Ending::NotReached, Error::RequestNotWritable);
    region.answers<contract::PatientFind>({{fileOf(somebody, "P1")}});
    BOOST_TEST(opened().ok());
    BOOST_TEST((fileAt("P1").value().state == identity::LinkState::Linked));
}

BOOST_AUTO_TEST_CASE(a_hospital_that_refuses_every_number_is_not_given_another_file) {
    add(somebody);
    hold(CredentialKind::SocialSecurityCard, "", "A00000001");
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    region.refuses("patient.find", contract::RefusalReason::Other);
    region.ends("patient.create", contract::Ending::Unknown);
    BOOST_TEST(failsWith(opened(), Error::CounterpartyRefused));
    BOOST_TEST(region.calls("patient.create") == 0);
}

BOOST_AUTO_TEST_CASE(a_number_about_which_the_hospital_is_silent_keeps_a_file_from_being_made) {
    add(somebody);
    hold(CredentialKind::SocialSecurityCard, "", "A00000001");
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    region.refuses("patient.find", contract::RefusalReason::NoSuchPatient);
    region.ends("patient.find", contract::Ending::Unknown);
    region.ends("patient.create", contract::Ending::Unknown);
    BOOST_TEST(failsWith(opened(), Error::CounterpartyNotAnswering));
    BOOST_TEST(region.calls("patient.create") == 0);
}

BOOST_AUTO_TEST_CASE(a_newborns_file_is_made_with_its_guardian_and_its_birth_order_and_an_adults_with_neither) {
    identity::Person mother = somebody;
    mother.id = ids.next<identity::PersonId>();
    mother.details.name = core::Sensitive(core::PersonName{"测试母"});
    add(mother);
    add(somebody);
    region.refuses("patient.find", contract::RefusalReason::NoSuchPatient);
    region.ends("patient.create", contract::Ending::Unknown);
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    relate(identity::RelationKind::Guardian, mother.id);
    relate(identity::RelationKind::MotherChild, mother.id, 2);
    BOOST_TEST(opened().ok());
    identity::Person adult = somebody;
    adult.id = ids.next<identity::PersonId>();
    add(adult);
    BOOST_TEST(ended([&](auto done) { files.open(adult.id, "H1", done); }).ok());
    // Both are written; whichever of the two was sent first.
    const auto made = read<std::vector<core::Attempt>>(
        [&](core::ReadTransaction& transaction) { return storage->attempts().ofFlow(transaction, somebody.id.bits); });
    BOOST_REQUIRE(made.size() == 1U);
    const auto childs = core::fromJson<flows::Call>(made[0].body.reveal());
    const auto request = core::fromJson<contract::PatientCreate::Request>(childs->request.reveal());
    BOOST_REQUIRE(request.ok());
    BOOST_REQUIRE(request->guardian.has_value());
    BOOST_TEST(request->guardian->name.reveal().text == "测试母");
    BOOST_TEST(request->birth_order.value_or(0) == 2);
    const auto adults = read<std::vector<core::Attempt>>(
        [&](core::ReadTransaction& transaction) { return storage->attempts().ofFlow(transaction, adult.id.bits); });
    BOOST_REQUIRE(adults.size() == 1U);
    const auto plain =
        core::fromJson<contract::PatientCreate::Request>(core::fromJson<flows::Call>(adults[0].body.reveal())->request.reveal());
    BOOST_TEST((!plain->guardian && !plain->birth_order));
}

BOOST_AUTO_TEST_CASE(a_linked_file_that_the_hospital_has_no_more_is_doubted_and_the_one_in_its_place_is_linked) {
    add(somebody);
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    const identity::HospitalFile file = linked("P1", "P7");
    region.refuses("charge.list", contract::RefusalReason::NoSuchPatient);
    BOOST_TEST(failsWith(charges(), Error::CounterpartyRefused));
    BOOST_TEST((awaitLink(file).state == identity::LinkState::Candidate));
    BOOST_TEST((fileAt("P7").value().state == identity::LinkState::Linked));
    const auto cases = read<std::vector<payment::Case>>(
        [&](core::ReadTransaction& transaction) { return storage->cases().openOfHospital(transaction, "H1", {}); });
    BOOST_REQUIRE(cases.size() == 1U);
    BOOST_TEST(cases[0].kind == flows::FileFlow::kFileMissing);
    BOOST_TEST((cases[0].subject == file.id.bits));
}

BOOST_AUTO_TEST_CASE(a_file_that_was_put_into_somebody_elses_is_doubted_and_the_others_stays_theirs) {
    add(somebody);
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    const identity::HospitalFile file = linked("P1", "P7");
    identity::Person other = somebody;
    other.id = ids.next<identity::PersonId>();
    other.state = identity::PersonState::Verified;  // not one whom a file alone has brought in
    add(other);
    BOOST_REQUIRE(
        unit([&](core::Transaction& transaction) { return files.take(transaction, other, "H1", fileOf(other, "P7"), "test"); }).ok());
    region.refuses("charge.list", contract::RefusalReason::NoSuchPatient);
    BOOST_TEST(failsWith(charges(), Error::CounterpartyRefused));
    BOOST_TEST((awaitLink(file).state == identity::LinkState::Candidate));
    BOOST_TEST((fileAt("P7").value().person == other.id));
}

BOOST_AUTO_TEST_CASE(a_file_that_the_hospital_has_after_all_stays_linked_and_is_not_looked_for_at_every_no) {
    add(somebody);
    hold(CredentialKind::HospitalCard, "H1", "CARD-AT-H1");
    const identity::HospitalFile file = linked("P1", "P1");
    region.refuses("charge.list", contract::RefusalReason::NoSuchPatient);
    BOOST_TEST(failsWith(charges(), Error::CounterpartyRefused));
    BOOST_TEST(failsWith(charges(), Error::CounterpartyRefused));
    with([](core::Transaction&) { return core::Result<void>(); });  // behind what the two have begun
    BOOST_TEST(region.calls("patient.find") == 2);                  // when it was linked, and once since
    BOOST_TEST(fileAt("P1").value().version == file.version);
}

BOOST_AUTO_TEST_SUITE_END()
