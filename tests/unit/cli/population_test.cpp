#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "hub/cli/population/characters.h"
#include "hub/cli/population/generator.h"
#include "hub/cli/population/slips.h"
#include "hub/core/csv.h"
#include "hub/identity/certificate.h"
#include "hub/identity/check_character.h"
#include "tests/support/failures.h"

using namespace hub::cli::population;
using hub::contract::CertificateKind;
using hub::contract::Sex;
using hub::core::Date;
using hub::core::Error;

namespace {

constexpr std::uint32_t kPeople = 3000;

Population made(std::uint64_t seed, std::uint32_t people, const Rates& rates = {}) {
    return generate({seed, people, rates}, [](std::uint32_t) {});
}

const Population& usual() {
    static const Population population = made(/*seed=*/7, kPeople);
    return population;
}

const Population& faultless() {
    static const Population population = made(/*seed=*/7, kPeople, Rates::none());
    return population;
}

Rates only(Mistake mistake) {
    Rates rates = Rates::none();
    rates.set(mistake, Share{Share::kAlways});
    return rates;
}

std::string peopleCsv(const Population& population) {
    std::ostringstream out;
    writePeople(out, population);
    return out.str();
}

std::string truthCsv(const Population& population) {
    std::ostringstream out;
    writeTruth(out, population);
    return out.str();
}

using Rows = std::vector<std::vector<std::string>>;

Rows rowsOf(const std::string& text) {
    std::istringstream in(text);
    hub::core::CsvReader reader(in);
    hub::core::CsvRow row;
    Rows rows;
    while (true) {
        const auto more = reader.next(row);
        BOOST_REQUIRE(more.ok());
        if (!*more) return rows;
        rows.push_back(row.fields);
    }
}

bool passesTheCheck(const Record& record) {
    const hub::contract::Certificate shown{*record.id_kind, hub::core::Sensitive(hub::core::CertificateNumber{record.id_no})};
    return hub::identity::checkCertificate(shown, kToday).ok();
}

/// Households of a fresh city, whole.
std::vector<Household> city(std::size_t households) {
    const Names names;
    const Places places;
    Draw draw(11);
    Households maker(names, places, 11);
    std::vector<Household> all;
    for (std::size_t i = 0; i < households; ++i) all.push_back(maker.next(draw, 10));
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(population)

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_bytes_and_another_seed_others) {
    const Population again = made(7, kPeople);
    BOOST_TEST((peopleCsv(again) == peopleCsv(usual())));
    BOOST_TEST((truthCsv(again) == truthCsv(usual())));
    BOOST_TEST((peopleCsv(made(8, kPeople)) != peopleCsv(usual())));
}

BOOST_AUTO_TEST_CASE(draws_are_the_same_with_every_standard_library) {
    Draw draw(1);
    std::vector<std::uint64_t> drawn;
    for (int i = 0; i < 5; ++i) drawn.push_back(draw.below(1000));
    BOOST_TEST((drawn == std::vector<std::uint64_t>{528, 462, 930, 246, 384}));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_made_as_often_as_its_rate_says) {
    for (const MistakeInfo& info : mistakes()) {
        const MistakeCount& count = usual().mistakes[static_cast<std::size_t>(info.mistake)];
        const double share = info.usual.of_10k / 10'000.0;
        const double expected = share * static_cast<double>(count.possible);
        const double slack = 4 * std::sqrt(expected * (1 - share)) + 1;
        BOOST_TEST(count.possible > 0, info.name);
        BOOST_TEST(std::abs(static_cast<double>(count.made) - expected) <= slack,
                   info.name << " made " << count.made << " of " << count.possible);
    }
}

BOOST_AUTO_TEST_CASE(every_mistake_can_be_seen_in_the_rows) {
    // Of a seed with a foreigner and a transcribed name among 700 people.
    const std::string right = peopleCsv(made(7, 700, Rates::none()));
    for (const MistakeInfo& info : mistakes()) BOOST_TEST((peopleCsv(made(7, 700, only(info.mistake))) != right), info.name);
}

BOOST_AUTO_TEST_CASE(without_mistakes_every_record_of_a_person_says_the_same) {
    const auto& records = faultless().records;
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (records[i].person != records[i - 1].person) continue;
        BOOST_TEST(records[i].name == records[i - 1].name);
        BOOST_TEST(records[i].birth_date == records[i - 1].birth_date);
        BOOST_TEST(records[i].id_no == records[i - 1].id_no);
        BOOST_TEST(records[i].phone == records[i - 1].phone);
        BOOST_TEST(records[i].address == records[i - 1].address);
        BOOST_TEST((records[i].sex == records[i - 1].sex && !records[i].id_no.empty()));
    }
    for (const MistakeCount& count : faultless().mistakes) BOOST_TEST(count.made == 0U);
}

