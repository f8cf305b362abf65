#include "tests/flows/region.h"

using namespace hub;
using core::Error;
using tests::failsWith;

namespace {

identity::Person registered(tests::FlowWorld& world) {
    identity::Person somebody;
    somebody.id = identity::PersonId{world.person.bits};
    somebody.details.name = core::Sensitive(core::PersonName{"测试甲"});
    somebody.details.sex = contract::Sex::Male;
    somebody.details.birth_date = core::Sensitive(core::Date{1990, 1, 1});
    somebody.details.certificate = {contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{"E00000001"})};
    BOOST_REQUIRE(world
                      .unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added = world.storage->identity().addPerson(transaction, somebody);
                          return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                      })
                      .ok());
    return somebody;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(charges, tests::FlowWorld)

BOOST_AUTO_TEST_CASE(a_list_that_is_read_twice_equal_is_kept_and_what_is_missing_from_the_next_one_is_cancelled) {
    region.answers<contract::ChargeList>({{bill("C1", 1000), bill("C2", 2000)}});
    const auto refreshed = [&] { return ended([&](auto done) { care.charges().refresh(file(), done); }); };
    BOOST_TEST(refreshed().ok());
    BOOST_TEST(region.calls("charge.list") == 2);
    region.answers<contract::ChargeList>({{bill("C2", 2000)}});
    BOOST_TEST(refreshed().ok());  // the first of its readings still had the old list: three readings
    const auto open = read<std::vector<payment::Charge>>([&](core::ReadTransaction& transaction) {
        return storage->charges().ofPerson(transaction, person, payment::WhichCharges::Standing, {10, std::nullopt});
    });
    BOOST_REQUIRE(open.size() == 1U);
    BOOST_TEST(open.front().content.key == "C2");
}

BOOST_AUTO_TEST_CASE(a_list_that_differs_at_every_reading_is_not_kept) {
    for (const std::int64_t fen : {100, 200, 300}) region.answers<contract::ChargeList>({{bill("C1", fen)}});
    BOOST_TEST(failsWith(ended([&](auto done) { care.charges().refresh(file(), done); }), Error::ChargeListUnsteady));
    const auto none = read<std::optional<payment::Charge>>(
        [&](core::ReadTransaction& transaction) { return storage->charges().findByKey(transaction, "H1", "C1"); });
    BOOST_TEST(!none.has_value());
}

BOOST_AUTO_TEST_CASE(a_hospital_that_says_no_is_told_apart_from_one_that_says_nothing) {
    region.refuses("charge.list", contract::RefusalReason::NoSuchPatient);
    BOOST_TEST(failsWith(ended([&](auto done) { care.charges().refresh(file(), done); }), Error::CounterpartyRefused));
    region.ends("patient.find", contract::Ending::Unknown);
    tests::FlowWorld silent;
    silent.region.ends("charge.list", contract::Ending::Unknown);
    BOOST_TEST(failsWith(ended([&](auto done) { silent.care.charges().refresh(silent.file(), done); }), Error::CounterpartyNotAnswering));
}

BOOST_AUTO_TEST_CASE(a_file_that_may_be_somebody_elses_is_not_opened) {
    const identity::Person somebody = registered(*this);
    contract::HospitalFile other{core::Sensitive(core::CardNumber{"P9"}), somebody.details, {}, std::nullopt};
    other.person.name = core::Sensitive(core::PersonName{"测试乙"});
    region.answers<contract::PatientFind>({{other}});
    const auto opened = [&] { return ended([&](auto done) { files.open(somebody.id, "H1", done); }); };
    BOOST_TEST(failsWith(opened(), Error::HospitalFileNotConfirmed));
    BOOST_TEST(failsWith(opened(), Error::HospitalFileNotConfirmed));  // the second look finds the candidate, and it still is one
}

BOOST_AUTO_TEST_CASE(a_file_that_nobody_knows_the_end_of_is_a_case_and_not_waited_for) {
    const identity::Person somebody = registered(*this);
    region.refuses("patient.find", contract::RefusalReason::NoSuchPatient);
    region.ends("patient.create", contract::Ending::Unknown);
    const auto opened = [&] { return ended([&](auto done) { files.open(somebody.id, "H1", done); }); };
    BOOST_TEST(opened().ok());  // it is being made
    const auto attempts = read<std::vector<core::Attempt>>(
        [&](core::ReadTransaction& transaction) { return storage->attempts().ofFlow(transaction, somebody.id.bits); });
    BOOST_REQUIRE(attempts.size() == 1U);
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto told = files.onOverdue(transaction, attempts[0]);
                      if (!told.ok()) return told.failure();
                      const auto parked = runner.conclude(transaction, "H1", attempts[0].wire_id, {core::AttemptState::Parked, {}, false});
                      if (!parked.ok()) return parked.failure();
                      return parked->value_or(flows::Next{});
                  }).ok());
    BOOST_TEST(failsWith(opened(), Error::HospitalFileNotConfirmed));
    BOOST_TEST(region.calls("patient.create") == 1);
    const auto cases = read<std::vector<payment::Case>>(
        [&](core::ReadTransaction& transaction) { return storage->cases().openOfHospital(transaction, "H1", {}); });
    BOOST_REQUIRE(cases.size() == 1U);
    BOOST_TEST((cases[0].about == payment::CaseAbout::HospitalFile));
    BOOST_TEST((cases[0].subject == attempts[0].id.bits));
}

BOOST_AUTO_TEST_SUITE_END()
