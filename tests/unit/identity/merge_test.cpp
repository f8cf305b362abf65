#include <boost/test/unit_test.hpp>

#include "hub/identity/merges.h"
#include "tests/support/failures.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;

namespace {

PersonId person(std::uint8_t number) {
    PersonId id;
    id.bits.bytes[15] = number;
    return id;
}

MergeChange merged(std::int64_t number, std::uint8_t subsumed, std::uint8_t into) {
    return {.number = number,
            .kind = MergeKind::Merge,
            .subsumed = person(subsumed),
            .into = person(into),
            .reason = {},
            .at = {1000 + number}};
}

MergeChange unmerged(std::int64_t number, std::uint8_t subsumed, std::uint8_t into) {
    MergeChange change = merged(number, subsumed, into);
    change.kind = MergeKind::Unmerge;
    return change;
}

/// "1>2(3)": 1 is merged into 2, and 3 stands for both.
std::string folded(const std::vector<MergeChange>& ledger) {
    const auto merges = foldMerges(ledger);
    if (!merges.ok()) return std::string(errorInfo(merges.failure().error()).name);
    const auto number = [](PersonId id) { return std::to_string(id.bits.bytes[15]); };
    std::string text;
    for (const PersonMerge& merge : *merges) {
        BOOST_TEST((merge.merged_at == UtcTime{1000 + merge.number}));
        text += number(merge.subsumed) + ">" + number(merge.into) + "(" + number(merge.root) + ") ";
    }
    return text;
}

const Date kToday{2026, 11, 21};

Person older(std::uint8_t number, std::int64_t registered_at_ms) {
    Person made;
    made.id = person(number);
    made.registered_at = {registered_at_ms};
    return made;
}

Person holding(Person made, CertificateKind kind, const std::string& number) {
    made.details.certificate = Certificate{kind, Sensitive(CertificateNumber{number})};
    return made;
}

Person verified(Person made) {
    made.state = PersonState::Verified;
    return made;
}

std::string detailsText(const std::vector<Person>& people) {
    std::string text;
    for (const PreviewedDetail& detail : previewDetails(people))
        text += detail.field + "=" + std::to_string(detail.from.bits.bytes[15]) + (detail.differs ? "! " : " ");
    return text;
}

hub::identity::HospitalFile file(const std::string& hospital, std::uint8_t number, LinkState state) {
    hub::identity::HospitalFile made;
    made.hospital = hospital;
    made.id.bits.bytes[15] = number;
    made.state = state;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_merge)

BOOST_AUTO_TEST_CASE(a_ledger_folds_to_what_stands_after_its_last_line) {
    struct Row {
        std::vector<MergeChange> ledger;
        std::string stands;
    };
    const std::vector<Row> table{
        {{}, ""},
        {{merged(1, 1, 2)}, "1>2(2) "},
        {{merged(1, 1, 2), unmerged(2, 1, 2)}, ""},
        {{merged(1, 1, 2), merged(2, 2, 3)}, "1>2(3) 2>3(3) "},
        {{merged(1, 2, 3), merged(2, 1, 2)}, "1>2(3) 2>3(3) "},
        {{merged(1, 1, 2), merged(2, 2, 3), unmerged(3, 2, 3)}, "1>2(2) "},
        {{merged(1, 1, 2), merged(2, 2, 3), unmerged(3, 1, 2)}, "2>3(3) "},
        {{merged(1, 1, 2), unmerged(2, 1, 2), merged(3, 1, 4)}, "1>4(4) "},
        {{merged(1, 1, 2), merged(2, 3, 2)}, "1>2(2) 3>2(2) "},
        {{unmerged(1, 1, 2)}, ""},
        {{merged(1, 1, 2), merged(2, 2, 1)}, "RowNotReadable"},  // no rule lets this happen: other hands wrote it
        {{merged(1, 1, 1)}, "RowNotReadable"},
    };
    for (const Row& row : table) BOOST_TEST(folded(row.ledger) == row.stands);
}

BOOST_AUTO_TEST_CASE(who_holds_a_valid_certificate_goes_on_then_who_is_verified_then_who_came_first) {
    const auto resident = [](Person made) { return holding(std::move(made), CertificateKind::ResidentId, "370202199001010015"); };
    const auto slip = [](Person made) { return holding(std::move(made), CertificateKind::ResidentId, "370202199001010016"); };
    const auto passport = [](Person made) { return holding(std::move(made), CertificateKind::Passport, "E12345678"); };
    struct Row {
        Person goes_on;
        Person other;
    };
    const std::vector<Row> table{
        {resident(older(2, 900)), older(1, 100)},
        {resident(older(2, 900)), verified(older(1, 100))},
        {resident(older(2, 900)), slip(older(1, 100))},  // a number that cannot be is none
        {older(1, 100), slip(older(2, 900))},
        {verified(passport(older(2, 900))), resident(older(1, 100))},
        {resident(older(1, 100)), passport(older(2, 900))},
        {verified(older(2, 900)), older(1, 100)},
        {older(2, 100), older(1, 101)},
        {older(1, 100), older(2, 100)},
    };
    for (const Row& row : table) {
        BOOST_TEST(goesOn(row.goes_on, row.other, kToday));
        BOOST_TEST(!goesOn(row.other, row.goes_on, kToday));
    }
}

BOOST_AUTO_TEST_CASE(of_each_detail_the_first_who_has_it_is_taken_and_a_difference_is_named) {
    Person first = older(1, 100);
    first.details.name = Sensitive(PersonName{"张三"});
    first.details.sex = Sex::NotStated;
    first.details.phone = Sensitive(PhoneNumber{"13800001234"});
    Person second = older(2, 100);
    second.details.name = Sensitive(PersonName{"张　三"});
    second.details.sex = Sex::Male;
    second.details.birth_date = Sensitive(Date{1990, 1, 1});
    second.details.phone = Sensitive(PhoneNumber{"13800001235"});
    Person third = older(3, 100);
    third.details.name = Sensitive(PersonName{"张三丰"});
    third.details.sex = Sex::Male;
    third.details.birth_date = Sensitive(Date{1990, 1, 1});
    third.details.address = Sensitive<std::string>("市南区某路9号");

    BOOST_TEST(detailsText({}).empty());
    BOOST_TEST(detailsText({first}) == "name=1 phone=1 ");
    BOOST_TEST(detailsText({first, second}) == "name=1 sex=2 birth_date=2 phone=1! ");
    BOOST_TEST(detailsText({second, first}) == "name=2 sex=2 birth_date=2 phone=2! ");
    BOOST_TEST(detailsText({first, second, third}) == "name=1! sex=2 birth_date=2 phone=1! address=3 ");
    BOOST_TEST(detailsText({second, holding(third, CertificateKind::Passport, "E12345678")}) ==
               "name=2! sex=2 birth_date=2 certificate=3 phone=2 address=3 ");
}

BOOST_AUTO_TEST_CASE(two_linked_files_of_one_hospital_are_a_conflict_and_others_are_not) {
    const std::vector<PreviewedHospital> hospitals =
        previewHospitals({file("h02", 1, LinkState::Linked), file("h01", 2, LinkState::Linked), file("h01", 3, LinkState::Candidate),
                          file("h02", 4, LinkState::Linked), file("h03", 5, LinkState::Rejected), file("h04", 6, LinkState::MergedInto)});
    BOOST_REQUIRE(hospitals.size() == 2U);
    BOOST_TEST(hospitals[0].hospital == "h01");
    BOOST_TEST(!hospitals[0].conflict());
    BOOST_TEST(hospitals[1].hospital == "h02");
    BOOST_TEST(hospitals[1].files.size() == 2U);
    BOOST_TEST(hospitals[1].conflict());
}

BOOST_AUTO_TEST_CASE(a_pair_is_the_same_whichever_comes_first) {
    BOOST_TEST((pairOf(person(1), person(2)) == pairOf(person(2), person(1))));
    BOOST_TEST((pairOf(person(2), person(1)).low == person(1)));
    BOOST_TEST((pairOf(person(2), person(1)).high == person(2)));
}

BOOST_AUTO_TEST_CASE(a_finding_says_what_the_score_says_and_holds_no_value) {
    matching::Score score;
    score.levels[static_cast<std::size_t>(matching::Field::Name)] = matching::Level::SameSound;
    score.bits[static_cast<std::size_t>(matching::Field::Name)] = 640;
    score.prior = -2000;
    score.total = -1360;
    score.guards =
        static_cast<matching::Guards>(matching::Guard::TwinOrSibling) | static_cast<matching::Guards>(matching::Guard::OtherName);
    const MatchFinding finding = findingOf(score, "name_birth", "w7", "matching");
    BOOST_TEST(toJson(finding, Exposure::Masked) ==
               R"({"fields":[{"field":"name","level":"same_sound","bits":640},{"field":"birth_date","level":"missing","bits":0},)"
               R"({"field":"sex","level":"missing","bits":0},{"field":"id","level":"missing","bits":0},)"
               R"({"field":"phone","level":"missing","bits":0},{"field":"address","level":"missing","bits":0}],)"
               R"("prior":-2000,"total":-1360,"guards":["twin_or_sibling","other_name"],"block":"name_birth","weights":"w7",)"
               R"("source":"matching"})");
}

BOOST_AUTO_TEST_CASE(in_the_queue_a_bit_of_evidence_is_worth_six_hours_of_waiting) {
    Review review;
    review.opened_at = {1'000'000'000};
    BOOST_TEST((review.queuedAt() == review.opened_at));
    review.finding.total = 2 * matching::kBit;
    BOOST_TEST((review.queuedAt() == review.opened_at + Duration(std::chrono::hours(-12))));
    review.finding.total = -matching::kBit / 2;
    BOOST_TEST((review.queuedAt() == review.opened_at + Duration(std::chrono::hours(3))));
}

BOOST_AUTO_TEST_CASE(a_claim_holds_until_its_last_millisecond) {
    Review review;
    BOOST_TEST(!review.claimant({0}).has_value());
    review.claimed_by = "S1";
    review.claimed_until = UtcTime{5000};
    BOOST_TEST(review.claimant({4999}).value_or("") == "S1");
    BOOST_TEST(!review.claimant({5000}).has_value());
}

BOOST_AUTO_TEST_CASE(only_making_one_person_of_two_needs_a_second_person) {
    BOOST_TEST(needsSecondPerson(Verdict::Same));
    BOOST_TEST(!needsSecondPerson(Verdict::NotSame));
}

BOOST_AUTO_TEST_SUITE_END()
