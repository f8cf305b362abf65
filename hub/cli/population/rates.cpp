#include "hub/cli/population/rates.h"

namespace hub::cli::population {

namespace {

using M = Mistake;

constexpr std::array<MistakeInfo, kMistakes> kTable{{
    {M::SurnameHomophone, "surname_homophone", {100}, "another surname of the same sound"},
    {M::GivenNameHomophone, "given_name_homophone", {350}, "another character of the same sound in the given name"},
    {M::NameChanged, "name_changed", {30}, "the given name before or after an official change"},
    {M::NameTraditional, "name_traditional", {100}, "the name in traditional script"},
    {M::NamePinyin, "name_pinyin", {70}, "the name in pinyin only"},
    {M::NameCharacterDropped, "name_character_dropped", {50}, "one of the given name's two characters is missing"},
    {M::NameCharacterLost, "name_character_lost", {40}, "a question mark in place of a character the charset did not have"},
    {M::NameDecorated, "name_decorated", {80}, "blanks inside the name or a remark after it"},
    {M::MiddleDotVaried, "middle_dot_varied", {2500}, "another middle dot, or none, in a transcribed name"},
    {M::ForeignNameTurned, "foreign_name_turned", {1500}, "given name first in a foreigner's name"},
    {M::ParentsCard, "parents_card", {600}, "a child's record under a parent's certificate"},
    {M::StrangersCard, "strangers_card", {50}, "the certificate of the person before in the queue"},
    {M::AdultWithoutId, "adult_without_id", {1800}, "an adult without a certificate"},
    {M::ChildWithoutId, "child_without_id", {5500}, "a child without a certificate"},
    {M::IdFifteenDigits, "id_fifteen_digits", {200}, "the number of before 1999-10-01, of one old enough to have had it"},
    {M::IdDigitWrong, "id_digit_wrong", {350}, "one wrong digit in the certificate number"},
    {M::IdDigitsSwapped, "id_digits_swapped", {80}, "two neighbouring digits of the certificate number exchanged"},
    {M::IdLowerCaseX, "id_lower_case_x", {1000}, "x for a last X"},
    {M::BirthDateBlank, "birth_date_blank", {100}, "no day of birth"},
    {M::BirthDateNewYear, "birth_date_new_year", {180}, "January 1st of the year of birth"},
    {M::BirthDateSwapped,
     "birth_date_swapped",
     {120},
     "month and day exchanged, or the year's last two digits where that gives no other day"},
    {M::BirthDateDigitWrong, "birth_date_digit_wrong", {100}, "one wrong digit in the day of birth"},
    {M::BirthYearOffByOne, "birth_year_off_by_one", {50}, "the year before or after, by the lunar calendar"},
    {M::PhoneBlank, "phone_blank", {900}, "no telephone"},
    {M::PhonePlaceholder, "phone_placeholder", {200}, "13800000000"},
    {M::PhoneFormer, "phone_former", {2500}, "an earlier telephone"},
    {M::PhoneDigitWrong, "phone_digit_wrong", {200}, "one wrong digit in the telephone"},
    {M::AddressBlank, "address_blank", {2100}, "no address"},
    {M::AddressFormer, "address_former", {1500}, "an earlier address"},
    {M::SexWrong, "sex_wrong", {40}, "the other sex"},
    {M::NewbornForm, "newborn_form", {1000}, "of children born in 2015 or later: first written down under the mother's name"},
    {M::FullWidthDigits, "full_width_digits", {30}, "full-width digits in the certificate number or the telephone"},
}};

}  // namespace

std::span<const MistakeInfo, kMistakes> mistakes() { return kTable; }

Share Rates::of(Mistake mistake) const {
    const auto index = static_cast<std::size_t>(mistake);
    return given_[index].value_or(kTable[index].usual);
}

Rates Rates::none() {
    Rates rates;
    for (const MistakeInfo& info : kTable) rates.set(info.mistake, Share{0});
    return rates;
}

}  // namespace hub::cli::population