BOOST_AUTO_TEST_CASE(numbers_pass_the_check_unless_they_were_mistyped) {
    Rates careful;
    for (const Mistake mistake : {Mistake::IdDigitWrong, Mistake::IdDigitsSwapped, Mistake::FullWidthDigits})
        careful.set(mistake, Share{0});
    std::size_t shown = 0;
    for (const Record& record : made(5, kPeople, careful).records) {
        if (!record.id_kind) continue;
        ++shown;
        BOOST_TEST(passesTheCheck(record));
    }
    BOOST_TEST(shown > kPeople);
    for (const Mistake mistake : {Mistake::IdDigitWrong, Mistake::IdDigitsSwapped}) {
        for (const Record& record : made(5, 300, only(mistake)).records) {
            if (record.id_kind == CertificateKind::ResidentId) BOOST_TEST(!passesTheCheck(record));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_check_character_is_that_of_the_standard) {
    BOOST_TEST(hub::identity::checkCharacter("37020219900101001") == '5');
    BOOST_TEST(hub::identity::checkCharacter("37021220150601003") == 'X');
}

BOOST_AUTO_TEST_CASE(no_two_people_have_the_same_number_and_each_tells_birth_date_and_sex) {
    std::map<std::string, std::uint32_t> owner_of;
    for (const Record& record : faultless().records) {
        BOOST_TEST(owner_of.emplace(record.id_no, record.person).first->second == record.person);
        if (record.id_kind != CertificateKind::ResidentId) continue;
        BOOST_TEST(Date::parse(record.id_no.substr(6, 8))->text() == record.birth_date);
        BOOST_TEST(((record.id_no[16] - '0') % 2 == 1) == (record.sex == Sex::Male));
    }
}

BOOST_AUTO_TEST_CASE(the_truth_is_every_pair_of_a_persons_records_sorted_and_nothing_else) {
    const Population& population = usual();
    std::map<std::uint32_t, std::uint64_t> records_of;
    for (const Record& record : population.records) ++records_of[record.person];
    BOOST_TEST(records_of.size() == kPeople);
    std::uint64_t expected = 0;
    for (const auto& [person, count] : records_of) {
        BOOST_TEST((count >= 1 && count <= 5));
        expected += count * (count - 1) / 2;
    }
    Rows pairs = rowsOf(truthCsv(population));
    BOOST_TEST((pairs.front() == std::vector<std::string>{"record_id_a", "record_id_b"}));
    pairs.erase(pairs.begin());
    BOOST_TEST(pairs.size() == expected);
    BOOST_TEST(population.pairs() == expected);
    BOOST_TEST(std::is_sorted(pairs.begin(), pairs.end()));
    BOOST_TEST((std::adjacent_find(pairs.begin(), pairs.end()) == pairs.end()));

    std::vector<std::uint32_t> person_at(population.records.size());
    for (std::size_t i = 0; i < population.records.size(); ++i) person_at[population.row_of[i]] = population.records[i].person;
    const auto personOf = [&](const std::string& id) { return person_at[std::stoul(id.substr(1)) - 1]; };
    for (const auto& pair : pairs) BOOST_TEST((pair[0] < pair[1] && personOf(pair[0]) == personOf(pair[1])));
}

BOOST_AUTO_TEST_CASE(the_rows_hold_what_the_records_hold_and_do_not_stand_in_their_order) {
    const Population& population = usual();
    const Rows rows = rowsOf(peopleCsv(population));
    BOOST_TEST(rows.size() == population.records.size() + 1);
    std::size_t in_place = 0;
    std::set<std::string> local_ids;
    for (std::size_t i = 0; i < population.records.size(); ++i) {
        const Record& record = population.records[i];
        const std::vector<std::string>& row = rows[population.row_of[i] + 1];
        in_place += population.row_of[i] == i ? 1 : 0;
        BOOST_REQUIRE(row.size() == 12U);
        BOOST_TEST(std::stoul(row[0].substr(1)) == population.row_of[i] + 1);
        BOOST_TEST(local_ids.insert(row[1] + " " + row[2]).second);
        BOOST_TEST(row[3] == record.name);
        BOOST_TEST(row[4] == (record.sex == Sex::Male ? "1" : "2"));
        BOOST_TEST(row[5] == record.birth_date);
        BOOST_TEST(row[6] == (record.id_kind ? std::string(hub::core::enumName(*record.id_kind)) : std::string()));
        BOOST_TEST(row[7] == record.id_no);
        BOOST_TEST(row[8] == record.phone);
        BOOST_TEST(row[9] == record.address);
        BOOST_TEST(row[6].empty() == row[7].empty());
    }
    BOOST_TEST(in_place < 20U);
}

BOOST_AUTO_TEST_CASE(a_newborn_is_under_its_mothers_name_at_a_hospital_that_has_her) {
    const Population population = made(9, kPeople, only(Mistake::NewbornForm));
    const Rows rows = rowsOf(peopleCsv(population));
    std::size_t newborns = 0;
    std::size_t second_twins = 0;
    for (std::size_t i = 0; i < population.records.size(); ++i) {
        const Record& record = population.records[i];
        const std::vector<std::string>& row = rows[population.row_of[i] + 1];
        BOOST_TEST(record.mother_record.has_value() == (record.birth_order > 0));
        BOOST_TEST(row[10].empty() == !record.mother_record.has_value());
        if (!record.mother_record) continue;
        ++newborns;
        second_twins += record.birth_order == 2 ? 1 : 0;
        const Record& mother = population.records[*record.mother_record];
        BOOST_TEST(row[10] == rows[population.row_of[*record.mother_record] + 1][0]);
        BOOST_TEST(row[11] == std::to_string(record.birth_order));
        BOOST_TEST(record.name.starts_with(mother.name));
        BOOST_TEST(record.name.ends_with(record.sex == Sex::Male ? "子" : "女"));
        BOOST_TEST(record.hospital == mother.hospital);
        BOOST_TEST(record.phone == mother.phone);
        BOOST_TEST((record.id_no.empty() || record.id_no == mother.id_no));
        BOOST_TEST(record.birth_date >= "2015-01-01");
        BOOST_TEST(record.person != mother.person);
    }
    BOOST_TEST(newborns > 50U);
    BOOST_TEST(second_twins > 0U);
}

BOOST_AUTO_TEST_CASE(a_child_on_a_parents_card_keeps_its_own_birth_date) {
    const Population population = made(9, kPeople, only(Mistake::ParentsCard));
    std::size_t borrowed = 0;
    for (const Record& record : population.records) {
        if (record.id_kind != CertificateKind::ResidentId) continue;
        const Date holder = *Date::parse(record.id_no.substr(6, 8));
        if (holder.text() == record.birth_date) continue;
        ++borrowed;
        BOOST_TEST(yearsOn(*Date::parse(record.birth_date), holder) >= 15);
    }
    BOOST_TEST(borrowed == population.mistakes[static_cast<std::size_t>(Mistake::ParentsCard)].made);
}

BOOST_AUTO_TEST_CASE(twins_differ_in_one_character_and_in_the_sequence_of_their_numbers) {
    std::size_t twins = 0;
    std::size_t two_children = 0;
    for (const Household& household : city(5000)) {
        if (household.children.size() != 2) continue;
        ++two_children;
        const Person& one = household.children[0];
        const Person& other = household.children[1];
        if (one.birth_date != other.birth_date || one.name.form != NameForm::Chinese) continue;
        ++twins;
        BOOST_TEST(one.name.surname == other.name.surname);
        BOOST_REQUIRE((one.name.given.size() == 2 && other.name.given.size() == 2));
        BOOST_TEST(((one.name.given[0] == other.name.given[0]) != (one.name.given[1] == other.name.given[1])));
        BOOST_TEST(one.id_no.substr(0, 14) == other.id_no.substr(0, 14));
        BOOST_TEST(one.id_no != other.id_no);
        BOOST_TEST(one.phone == other.phone);
    }
    BOOST_TEST((twins > two_children * 5 / 100 && twins < two_children * 11 / 100), twins << " of " << two_children);
}

BOOST_AUTO_TEST_CASE(families_are_possible_ones) {
    std::size_t transcribed = 0;
    std::size_t foreign = 0;
    for (const Household& household : city(5000)) {
        const Person& mother = *household.mother;
        transcribed += household.father.name.form == NameForm::Transcribed ? 1 : 0;
        foreign += household.father.name.form == NameForm::Foreign ? 1 : 0;
        BOOST_TEST((household.father.sex == Sex::Male && mother.sex == Sex::Female));
        BOOST_TEST(household.children.size() <= 2U);
        for (const Person& child : household.children) {
            BOOST_TEST((child.birth_date < kToday));
            const int mothers_age = yearsOn(child.birth_date, mother.birth_date);
            BOOST_TEST((mothers_age >= 19 && mothers_age <= 46));
            BOOST_TEST(yearsOn(child.birth_date, household.father.birth_date) >= 15);
            if (child.isChild()) BOOST_TEST((child.phone == mother.phone || child.phone == household.father.phone));
        }
    }
    BOOST_TEST(transcribed > 30U);
    BOOST_TEST(foreign > 3U);
}

BOOST_AUTO_TEST_CASE(there_are_as_many_people_as_asked_for_down_to_one) {
    for (const std::uint32_t people : {1U, 2U, 3U, 4U, 5U, 100U}) {
        std::set<std::uint32_t> seen;
        for (const Record& record : made(2, people).records) seen.insert(record.person);
        BOOST_TEST(seen.size() == people);
    }
}

BOOST_AUTO_TEST_CASE(every_character_of_a_name_has_a_sound_and_is_one_of_many) {
    const Names names;
    const Characters characters;
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        for (const int year : {1950, 1985, 2015}) {
            const auto& given = names.givenCharacters(sex, year);
            const std::set<std::string_view> different(given.begin(), given.end());
            BOOST_TEST(different.size() >= 150U);
            BOOST_TEST(different.size() == given.size());
            for (const std::string_view character : given) BOOST_TEST(!characters.soundOf(character).empty(), character);
        }
    }
    BOOST_TEST(characters.soundOf("𬭎") == "hong");
    BOOST_TEST(characters.isRare("𬭎"));
    BOOST_TEST(!characters.isRare("伟"));
    BOOST_TEST(characters.traditional("张伟王一") == "張偉王一");
    BOOST_TEST(names.soundOf("单") == "shan");
    const auto homophones = names.homophonesOf("肖");
    BOOST_TEST((homophones == std::vector<std::string_view>{"萧"}));
}

BOOST_AUTO_TEST_CASE(a_slip_changes_what_it_says_and_stays_in_the_past) {
    Draw draw(1);
    for (int i = 0; i < 200; ++i) {
        const std::string text = "E1234567X";
        const std::string wrong = *withDigitWrong(draw, text);
        const std::string swapped = *withDigitsSwapped(draw, text);
        int differ = 0;
        for (std::size_t at = 0; at < text.size(); ++at) differ += text[at] == wrong[at] ? 0 : 1;
        BOOST_TEST(differ == 1);
        BOOST_TEST((swapped != text && std::is_permutation(swapped.begin(), swapped.end(), text.begin())));
        const Date newest{2025, 12, 31};
        BOOST_TEST((*dayWithDigitWrong(draw, newest) < kToday));
        BOOST_TEST(dayOffByOneYear(draw, newest).text() == "2024-12-31");
        BOOST_TEST(dayOffByOneYear(draw, Date{2024, 2, 29}).day == 28);
    }
    BOOST_TEST(!withDigitWrong(draw, "X").has_value());
    BOOST_TEST(!withDigitsSwapped(draw, "1111").has_value());
    BOOST_TEST(daySwapped(Date{1985, 3, 12})->text() == "1985-12-03");
    BOOST_TEST(daySwapped(Date{1985, 3, 13})->text() == "1958-03-13");
    BOOST_TEST(daySwapped(Date{1985, 3, 3})->text() == "1958-03-03");
    BOOST_TEST(!daySwapped(Date{1988, 3, 13}).has_value());
    BOOST_TEST(!daySwapped(Date{2009, 3, 13}).has_value());
    BOOST_TEST(withWideDigits("37X") == "３７X");
}

BOOST_AUTO_TEST_CASE(a_rates_file_changes_what_it_names_and_refuses_what_is_no_share) {
    const auto rates = hub::core::fromJson<Rates>(R"({"id_digit_wrong": 0, "sex_wrong": 10000})");
    BOOST_REQUIRE(rates.ok());
    BOOST_TEST(rates->of(Mistake::IdDigitWrong).of_10k == 0);
    BOOST_TEST(rates->of(Mistake::SexWrong).of_10k == 10'000);
    BOOST_TEST(rates->of(Mistake::PhoneFormer).of_10k == 2500);
    for (const std::string text : {R"({"sex_wrong": -1})", R"({"sex_wrong": 10001})", R"({"sex_wrong": 0.5})", R"({"sex": 1})", "[]"}) {
        BOOST_TEST(tests::failsWith(hub::core::fromJson<Rates>(text), Error::JsonNotValid));
    }
}

BOOST_AUTO_TEST_SUITE_END()
