#include "tests/stores/people.h"

using namespace hub::core;
using hub::identity::Agreement;
using hub::identity::HospitalFileId;
using hub::identity::LinkChange;
using hub::identity::LinkReason;
using hub::identity::LinkState;
using hub::identity::Person;
using tests::liSi;
using tests::People;
using tests::zhangSan;
using File = hub::identity::HospitalFile;
using LocalFile = hub::contract::HospitalFile;

namespace {

const LinkReason kFound{"flow/find_patient", "found_by_certificate"};
const LinkReason kSeen{"D0001", "certificate_seen"};

/// A hospital's file of this person.
LocalFile fileOf(const Person& person, const std::string& number) {
    LocalFile file;
    file.local_patient = Sensitive(CardNumber{number});
    file.person = person.details;
    return file;
}

LocalFile withoutBirthDate(LocalFile file) {
    file.person.birth_date.reset();
    return file;
}

template <class Engine>
Result<File> take(People<Engine>& people, const Person& person, const LocalFile& file, const std::string& hospital = "h01") {
    return people.template inUnit<File>(
        [&](Transaction& transaction) { return people.files.take(transaction, person, hospital, file, kFound); });
}

template <class Engine>
Result<File> link(People<Engine>& people, const Person& person, HospitalFileId file) {
    return people.template inUnit<File>([&](Transaction& transaction) { return people.files.link(transaction, person, file, kSeen); });
}

template <class Engine>
Result<File> reject(People<Engine>& people, HospitalFileId file) {
    return people.template inUnit<File>([&](Transaction& transaction) { return people.files.reject(transaction, file, kSeen); });
}

template <class Engine>
Result<File> mergeInto(People<Engine>& people, HospitalFileId file, HospitalFileId into) {
    return people.template inUnit<File>([&](Transaction& transaction) { return people.files.mergeInto(transaction, file, into, kSeen); });
}

template <class Engine>
std::vector<LinkChange> historyOf(People<Engine>& people, HospitalFileId file) {
    return *people.template inRead<std::vector<LinkChange>>(
        [&](ReadTransaction& transaction) { return people.store.historyOf(transaction, file); });
}

template <class Engine>
std::size_t linkedAt(People<Engine>& people, const Person& person, const std::string& hospital) {
    return people
        .template inRead<std::vector<File>>(
            [&](ReadTransaction& transaction) { return people.files.linkedAt(transaction, person.id, hospital); })
        ->size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_files)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_file_that_agrees_is_linked_and_keeps_what_the_hospital_said, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    LocalFile said = fileOf(person, "P100");
    said.last_visit = Date{2026, 5, 1};
    said.credentials.push_back({hub::contract::CredentialKind::HospitalCard, Sensitive(CardNumber{"C77"})});
    const auto taken = take(people, person, said);
    BOOST_REQUIRE(taken.ok());
    BOOST_TEST((taken->state == LinkState::Linked));
    const auto found = people.template inRead<std::optional<File>>(
        [&](ReadTransaction& transaction) { return people.store.fileByLocalPatient(transaction, "h01", {"P100"}); });
    BOOST_REQUIRE((found.ok() && found->has_value()));
    BOOST_TEST(((*found)->id == taken->id));
    BOOST_TEST((*found)->hospital == "h01");
    BOOST_TEST(((*found)->person == person.id));
    BOOST_TEST(toJson((*found)->local, Exposure::Revealed) == toJson(said, Exposure::Revealed));
    BOOST_TEST(linkedAt(people, person, "h01") == 1U);
    BOOST_TEST(linkedAt(people, person, "h02") == 0U);

