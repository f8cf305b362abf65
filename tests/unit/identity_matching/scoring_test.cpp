// The cases a region is judged by: who must become one, who never, and what a person is asked.
#include "tests/support/failures.h"
#include "tests/unit/identity_matching/people.h"

using namespace tests::matching;

namespace {

std::string band(const MatchRecord& one, const MatchRecord& other) { return std::string(core::enumName(scoreOf(one, other).band)); }

const std::string kHome = "测试市示例区海滨路12号3单元401";
const std::string kPhone = "13712340001";
const std::string kId = idNumber("37020219900101001");

}  // namespace

BOOST_AUTO_TEST_SUITE(scoring)

BOOST_AUTO_TEST_CASE(the_same_certificate_name_and_day_of_birth_are_one_person) {
    BOOST_TEST(band(record("宋晓岚", "1990-01-01", 'm', kId), record("宋晓岚", "1990-01-01", 'm', kId)) == "link");
    BOOST_TEST(band(record("宋晓岚", "1990-01-01", 'm', kId), record("宋小岚", "1990-01-01", 'm', kId.substr(0, 6) + kId.substr(8, 9))) ==
               "link");
}

BOOST_AUTO_TEST_CASE(a_rare_name_and_a_day_of_birth_are_enough_with_a_telephone_and_a_name_alone_is_not) {
    BOOST_TEST(band(record("宋晓岚", "1990-03-04", 'f', "", kPhone), record("宋晓岚", "1990-03-04", 'f', "", kPhone)) == "link");
    BOOST_TEST(band(record("宋晓岚", "", 'f'), record("宋晓岚", "", 'f')) != "link");
}

BOOST_AUTO_TEST_CASE(two_people_of_one_name_and_birthday_with_two_certificates_are_never_one) {
    const MatchRecord one = record("张伟", "1990-01-01", 'm', kId);
    const MatchRecord other = record("张伟", "1990-01-01", 'm', idNumber("37020319900101003"));
    BOOST_TEST(band(one, other) != "link");
    BOOST_TEST(has(scoreOf(one, other).guards, Guard::TwoIdentities));
}

BOOST_AUTO_TEST_CASE(twins_of_one_home_are_never_linked_by_what_they_share) {
    const MatchRecord one = record("宋晓岚", "2012-05-06", 'f', "", kPhone, kHome);
    const MatchRecord twin = record("宋晓雯", "2012-05-06", 'f', "", kPhone, kHome);
    BOOST_TEST(band(one, twin) != "link");
    BOOST_TEST(has(scoreOf(one, twin).guards, Guard::TwinOrSibling));
    const MatchRecord numbered = record("宋晓岚", "2012-05-06", 'f', idNumber("37020220120506002"), kPhone, kHome);
    const MatchRecord other = record("宋晓雯", "2012-05-06", 'f', idNumber("37020220120506004"), kPhone, kHome);
    BOOST_TEST(band(numbered, other) != "link");
    BOOST_TEST(band(numbered, record("宋晓岚", "2012-05-06", 'f', "", kPhone, kHome)) == "link");
}

BOOST_AUTO_TEST_CASE(twins_stay_two_when_a_name_is_heard_incomplete_or_in_letters) {
    const MatchRecord one = record("彭琪籽", "2016-10-19", 'f', "", kPhone, kHome);
    BOOST_TEST(band(one, record("彭琪子", "2016-10-19", 'm', "", kPhone, kHome)) != "link");
    BOOST_TEST(band(one, record("彭籽", "2016-10-19", 'f', "", kPhone, kHome)) != "link");
    BOOST_TEST(band(one, record("彭琪?", "2016-10-19", 'f', "", kPhone, kHome)) != "link");
    BOOST_TEST(band(one, record("pengzizi", "2016-10-19", 'f', "", kPhone, kHome)) != "link");
    BOOST_TEST(band(one, record("彭琪?", "2016-10-19", 'f', "", "", kHome)) == "review");
}

BOOST_AUTO_TEST_CASE(neighbours_of_one_birthday_are_not_one_for_what_their_numbers_have_in_common) {
    const MatchRecord one = record("宋晓岚", "1990-01-01", 'm', idNumber("37020219900101001"));
    std::string slip = idNumber("37020219900101035");
    slip[17] = slip[17] == '1' ? '2' : '1';  // it does not pass its check
    BOOST_TEST(band(one, record("宋晓峰", "1990-01-01", 'm', slip)) != "link");
    BOOST_TEST((scoreOf(one, record("宋晓峰", "1990-01-01", 'm', slip)).levels[static_cast<std::size_t>(Field::Id)] == Level::Near));
}

