#include <functional>
#include <string>
#include <vector>

#include "hub/identity/file_case.h"
#include "tests/support/failures.h"

using namespace hub;
using contract::PersonDetails;
using core::Date;
using identity::DetailField;
using identity::FileCase;
using identity::FileCaseKind;
using identity::LinkState;

namespace {

constexpr Date kToday{2026, 11, 29};
constexpr const char* kNumber = "370202199001010015";

PersonDetails person() {
    PersonDetails details;
    details.name = core::Sensitive(core::PersonName{"张三"});
    details.sex = contract::Sex::Male;
    details.birth_date = core::Sensitive(Date{1990, 1, 1});
    details.certificate = contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{kNumber})};
    details.phone = core::Sensitive(core::PhoneNumber{"13900000001"});
    details.address = core::Sensitive(std::string("测试路1号"));
    return details;
}

/// The names of what conflicts between the person and one that differs in this.
std::string conflicts(const std::function<void(PersonDetails&)>& difference) {
    PersonDetails other = person();
    difference(other);
    std::string names;
    for (const DetailField field : identity::conflictsOf({person(), other}, kToday)) names += std::string(core::enumName(field)) + " ";
    return names;
}

FileCase caseWith(const std::vector<LinkState>& states) {
    FileCase made;
    for (const LinkState state : states) made.files.emplace_back().state = state;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(file_case)

BOOST_AUTO_TEST_CASE(what_differs_conflicts_field_by_field) {
    BOOST_TEST(conflicts([](PersonDetails&) {}) == "");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.name = core::Sensitive(core::PersonName{"张三丰"}); }) == "name ");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.sex = contract::Sex::Female; }) == "sex ");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.birth_date = core::Sensitive(Date{1990, 1, 2}); }) == "birth_date ");
    BOOST_TEST(conflicts([](PersonDetails& other) {
                   other.certificate->number = core::Sensitive(core::CertificateNumber{"370203200002291228"});
               }) == "certificate ");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.phone = core::Sensitive(core::PhoneNumber{"13900000002"}); }) == "phone ");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.address = core::Sensitive(std::string("测试路2号")); }) == "address ");
}

BOOST_AUTO_TEST_CASE(what_is_unknown_or_only_written_differently_does_not_conflict) {
    BOOST_TEST(conflicts([](PersonDetails& other) {
                   const auto name = other.name;
                   other = PersonDetails();
                   other.name = name;
               }) == "");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.name = core::Sensitive(core::PersonName{"张 三"}); }) == "");
    BOOST_TEST(conflicts([](PersonDetails& other) { other.sex = contract::Sex::NotStated; }) == "");
    BOOST_TEST(conflicts([](PersonDetails& other) {
                   other.certificate->number = core::Sensitive(core::CertificateNumber{"370202900101001"});  // its 15 digits
               }) == "");
    BOOST_TEST(conflicts([](PersonDetails& other) {
                   other.certificate =
                       contract::Certificate{contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{"E99999999"})};
               }) == "");
    for (const char* phone : {"139-0000-0001", "+86 13900000001", "8613900000001"}) {
        BOOST_TEST(conflicts([&](PersonDetails& other) { other.phone = core::Sensitive(core::PhoneNumber{phone}); }) == "");
    }
    BOOST_TEST(conflicts([](PersonDetails& other) { other.phone = core::Sensitive(core::PhoneNumber{"0013900000001"}); }) == "phone ");
}

BOOST_AUTO_TEST_CASE(two_files_conflict_with_each_other_where_the_person_says_nothing) {
    PersonDetails unknown;
    unknown.name = person().name;
    PersonDetails other = person();
    other.phone = core::Sensitive(core::PhoneNumber{"13900000002"});
    const std::vector<DetailField> found = identity::conflictsOf({unknown, person(), other}, kToday);
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST((found[0] == DetailField::Phone));
    BOOST_TEST(identity::conflictsOf({unknown, person()}, kToday).empty());
}

BOOST_AUTO_TEST_CASE(a_case_is_of_the_kinds_that_its_files_make_it) {
    BOOST_TEST(!caseWith({LinkState::Linked}).is(FileCaseKind::TwoFiles));
    BOOST_TEST(!caseWith({LinkState::Linked}).is(FileCaseKind::Candidate));
    BOOST_TEST(caseWith({LinkState::Linked, LinkState::Linked}).is(FileCaseKind::TwoFiles));
    BOOST_TEST(!caseWith({LinkState::Linked, LinkState::Linked}).is(FileCaseKind::Candidate));
    BOOST_TEST(caseWith({LinkState::Linked, LinkState::Candidate}).is(FileCaseKind::TwoFiles));
    BOOST_TEST(caseWith({LinkState::Linked, LinkState::Candidate}).is(FileCaseKind::Candidate));
    BOOST_TEST(!caseWith({LinkState::Candidate}).is(FileCaseKind::TwoFiles));
    BOOST_TEST(caseWith({LinkState::Candidate}).is(FileCaseKind::Candidate));
}

BOOST_AUTO_TEST_SUITE_END()
