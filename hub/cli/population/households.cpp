#include "hub/cli/population/households.h"

#include <fmt/format.h>

#include <algorithm>

namespace hub::cli::population {

using contract::CertificateKind;
using contract::Sex;
using core::Date;

namespace {

struct Decade {
    int year;
    std::uint32_t weight;
};

/// When the mothers of today's households were born; the young ones count more, since they come to hospitals with children.
constexpr Decade kMothersBorn[] = {{1930, 2}, {1940, 5}, {1950, 11}, {1960, 17}, {1970, 18}, {1980, 25}, {1990, 22}};

constexpr std::string_view kPhonePrefixes[] = {"130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152",
                                               "153", "155", "156", "157", "158", "159", "166", "173", "175", "176", "177", "178",
                                               "180", "181", "182", "183", "185", "186", "187", "188", "189", "191", "198", "199"};

constexpr std::uint64_t kTwinsOf100 = 8;
constexpr std::uint64_t kSecondChildWithMothersSurnameOf100 = 5;
constexpr std::uint64_t kMotherUsesFathersPhoneOf100 = 10;
constexpr std::uint64_t kChildHasMothersPhoneOf100 = 65;

NameForm formOf(Draw& draw) {
    const std::uint64_t drawn = draw.below(1000);
    return drawn < 3 ? NameForm::Foreign : drawn < 18 ? NameForm::Transcribed : NameForm::Chinese;
}

/// 30 of 100 families have none, 45 one, 25 two.
int childrenWanted(Draw& draw) {
    const std::uint64_t drawn = draw.below(100);
    return drawn < 30 ? 0 : drawn < 75 ? 1 : 2;
}

Sex sexOf(Draw& draw) { return draw.below(1000) < 512 ? Sex::Male : Sex::Female; }

}  // namespace

Households::Households(const Names& names, const Places& places, std::uint64_t seed) : names_(names), places_(places), ids_(seed) {
    for (const Decade& decade : kMothersBorn) mothers_born_.add(decade.weight);
}

Date Households::dayIn(Draw& draw, int year) const {
    constexpr int kDaysOfMonth[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int day = draw.between(1, leap ? 366 : 365);
    int month = 1;
    while (true) {
        const int days = kDaysOfMonth[month - 1] + (month == 2 && leap ? 1 : 0);
        if (day <= days) return Date{static_cast<std::int16_t>(year), static_cast<std::int8_t>(month), static_cast<std::int8_t>(day)};
        day -= days;
        ++month;
    }
}

std::string Households::phone(Draw& draw) const {
    const std::string_view prefix = draw.of(kPhonePrefixes);
    return fmt::format("{}{:08}", prefix, draw.between(1, 99'999'999));  // never the placeholder 13800000000
}

void Households::giveId(Draw& draw, Person& person, NameForm form, std::size_t region) {
    if (form == NameForm::Foreign) {
        person.id_kind = CertificateKind::Passport;
        person.id_no = fmt::format("{}{:08}", static_cast<char>('A' + draw.below(26)), draw.below(100'000'000));
        return;
    }
    person.id_no = ids_.next(region, person.birth_date, person.sex);
}

void Households::name(Draw& draw, Person& person, NameForm form, std::string_view surname) const {
    person.name.form = form;
    person.name.surname = surname;
    person.other_name = person.name;
    const int year = person.birth_date.year;
    switch (form) {
        case NameForm::Chinese:
            person.name.given = names_.givenName(draw, person.sex, year);
            do {
                person.other_name.given = names_.givenName(draw, person.sex, year);
            } while (person.other_name.given == person.name.given);
            return;
        case NameForm::Transcribed:
            do {
                person.name.given = {names_.transcribedName(draw, person.sex)};
            } while (person.name.given.front() == surname);
            break;
        case NameForm::Foreign:
            person.name.given = {names_.foreignGivenName(draw, person.sex)};
            break;
    }
    person.other_name = person.name;
}

Person Households::parent(Draw& draw, NameForm form, Sex sex, int birth_year) {
    Person person;
    person.sex = sex;
    person.birth_date = dayIn(draw, birth_year);
    const std::string_view surname = form == NameForm::Chinese       ? names_.surname(draw)
                                     : form == NameForm::Transcribed ? names_.transcribedName(draw, Sex::Male)
                                                                     : names_.foreignSurname(draw);
    name(draw, person, form, surname);
    giveId(draw, person, form, form == NameForm::Transcribed ? places_.xinjiangRegion(draw) : places_.birthRegion(draw));
    person.phone = phone(draw);
    person.former_phone = phone(draw);
    return person;
}

Person Households::child(Draw& draw, const Household& household, Date birth_date, std::size_t region) {
    const Name& fathers = household.father.name;
    const bool second = !household.children.empty();
    const bool mothers_surname = fathers.form == NameForm::Chinese && second && draw.below(100) < kSecondChildWithMothersSurnameOf100;
    Person person;
    person.sex = sexOf(draw);
    person.birth_date = birth_date;
    name(draw, person, fathers.form,
         mothers_surname                         ? household.mother->name.surname
         : fathers.form == NameForm::Transcribed ? fathers.given.front()
                                                 : fathers.surname);
    giveId(draw, person, fathers.form, region);
    const Person& owner = draw.below(100) < kChildHasMothersPhoneOf100 ? *household.mother : household.father;
    person.phone = owner.phone;
    person.former_phone = owner.former_phone;
    if (!person.isChild()) {
        person.phone = phone(draw);
        person.former_phone = owner.phone;
    }
    return person;
}

void Households::makeTwins(Draw& draw, Person& first, Person& second) const {
    second.phone = first.phone;
    second.former_phone = first.former_phone;
    if (first.name.form != NameForm::Chinese) return;
    if (first.name.given.size() == 1) {  // twins share a character
        first.name.given.push_back(names_.givenCharacter(draw, first.sex, first.birth_date.year, first.name.given.front()));
    }
    second.name = first.name;
    std::string_view& differs = second.name.given[static_cast<std::size_t>(draw.below(second.name.given.size()))];
    differs = names_.givenCharacter(draw, second.sex, second.birth_date.year, differs);
}

void Households::addChildren(Draw& draw, Household& household) {
    const int wanted = childrenWanted(draw);
    const bool twins = wanted == 2 && draw.below(100) < kTwinsOf100;
    const std::size_t region = places_.localRegion(draw);
    // Mothers are 20 to 38, most often 26 to 29, and the second child comes one to eight years later.
    int year = household.mother->birth_date.year + draw.between(20, 29) + draw.between(0, 9);
    for (int i = 0; i < wanted; ++i) {
        if (twins && i == 1) {
            Person second = child(draw, household, household.children.front().birth_date, region);
            makeTwins(draw, household.children.front(), second);
            household.children.push_back(std::move(second));
            return;
        }
        if (i == 1) year += draw.between(1, 8);
        if (year >= kToday.year) return;
        household.children.push_back(child(draw, household, dayIn(draw, year), region));
    }
}

Household Households::next(Draw& draw, std::size_t people_max) {
    HUB_ASSERT(people_max > 0);
    const NameForm form = formOf(draw);
    const int mother_born = kMothersBorn[draw.among(mothers_born_)].year + draw.between(0, 9);
    Household household;
    household.father = parent(draw, form, Sex::Male, mother_born + draw.between(-6, 3));
    household.mother = parent(draw, form, Sex::Female, mother_born);
    if (draw.below(100) < kMotherUsesFathersPhoneOf100) {
        household.mother->phone = household.father.phone;
        household.mother->former_phone = household.father.former_phone;
    }
    household.address = places_.address(draw);
    household.former_address = places_.address(draw);
    addChildren(draw, household);

    household.children.resize(std::min(household.children.size(), people_max - std::min<std::size_t>(people_max, 2)));
    if (people_max == 1) household.mother.reset();
    return household;
}

}  // namespace hub::cli::population