BOOST_AUTO_TEST_CASE(another_name_is_never_linked_without_the_same_certificate) {
    std::string slip = kId;
    slip[3] = slip[3] == '9' ? '8' : '9';
    const MatchRecord one = record("宋晓岚", "1990-01-01", 'm', kId);
    BOOST_TEST(band(one, record("宋大海", "1990-01-01", 'm', slip)) == "review");
    BOOST_TEST(has(scoreOf(one, record("宋大海", "1990-01-01", 'm', slip)).guards, Guard::OtherName));
    BOOST_TEST(band(one, record("宋晓岚", "1990-01-01", 'm', slip)) == "link");
}

BOOST_AUTO_TEST_CASE(a_child_on_a_parents_card_is_not_the_parent) {
    const MatchRecord parent = record("宋大海", "1990-01-01", 'm', kId, kPhone, kHome);
    const MatchRecord child = record("宋晓岚", "2016-05-06", 'f', kId, kPhone, kHome);
    BOOST_TEST(band(parent, child) != "link");
    BOOST_TEST(has(scoreOf(parent, child).guards, Guard::BorrowedCard));
    BOOST_TEST(band(record("宋晓岚", "", 'f', kId, kPhone, kHome), parent) != "link");
    // The child's own records are one, whichever card was shown.
    BOOST_TEST(band(child, record("宋晓岚", "2016-05-06", 'f', "", kPhone, kHome)) == "link");
}

BOOST_AUTO_TEST_CASE(a_newborn_is_never_its_mother) {
    const MatchRecord mother = record("王芳", "1990-01-01", 'f', kId, kPhone, kHome);
    const MatchRecord newborn = record("王芳之子", "2020-05-06", 'm', kId, kPhone, kHome);
    BOOST_TEST(band(mother, newborn) == "new");
    BOOST_TEST(has(scoreOf(mother, newborn).guards, Guard::NewbornAndParent));
    BOOST_TEST(band(record("王芳之子", "", 'x', kId, kPhone, kHome), mother) == "new");
}

BOOST_AUTO_TEST_CASE(a_newborn_and_the_child_it_became_are_a_question_for_a_person) {
    const MatchRecord newborn = record("王芳之子", "2020-05-06", 'm', "", kPhone, kHome);
    const MatchRecord child = record("张小明", "2020-05-06", 'm', "", kPhone, kHome);
    BOOST_TEST(band(newborn, child) == "review");
}

BOOST_AUTO_TEST_CASE(newborns_of_one_birth_are_told_apart_by_their_order) {
    MatchRecord first = record("王芳之女", "2020-05-06", 'f', "", kPhone, kHome);
    MatchRecord second = first;
    first.birth_order = 1;
    second.birth_order = 2;
    BOOST_TEST(band(first, second) == "new");
}

BOOST_AUTO_TEST_CASE(parent_and_child_of_one_name_are_kept_apart_by_their_years) {
    const MatchRecord father = record("宋大海", "1960-05-06", 'm', "", kPhone, kHome);
    BOOST_TEST(band(father, record("宋大海", "1988-11-12", 'm', "", kPhone, kHome)) != "link");
}

BOOST_AUTO_TEST_CASE(a_slip_in_one_number_or_date_does_not_part_a_person) {
    std::string slip = kId;
    slip[4] = slip[4] == '9' ? '8' : '9';
    BOOST_TEST(band(record("宋晓岚", "1990-01-01", 'm', kId, kPhone), record("宋晓岚", "1990-01-01", 'm', slip, kPhone)) == "link");
    BOOST_TEST(band(record("宋晓岚", "1990-02-03", 'f', "", kPhone, kHome), record("宋晓岚", "1990-03-02", 'f', "", kPhone, kHome)) ==
               "link");
    BOOST_TEST(band(record("阿依古丽·买买提", "1990-02-03", 'f', "", kPhone), record("阿依古丽•买买提", "1990-02-03", 'f', "", kPhone)) ==
               "link");
}

BOOST_AUTO_TEST_CASE(a_score_is_the_sum_of_what_its_fields_say_and_of_the_prior) {
    const Score score = scoreOf(record("宋晓岚", "1990-01-01", 'm', kId, kPhone, kHome), record("宋晓兰", "1990-01-01", 'm', kId, kPhone));
    Bits sum = score.prior;
    for (const Bits bits : score.bits) sum += bits;
    BOOST_TEST(score.total == sum);
    BOOST_TEST(score.prior < 0);
}

BOOST_AUTO_TEST_SUITE_END()
