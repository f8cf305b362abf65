// What the running hub does with what the matcher says: files nobody has named, and people of whom something has become known.
#include <algorithm>
#include <future>
#include <thread>

#include "hub/audit/audit_store.h"
#include "hub/jobs/match_asker.h"
#include "hub/jobs/match_walk.h"
#include "tests/flows/matching.h"

using namespace hub;
using contract::Sex;
using core::Error;
using identity::LinkState;
using identity::PersonId;
using identity::PersonState;
using identity::ReviewState;
using tests::detailsOf;
using tests::failsWith;
using tests::residentId;

namespace {

constexpr core::Date kWangBorn{1990, 1, 1};
const std::string kWangId = residentId(kWangBorn, 11);
constexpr const char* kWangPhone = "13912340001";

contract::PersonDetails wang() { return detailsOf("王晓岚", Sex::Male, kWangBorn, kWangId, kWangPhone); }
contract::PersonDetails without(contract::PersonDetails details) {
    details.certificate.reset();
    return details;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(running_matcher, tests::MatchingRegion)

BOOST_AUTO_TEST_CASE(a_file_that_is_certainly_a_persons_is_linked_and_its_bills_and_reports_become_theirs) {
    const PersonId patient = registers(wang());
    const contract::Event bill_told =
        contract::eventOf(core::Sensitive(core::CardNumber{"A1"}), contract::ChargeCreated{bill("C1", 2'500)});
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", bill_told); }).ok());
    // The image knows nothing of the person yet: the certificate leads to them.
    const identity::HospitalFile file = told("H1", "A1", wang());
    BOOST_TEST((file.person == patient));
    BOOST_TEST((file.state == LinkState::Linked));
    const auto charge = read<std::optional<payment::Charge>>(
        [&](core::ReadTransaction& transaction) { return storage->charges().findByKey(transaction, "H1", "C1"); });
    BOOST_REQUIRE(charge.has_value());
    BOOST_TEST((charge->person == std::optional(patient)));
    const auto history = read<std::vector<identity::LinkChange>>(
        [&](core::ReadTransaction& transaction) { return storage->identity().historyOf(transaction, file.id); });
    BOOST_REQUIRE(history.size() == 1U);
    BOOST_TEST(history[0].by == "matching");
    BOOST_REQUIRE(history[0].evidence.weighing.has_value());
    BOOST_TEST(history[0].evidence.weighing->levels == "111110");
    BOOST_TEST(file_matching.counters().linked == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_of_nobody_the_region_knows_is_a_person_of_their_own_who_is_found_from_then_on) {
    const identity::HospitalFile first = told("H1", "A1", without(wang()));
    const identity::Person patient = personRow(first.person);
    BOOST_TEST((patient.state == PersonState::Unverified));
    BOOST_TEST(read<std::vector<identity::Card>>([&](core::ReadTransaction& transaction) {
                   return storage->identity().cardsOf(transaction, patient.id);
               }).empty());
    const identity::HospitalFile second = told("H2", "B7", without(wang()));  // before anybody is asked about
    BOOST_TEST((second.person == first.person));
    BOOST_TEST((second.state == LinkState::Linked));
    BOOST_TEST(askAll() >= 1U);
    BOOST_TEST(pending() == 0U);
    BOOST_TEST(isFound(without(wang()), first.person));
    BOOST_TEST(file_matching.counters().created == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_probably_a_persons_is_a_candidate_and_opens_nothing) {
    const PersonId patient = registers(wang());
    askAll();
    contract::PersonDetails unsaid = without(wang());
    unsaid.birth_date.reset();
    unsaid.sex = Sex::Unknown;
    const identity::HospitalFile file = told("H1", "A1", unsaid);
    BOOST_TEST((file.person == patient));
    BOOST_TEST((file.state == LinkState::Candidate));
    const contract::Event bill_told =
        contract::eventOf(core::Sensitive(core::CardNumber{"A1"}), contract::ChargeCreated{bill("C1", 2'500)});
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", bill_told); }).ok());
    const auto charge = read<std::optional<payment::Charge>>(
        [&](core::ReadTransaction& transaction) { return storage->charges().findByKey(transaction, "H1", "C1"); });
    BOOST_REQUIRE(charge.has_value());
    BOOST_TEST(!charge->person.has_value());
}

BOOST_AUTO_TEST_CASE(a_file_without_a_name_stays_unknown) {
    BOOST_TEST(tellsOf("H1", "A1", detailsOf("", Sex::Male, kWangBorn, kWangId)).ok());
    BOOST_TEST(!lookUp("H1", "A1").has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_file_waits_until_the_image_is_loaded_and_a_known_one_does_not) {
    const PersonId patient = registers(wang());
    opened("/" + patient.text(), "H1", "A1");
    identity::index::MasterIndex later(storage->reads(), storage->matches(), identity::matching::startingWeights());
    flows::FileMatching waiting(care.house(), files, {matched_people, hospital_files, later, known_people});
    flows::InboundFlow early(care, files, waiting, records, {matched_people, hospital_files, storage->credentials(), storage->relations()});
    const auto tell = [&](const std::string& number) {
        const contract::Event event =
            contract::eventOf(core::Sensitive(core::CardNumber{number}), contract::PatientUpserted{wang(), {}, {}});
        return unit([&](core::Transaction& transaction) { return early.apply(transaction, "H1", event); });
    };
    BOOST_TEST(tell("A1").ok());
    BOOST_TEST(failsWith(tell("A2"), Error::MatchingNotReady));
    flows::MatchFlow asking(care.house(), {storage->identity(), later, known_people, merges, reviews, storage->reviews(), merging});
    BOOST_TEST(failsWith(ended([&](auto on_done) {
                             asking.ask(
                                 patient, [](core::Transaction&) { return core::Result<void>(); }, on_done);
                         }),
                         Error::MatchingNotReady));
    BOOST_REQUIRE(later.load(storage->reads()).ok());
    BOOST_TEST(tell("A2").ok());
    BOOST_TEST((fileAt("H1", "A2").person == patient));
}

BOOST_AUTO_TEST_CASE(the_hospital_may_tell_of_the_file_it_makes_for_us_before_it_answers_and_after) {
    struct Making {
        std::string name;
        core::Date born;
        bool told_first;
        bool shows_certificate;  ///< without one the matcher makes a person of a file that comes first
    };
    const std::vector<Making> all{{"诸葛明远", {1951, 2, 3}, true, true},
                                  {"上官静姝", {1963, 4, 15}, true, false},
                                  {"欧阳怀瑾", {1974, 6, 27}, false, true},
                                  {"司马承泽", {1985, 8, 9}, false, false}};
    const auto numberOf = [](const Making& one) { return "P" + std::to_string(one.born.year); };
    const auto toldOf = [](const Making& one) {
        const std::string certificate = one.shows_certificate ? residentId(one.born, 31) : std::string();
        return detailsOf(one.name, Sex::Male, one.born, certificate);
    };
    region.refuses("patient.find", contract::RefusalReason::NoSuchPatient);
    const auto fileOf = [&](const Making& one) {
        return contract::HospitalFile{core::Sensitive(core::CardNumber{numberOf(one)}), toldOf(one), {}, std::nullopt};
    };
    for (const Making& one : all) {
        // What was linked already is not made.
        if (!one.told_first || !one.shows_certificate) region.answers<contract::PatientCreate>({fileOf(one)});
    }
    for (const Making& one : all) {
        const PersonId patient = registers(detailsOf(one.name, Sex::Male, one.born, residentId(one.born, 31)));
        if (one.told_first) BOOST_TEST(tellsOf("H1", numberOf(one), toldOf(one)).ok());
        BOOST_TEST(ended([&](auto on_done) { files.open(patient, "H1", on_done); }).ok());
        const auto linked = awaitRow<std::optional<identity::HospitalFile>>(
            patient.bits,
            [&](core::ReadTransaction& transaction) {
                return storage->identity().fileByLocalPatient(transaction, "H1", core::CardNumber{numberOf(one)});
            },
            [&](const auto& file) { return file.has_value() && file->person == patient; });
        BOOST_TEST((linked->state == LinkState::Linked), one.name);
        BOOST_TEST(tellsOf("H1", numberOf(one), toldOf(one)).ok());
        const identity::Person row = personRow(patient);
        BOOST_TEST(unit([&](core::Transaction& transaction) {  // as an answer that comes at last
                       return files.take(transaction, row, "H1", fileOf(one), "created");
                   })
                       .ok());
        BOOST_TEST((fileAt("H1", numberOf(one)).person == patient), one.name);
        askAll();
        BOOST_TEST(pending() == 0U, one.name);
    }
}

BOOST_AUTO_TEST_CASE(what_is_known_of_people_is_in_rows_and_image_as_it_is_now) {
    const std::size_t before = master_index.size();
    const auto sizes = [&] {
        askAll();
        std::size_t anew = 0;
        decidedAnew(wang(), &anew);
        BOOST_TEST(anew == master_index.size());
        return master_index.size() - before;
    };
    const PersonId patient = registers(wang());
    BOOST_TEST(sizes() == 1U);
    identity::Person row = personRow(patient);
    row.details.phone = core::Sensitive(core::PhoneNumber{"13755550009"});
    does([&](core::Transaction& transaction) { return matched_people.changePerson(transaction, row); });
    BOOST_TEST(sizes() == 1U);
    contract::PersonDetails by_new_phone = detailsOf("王晓岚", Sex::Male, {1990, 1, 2}, "", "13755550009");
    BOOST_TEST(isFound(by_new_phone, patient));

    const identity::HospitalFile same = told("H1", "A1", row.details);
    BOOST_TEST(sizes() == 1U);  // the file says all that the registration says
    contract::PersonDetails moved = wang();
    moved.phone = core::Sensitive(core::PhoneNumber{"13666660008"});
    const identity::HospitalFile other = told("H2", "B1", moved);
    BOOST_TEST((other.state == LinkState::Linked));
    BOOST_TEST(sizes() == 2U);
    does([&](core::Transaction& transaction) { return hospital_files.reject(transaction, other.id, {"S1", "not_theirs"}); });
    BOOST_TEST(sizes() == 1U);
    does([&](core::Transaction& transaction) { return hospital_files.link(transaction, row, other.id, {"S1", "certificate_seen"}); });
    BOOST_TEST(sizes() == 2U);
    told("H2", "B2", moved);
    BOOST_TEST(sizes() == 3U);
    const contract::Event merged =
        contract::eventOf(core::Sensitive(core::CardNumber{"B2"}), contract::PatientMerged{core::Sensitive(core::CardNumber{"B1"})});
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H2", merged); }).ok());
    BOOST_TEST(sizes() == 2U);
    asksAbout(patient);
    BOOST_TEST(sizes() == 2U);
}

BOOST_AUTO_TEST_CASE(a_file_follows_who_takes_it_over_and_nothing_is_left_of_somebody_known_from_it_alone) {
    const std::size_t before = master_index.size();
    const identity::HospitalFile file = told("H1", "A1", without(wang()));
    contract::PersonDetails moved = without(wang());
    moved.phone = core::Sensitive(core::PhoneNumber{"13666660008"});
    told("H1", "A1", moved);
    askAll();
    BOOST_TEST(master_index.size() == before + 2);  // the file, and how it was when it made the person
    const PersonId patient = registers(wang());
    opened("/" + patient.text(), "H1", "A1");  // the hospital names it for the certificate
    BOOST_TEST((fileAt("H1", "A1").person == patient));
    BOOST_TEST((file.person != patient));
    askAll();
    BOOST_TEST(master_index.size() == before + 1);
    const auto decision = decidedBy(master_index, without(wang()));
    BOOST_REQUIRE(decision.found.size() == 1U);
    BOOST_TEST((decision.found[0].person == patient));
    BOOST_TEST((decidedAnew(without(wang())).found.front().person == patient));
    BOOST_TEST(pending() == 0U);
}

BOOST_AUTO_TEST_CASE(who_is_verified_gets_what_nobody_has_registered_and_it_is_told_audited_and_kept_with_a_review) {
    const PersonId from_file = told("H1", "A1", without(wang())).person;
    askAll();
    const PersonId patient = registers(wang());
    askAll();
    // Unverified, anybody may have typed the certificate: people look.
    BOOST_TEST((rootOf(from_file) == from_file));
    BOOST_REQUIRE(inState(ReviewState::Open).size() == 1U);
    verifies(patient);
    askAll();
    BOOST_TEST((rootOf(from_file) == patient));
    BOOST_TEST(pending() == 0U);
    const auto closed = inState(ReviewState::Overtaken);
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(closed[0].finding.source == "matching");
    BOOST_TEST(closed[0].finding.weights.size() == 8U);
    const auto merge_lines = read<std::vector<identity::MergeChange>>(
        [&](core::ReadTransaction& transaction) { return storage->merges().changes(transaction, 0, 10); });
    BOOST_REQUIRE(merge_lines.size() == 1U);
    BOOST_TEST((merge_lines[0].reason.review == closed[0].id));
    BOOST_TEST(merge_lines[0].reason.approved_by == "matching");
    audit::AuditSearch search;
    search.about = from_file;
    search.from = clock.utc() + -core::Duration(3'600'000);
    search.until = clock.utc() + core::Duration(1);
    search.limit = 100;
    const auto lines = read<std::vector<audit::ChainedEntry>>(
        [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
    BOOST_REQUIRE(lines.size() == 1U);
    BOOST_TEST(lines[0].entry.action == "person.merge");
    BOOST_TEST((lines[0].entry.actor_kind == audit::ActorKind::Hub));
    BOOST_TEST(match_flow.counters().merges == 1U);
    BOOST_TEST(match_flow.counters().reviews == 1U);

    asksAbout(patient);  // once more, nothing
    asksAbout(from_file);
    BOOST_TEST(match_flow.counters().merges == 1U);
    BOOST_TEST(match_flow.counters().reviews == 1U);
    // A file that comes later is the one person's.
    BOOST_TEST((holderOf("H1", "A1") == patient));
    told("H3", "C1", without(wang()));
    BOOST_TEST((holderOf("H3", "C1") == patient));
}

BOOST_AUTO_TEST_CASE(who_has_registered_is_never_merged_without_people) {
    const PersonId patient = verifiedPerson(wang());
    contract::PersonDetails with_passport = wang();
    with_passport.certificate =
        contract::Certificate{contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{"E31234567"})};
    const PersonId again = verifiedPerson(with_passport);
    askAll();
    BOOST_TEST((rootOf(patient) != rootOf(again)));
    BOOST_TEST(inState(ReviewState::Open).size() <= 1U);
}

BOOST_AUTO_TEST_CASE(of_two_who_come_at_once_one_finds_the_other_and_there_is_one_review) {
    const PersonId first = told("H1", "A1", without(wang())).person;
    const PersonId second = registers(wang());
    // Both questions wait: whichever is answered first.
    jobs::MatchAsker asker({storage->units(), storage->reads(), storage->outbox(), ids, executor, clock, match_flow},
                           {.pace = {.interval = core::Duration(1)}, .owner = "test"});
    asker.start();
    const auto due = [&] {
        return read<bool>([&](core::ReadTransaction& transaction) {
            return storage->outbox().due(transaction, identity::index::kMatchTopic, clock.utc() + std::chrono::hours(1));
        });
    };
    while (asker.counters().answered < 3 || due()) {
        BOOST_REQUIRE(asker.counters().parked == 0U);
        BOOST_REQUIRE(unit([](core::Transaction&) -> core::Result<flows::Next> { return flows::Next{}; }).ok());
    }
    std::promise<void> stopped;
    asker.stop([&] { stopped.set_value(); });
    stopped.get_future().wait();
    const auto open = inState(ReviewState::Open);
    BOOST_REQUIRE(open.size() == 1U);
    BOOST_TEST((open[0].pair == identity::pairOf(first, second)));
}

BOOST_AUTO_TEST_CASE(who_registered_before_anything_was_matched_is_compared_once_the_image_is_loaded) {
    const PersonId from_file = told("H1", "A1", without(wang())).person;
    askAll();
    // As a hub that does not match adds people: without a question, and without a record.
    identity::Person before;
    before.id = ids.next<PersonId>();
    before.details = wang();
    before.state = PersonState::Verified;
    does([&](core::Transaction& transaction) { return storage->identity().addPerson(transaction, before); });
    BOOST_TEST(askAll() == 0U);

    const auto walked = [&](const identity::index::MasterIndex& index) {
        jobs::MatchWalk walk({storage->units(), storage->reads(), storage->matchWalk(), storage->outbox(), ids, executor, clock, index},
                             {.people = 100, .pace = {.interval = core::Duration(1)}});
        walk.start();
        BOOST_REQUIRE(unit([](core::Transaction&) -> core::Result<flows::Next> { return flows::Next{}; }).ok());
        while (index.isReady() && (walk.counters().left > 0 || walk.counters().looked_at == 0)) std::this_thread::yield();
        std::promise<void> stopped;
        walk.stop([&] { stopped.set_value(); });
        stopped.get_future().wait();
        return std::pair(walk.counters().looked_at.load(), walk.counters().asked_about.load());
    };
    const identity::index::MasterIndex not_loaded(storage->reads(), storage->matches(), identity::matching::startingWeights());
    BOOST_TEST(walked(not_loaded).first == 0U);
    const auto [looked_at, asked_about] = walked(master_index);
    BOOST_TEST(looked_at == 402U);  // the town too
    BOOST_TEST(asked_about == 1U);
    BOOST_TEST(askAll() == 1U);
    BOOST_TEST((rootOf(from_file) == before.id));
    BOOST_TEST(isFound(without(wang()), before.id));

    // A walk that begins again goes on where it was.
    registers(detailsOf("赵小满", Sex::Female, {1992, 2, 2}, residentId({1992, 2, 2}, 12)));
    askAll();
    BOOST_TEST((walked(master_index) == std::pair<std::uint64_t, std::uint64_t>(1, 0)));
}

BOOST_AUTO_TEST_CASE(a_walk_waits_while_others_are_to_be_asked_about) {
    does([&](core::Transaction& transaction) {
        identity::Person before;
        before.id = ids.next<PersonId>();
        before.details = wang();
        return storage->identity().addPerson(transaction, before);
    });
    registers(detailsOf("赵小满", Sex::Female, {1992, 2, 2}, residentId({1992, 2, 2}, 12)));
    jobs::MatchWalk walk({storage->units(), storage->reads(), storage->matchWalk(), storage->outbox(), ids, executor, clock, master_index},
                         {.people = 1000, .pace = {.interval = core::Duration(1)}});
    walk.start();
    while (walk.counters().left == 0) std::this_thread::yield();
    for (int rounds = 0; rounds < 5; ++rounds)  // a page would have been asked about by then
        BOOST_REQUIRE(unit([](core::Transaction&) -> core::Result<flows::Next> { return flows::Next{}; }).ok());
    BOOST_TEST(walk.counters().looked_at == 0U);
    askAll();
    while (walk.counters().asked_about == 0) std::this_thread::yield();
    BOOST_TEST(walk.counters().asked_about <= 2U);  // of who has just registered perhaps once more: that changes nothing
    std::promise<void> stopped;
    walk.stop([&] { stopped.set_value(); });
    stopped.get_future().wait();
}

BOOST_AUTO_TEST_CASE(two_who_are_taken_apart_again_are_a_review_and_never_merged_by_themselves_again) {
    const PersonId from_file = told("H1", "A1", without(wang())).person;
    const PersonId patient = verifiedPerson(wang());
    askAll();
    BOOST_REQUIRE((rootOf(from_file) == patient));
    audit::AuditEntry actor;
    actor.actor_kind = audit::ActorKind::Staff;
    actor.actor = "li";
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) {
                      return merging.unmerge(transaction, from_file, "office/li", "not_theirs", actor);
                  }).ok());
    const auto open = inState(ReviewState::Open);
    BOOST_REQUIRE(open.size() == 1U);
    for (const PersonId id : {patient, from_file, patient}) asksAbout(id);
    BOOST_TEST((rootOf(from_file) == from_file));
    BOOST_TEST(inState(ReviewState::Open).size() == 1U);
    // Both are found again, and which of the two a new file is people say.
    const auto decision = decidedAnew(without(wang()));
    BOOST_TEST((decision.band == identity::matching::Band::Review));
    BOOST_TEST(decision.found.size() == 2U);
    BOOST_TEST((told("H3", "C1", without(wang())).state == LinkState::Candidate));
}

BOOST_AUTO_TEST_CASE(not_the_same_survives_what_is_learnt_later_and_a_restart) {
    const PersonId from_file = told("H1", "A1", without(wang())).person;
    const PersonId patient = registers(wang());
    askAll();
    const auto open = inState(ReviewState::Open);
    BOOST_REQUIRE(open.size() == 1U);
    does([&](core::Transaction& transaction) { return reviews.claim(transaction, open[0].id, "office/li"); });
    does([&](core::Transaction& transaction) {
        return reviews.propose(transaction, open[0].id, identity::Verdict::NotSame, "office/li", "seen_both");
    });
    verifies(patient);
    askAll();
    told("H1", "A1", detailsOf("王晓岚", Sex::Male, kWangBorn, "", kWangPhone));
    contract::PersonDetails moved = without(wang());
    moved.address = core::Sensitive(std::string("无名市无名路三十四号"));
    told("H1", "A1", moved);
    askAll();
    identity::index::MasterIndex anew(storage->reads(), storage->matches(), identity::matching::startingWeights());
    BOOST_REQUIRE(anew.load(storage->reads()).ok());
    flows::MatchFlow restarted(care.house(), {storage->identity(), anew, known_people, merges, reviews, storage->reviews(), merging});
    for (const PersonId id : {patient, from_file})
        BOOST_REQUIRE(ended([&](auto on_done) {
                          restarted.ask(
                              id, [](core::Transaction&) { return core::Result<void>(); }, on_done);
                      }).ok());
    BOOST_TEST((rootOf(from_file) == from_file));
    BOOST_TEST(pending() == 0U);
    BOOST_TEST(inState(ReviewState::NotSame).size() == 1U);
    BOOST_TEST(restarted.counters().merges + restarted.counters().reviews == 0U);
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_about_who_is_closed) {
    const PersonId from_file = told("H1", "A1", without(wang())).person;
    const PersonId patient = verifiedPerson(wang());
    does([&](core::Transaction& transaction) { return registration.close(transaction, patient); });
    askAll();
    asksAbout(from_file);
    BOOST_TEST((rootOf(from_file) == from_file));
    BOOST_TEST(pending() == 0U);
}

// What its records are packed with came from the first key.
BOOST_AUTO_TEST_CASE(the_matcher_decides_the_same_after_the_key_of_the_indexes_was_rotated) {
    const PersonId patient = registers(wang());
    told("H1", "A1", wang());
    std::size_t size = 0;
    const identity::index::Decision before = decidedAnew(without(wang()), &size);
    BOOST_REQUIRE(!before.found.empty());
    BOOST_TEST((before.found[0].person == patient));
    BOOST_REQUIRE(vault::FileKeySource::addIndexKey(tree.path() / "keys").ok());
    BOOST_REQUIRE((core::runAndWait(storage->units(), {core::WorkKey{"switch"}, {}}, [&](core::Transaction& transaction) {
                       return storage->reindex().switchTo(transaction, 2);
                   }).end == core::WorkEnd::Done));
    std::size_t size_after = 0;
    const identity::index::Decision after = decidedAnew(without(wang()), &size_after);
    BOOST_TEST(size_after == size);
    BOOST_TEST((after.band == before.band));
    BOOST_REQUIRE(after.found.size() == before.found.size());
    for (std::size_t i = 0; i < after.found.size(); ++i) {
        BOOST_TEST((after.found[i].person == before.found[i].person));
        BOOST_TEST(after.found[i].score.total == before.found[i].score.total);
        BOOST_TEST(after.found[i].proposed_by == before.found[i].proposed_by);
    }
    const identity::HospitalFile file = told("H1", "A2", wang());  // by its certificate, which stands under the key before
    BOOST_TEST((file.person == patient));
}

BOOST_AUTO_TEST_SUITE_END()