    const std::vector<LinkChange> history = historyOf(people, taken->id);
    BOOST_REQUIRE(history.size() == 1U);
    BOOST_TEST(history[0].number == 1);
    BOOST_TEST((history[0].state == LinkState::Linked));
    BOOST_TEST((history[0].at == tests::kStart));
    BOOST_TEST(history[0].by == "flow/find_patient");
    BOOST_TEST(history[0].why == "found_by_certificate");
    BOOST_TEST((history[0].evidence.birth_date == Agreement::Agrees));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_file_that_does_not_agree_is_a_candidate_until_it_does, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const File candidate = *take(people, person, withoutBirthDate(fileOf(person, "P100")));
    BOOST_TEST((candidate.state == LinkState::Candidate));
    BOOST_TEST(linkedAt(people, person, "h01") == 0U);
    const File linked = *take(people, person, fileOf(person, "P100"));
    BOOST_TEST((linked.id == candidate.id));
    BOOST_TEST((linked.state == LinkState::Linked));
    BOOST_TEST(linked.version == 2);
    const std::vector<LinkChange> history = historyOf(people, candidate.id);
    BOOST_REQUIRE(history.size() == 2U);
    BOOST_TEST((history[0].evidence.birth_date == Agreement::Missing));
    BOOST_TEST((history[1].evidence.birth_date == Agreement::Agrees));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_file_again_changes_nothing_and_a_changed_one_only_its_content, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const File first = *take(people, person, fileOf(person, "P100"));
    BOOST_TEST(take(people, person, fileOf(person, "P100"))->version == 1);
    const File changed = *take(people, person, withoutBirthDate(fileOf(person, "P100")));
    BOOST_TEST(changed.version == 2);
    BOOST_TEST((changed.state == LinkState::Linked));  // what was decided stands
    BOOST_TEST(!changed.local.person.birth_date.has_value());
    BOOST_TEST(historyOf(people, first.id).size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_number_at_two_hospitals_is_two_files, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const Person other = people.registered(liSi()).person;
    BOOST_TEST((take(people, person, fileOf(person, "P100"), "h01")->id != take(people, other, fileOf(other, "P100"), "h02")->id));
    BOOST_TEST(people.stores.rows("hospital_file") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_linked_file_is_not_given_to_another_person, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const Person other = people.registered(liSi()).person;
    const File file = *take(people, person, fileOf(person, "P100"));
    BOOST_TEST(tests::failsWith(take(people, other, fileOf(other, "P100")), Error::HospitalFileOfAnother));
    BOOST_TEST(tests::failsWith(link(people, other, file.id), Error::HospitalFileOfAnother));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_file_of_somebody_known_from_files_alone_is_taken_over_when_the_evidence_suffices, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    Person from_file{.id = people.ids.template next<hub::identity::PersonId>(), .details = person.details, .registered_at = tests::kStart};
    from_file.details.certificate.reset();
    const auto change = [&](auto work) { return people.template inUnit<bool>(work); };
    BOOST_REQUIRE(change([&](Transaction& transaction) -> Result<bool> {
                      const auto added = people.store.addPerson(transaction, from_file);
                      return added.ok() ? Result<bool>(true) : added.failure();
                  }).ok());
    for (const char* number : {"P100", "P200"}) BOOST_REQUIRE(take(people, from_file, fileOf(from_file, number)).ok());
    BOOST_TEST(tests::failsWith(take(people, person, withoutBirthDate(fileOf(person, "P100"))), Error::HospitalFileOfAnother));
    const auto taken = take(people, person, fileOf(person, "P100"));
    BOOST_REQUIRE(taken.ok());
    BOOST_TEST((taken->person == person.id));
    BOOST_TEST((taken->state == LinkState::Linked));
    const std::vector<LinkChange> history = historyOf(people, taken->id);
    BOOST_REQUIRE(history.size() == 2U);
    BOOST_TEST((history[0].person == from_file.id));
    // Who has a card has registered.
    BOOST_REQUIRE(change([&](Transaction& transaction) -> Result<bool> {
                      const auto card = people.cards.issue(transaction, from_file.id);
                      return card.ok() ? Result<bool>(true) : card.failure();
                  }).ok());
    BOOST_TEST(tests::failsWith(take(people, person, fileOf(person, "P200")), Error::HospitalFileOfAnother));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(staff_who_saw_the_certificate_link_a_candidate, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const File candidate = *take(people, person, withoutBirthDate(fileOf(person, "P100")));
    const auto linked = link(people, person, candidate.id);
    BOOST_REQUIRE(linked.ok());
    BOOST_TEST((linked->state == LinkState::Linked));
    BOOST_TEST(link(people, person, candidate.id)->version == 2);
    BOOST_TEST(historyOf(people, candidate.id).back().by == "D0001");
    BOOST_TEST(tests::failsWith(link(people, person, people.ids.template next<HospitalFileId>()), Error::HospitalFileNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_rejected_file_is_not_linked_by_the_fields_again, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const Person other = people.registered(liSi()).person;
    const File file = *take(people, person, withoutBirthDate(fileOf(person, "P100")));
    BOOST_TEST((reject(people, file.id)->state == LinkState::Rejected));
    BOOST_TEST(reject(people, file.id)->version == 2);
    BOOST_TEST((take(people, person, fileOf(person, "P100"))->state == LinkState::Rejected));
    // Somebody else may have it; the one it was rejected for does not get it back.
    const File moved = *take(people, other, withoutBirthDate(fileOf(other, "P100")));
    BOOST_TEST((moved.person == other.id));
    BOOST_TEST((moved.state == LinkState::Candidate));
    BOOST_TEST(tests::failsWith(take(people, person, fileOf(person, "P100")), Error::HospitalFileOfAnother));
    BOOST_TEST((link(people, person, file.id)->person == person.id));  // unless staff say so
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_merged_file_points_to_the_other_and_is_not_linked_any_more, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const File old = *take(people, person, fileOf(person, "P100"));
    const File kept = *take(people, person, fileOf(person, "P200"));
    const File elsewhere = *take(people, person, fileOf(person, "P100"), "h02");
    BOOST_TEST(tests::failsWith(mergeInto(people, old.id, old.id), Error::LinkNotAllowed));
    BOOST_TEST(tests::failsWith(mergeInto(people, old.id, elsewhere.id), Error::LinkNotAllowed));
    const auto merged = mergeInto(people, old.id, kept.id);
    BOOST_REQUIRE(merged.ok());
    BOOST_TEST((merged->state == LinkState::MergedInto));
    BOOST_TEST((merged->merged_into == kept.id));
    BOOST_TEST(mergeInto(people, old.id, kept.id)->version == 2);
    BOOST_TEST(linkedAt(people, person, "h01") == 1U);
    BOOST_TEST(tests::failsWith(mergeInto(people, kept.id, old.id), Error::LinkNotAllowed));
    BOOST_TEST(tests::failsWith(take(people, person, fileOf(person, "P100")), Error::LinkNotAllowed));
    BOOST_TEST(tests::failsWith(link(people, person, old.id), Error::LinkNotAllowed));
    BOOST_TEST(tests::failsWith(reject(people, old.id), Error::LinkNotAllowed));
    BOOST_TEST((historyOf(people, old.id).back().merged_into == kept.id));
    BOOST_TEST((historyOf(people, old.id).front().state == LinkState::Linked));  // what an unmerge gives back
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_file_changes_from_the_version_that_was_read, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const File file = *take(people, person, fileOf(person, "P100"));
    const auto change = [&] {
        return people.template inUnit<std::int64_t>(
            [&](Transaction& transaction) { return people.store.changeFile(transaction, file, std::nullopt); });
    };
    BOOST_TEST(*change() == 2);
    BOOST_TEST(tests::failsWith(change(), Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(words_of_a_link_that_are_too_long_are_refused, Engine, tests::Engines) {
    People<Engine> people;
    const Person person = people.registered(zhangSan()).person;
    const auto takeAs = [&](const std::string& hospital, const LinkReason& reason) {
        return people.template inUnit<File>(
            [&](Transaction& transaction) { return people.files.take(transaction, person, hospital, fileOf(person, "P100"), reason); });
    };
    const std::string too_long(65, 'x');
    BOOST_TEST(tests::failsWith(takeAs(too_long, kFound), Error::FieldTooLong));
    BOOST_TEST(tests::failsWith(takeAs("h01", {too_long, "why"}), Error::FieldTooLong));
    BOOST_TEST(tests::failsWith(takeAs("h01", {"by", too_long}), Error::FieldTooLong));
    BOOST_TEST(takeAs(std::string(64, 'x'), {std::string(64, 'x'), std::string(64, 'x')}).ok());
}

BOOST_AUTO_TEST_SUITE_END()
