#include "hub/identity/matching/levels.h"
#include "tests/support/failures.h"
#include "tests/unit/identity_matching/people.h"

using namespace tests::matching;

namespace {

std::string names(const std::string& one, const std::string& other) {
    const NameReader& names = featureReader().names();
    const Level level = compareNames(names.read(one), names.read(other), names);
    BOOST_TEST((level == compareNames(names.read(other), names.read(one), names)), one + " and " + other + " the other way round");
    return std::string(core::enumName(level));
}

std::string dates(const std::string& one, const std::string& other) {
    return std::string(core::enumName(compareBirthDates(*core::Date::parse(one), *core::Date::parse(other))));
}

std::string field(Field field, const MatchRecord& one, const MatchRecord& other) {
    const Levels levels = compareFields(featureReader().read(one), featureReader().read(other), featureReader().names());
    return std::string(core::enumName(levels[static_cast<std::size_t>(field)]));
}

std::string ids(const std::string& one, const std::string& other, const std::string& birth = "") {
    return field(Field::Id, record("张三", birth, 'm', one), record("张三", birth, 'm', other));
}
std::string phones(const std::string& one, const std::string& other) {
    return field(Field::Phone, record("张三", "", 'm', "", one), record("张三", "", 'm', "", other));
}
std::string addresses(const std::string& one, const std::string& other) {
    return field(Field::Address, record("张三", "", 'm', "", "", one), record("张三", "", 'm', "", "", other));
}

const std::string kId = idNumber("37020219900101001");

}  // namespace

BOOST_AUTO_TEST_SUITE(levels)

BOOST_AUTO_TEST_CASE(a_han_name_agrees_by_character_by_sound_or_in_part) {
    BOOST_TEST(names("张晓明", "张晓明") == "same");
    BOOST_TEST(names("張曉明", "张晓明") == "same");
    BOOST_TEST(names("张 晓明（复诊）", "张晓明") == "same");
    BOOST_TEST(names("萧晓明", "肖晓明") == "variant");
    BOOST_TEST(names("张晓明", "张小明") == "same_sound");
    BOOST_TEST(names("张晓明", "章晓明") == "same_sound");
    BOOST_TEST(names("林静", "林劲") == "fuzzy");
    BOOST_TEST(names("张晓明", "张晓东") == "one_off");
    BOOST_TEST(names("张三丰", "张三") == "one_off");
    BOOST_TEST(names("张晓?", "张晓明") == "one_off");
    BOOST_TEST(names("张三", "张伟") == "part_same");
    BOOST_TEST(names("张晓明", "王晓明") == "given_same");
    BOOST_TEST(names("张晓明", "王大海") == "different");
    BOOST_TEST(names("张晓明", "") == "missing");
    BOOST_TEST(names("曾伟", "增伟") == "same_sound");
    BOOST_TEST(names("阿依古丽·买买提", "阿依古丽买买提") == "same");
}

BOOST_AUTO_TEST_CASE(a_name_in_letters_agrees_with_its_characters_in_either_order) {
    BOOST_TEST(names("Zhang Xiaoming", "张晓明") == "same_sound");
    BOOST_TEST(names("XIAOMING ZHANG", "张晓明") == "same_sound");
    BOOST_TEST(names("Wei Zhang", "张伟") == "same_sound");
    BOOST_TEST(names("Zhang Weiming", "张晓明") == "one_off");
    BOOST_TEST(names("John Smith", "Smith John") == "same");
    BOOST_TEST(names("John Smith", "John Smyth") == "slip");
    BOOST_TEST(names("John Smith", "John Miller") == "word_same");
    BOOST_TEST(names("John Smith", "Peter Miller") == "different");
    BOOST_TEST(names("John Smith", "John Henry Smith") == "slip");
    BOOST_TEST(names("Jonh Smith", "John Smyth") == "slips");
}

BOOST_AUTO_TEST_CASE(a_date_agrees_whole_swapped_or_in_two_parts) {
    BOOST_TEST(dates("1980-02-03", "1980-02-03") == "same");
    BOOST_TEST(dates("1980-02-03", "1980-03-02") == "swapped");
    BOOST_TEST(dates("1980-02-03", "1980-01-01") == "swapped");
    BOOST_TEST(dates("1978-02-03", "1987-02-03") == "swapped");
    BOOST_TEST(dates("1980-02-03", "1981-02-03") == "near");
    BOOST_TEST(dates("1980-02-03", "1980-02-13") == "one_off");
    BOOST_TEST(dates("1980-02-03", "1990-02-03") == "one_off");
    BOOST_TEST(dates("1980-02-03", "1981-02-04") == "different");
    BOOST_TEST(dates("1980-02-03", "1981-01-01") == "different");
}

BOOST_AUTO_TEST_CASE(two_numbers_that_pass_their_check_are_two_however_alike) {
    BOOST_TEST(ids(kId, kId) == "same");
    std::string slip = kId;
    slip[3] = slip[3] == '9' ? '8' : '9';
    BOOST_TEST(ids(kId, slip) == "one_off");
    std::string slips = slip;
    slips[16] = slips[16] == '9' ? '8' : '9';
    BOOST_TEST(ids(kId, slips) == "swapped");
    slips[8] = slips[8] == '9' ? '8' : '9';
    BOOST_TEST(ids(kId, slips) == "near");
    BOOST_TEST(ids(kId, idNumber("37020219900101003")) == "different");
    BOOST_TEST(ids(kId, "") == "missing");
    BOOST_TEST(ids(kId, kId.substr(0, 6) + kId.substr(8, 9)) == "same");  // the form of before 1999
    BOOST_TEST(ids("37021220150601003X", "37021220150601003x") == "same");
    BOOST_TEST(ids("３７" + kId.substr(2), kId) == "same");
}

BOOST_AUTO_TEST_CASE(a_number_that_names_another_day_of_birth_is_perhaps_not_the_holders) {
    BOOST_TEST(ids(kId, kId, "1990-01-01") == "same");
    BOOST_TEST(ids(kId, kId, "1990-01-10") == "same");  // a slip in one part
    BOOST_TEST(ids(kId, kId, "2018-05-06") == "part_same");
    BOOST_TEST(ids(kId, idNumber("37020219900101003"), "2018-05-06") == "missing");
}

BOOST_AUTO_TEST_CASE(telephones_and_addresses_agree_whole_or_nearly) {
    BOOST_TEST(phones("13900000001", "+86 139-0000-0001") == "same");
    BOOST_TEST(phones("13900000001", "13900000007") == "one_off");
    BOOST_TEST(phones("13900000001", "13900001101") == "one_off");
    BOOST_TEST(phones("13900000001", "13900001102") == "swapped");
    BOOST_TEST(phones("13900000001", "13711110001") == "different");
    BOOST_TEST(phones("13900000001", "") == "missing");
    BOOST_TEST(addresses("测试市示例区海滨路12号3单元401", "测试市 示例区海滨路12号-3单元-401") == "same");
    BOOST_TEST(addresses("测试市示例区海滨路12号3单元401", "测试市示例区海滨路12号3单元402") == "near");
    BOOST_TEST(addresses("测试市示例区海滨路12号3单元401", "测试市示例区海滨路77号6单元1202") == "part_same");
    BOOST_TEST(addresses("测试市示例区海滨路12号3单元401", "别处县山前镇北村7号") == "different");
}

BOOST_AUTO_TEST_SUITE_END()
