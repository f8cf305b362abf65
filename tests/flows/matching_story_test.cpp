// Who is one and who is two, through the running flows: twins, newborns, borrowed cards, names in other characters, in any order.
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "tests/flows/matching.h"

using namespace hub;
using contract::Sex;
using identity::LinkState;
using identity::PersonId;
using tests::detailsOf;
using tests::Files;
using tests::residentId;

BOOST_FIXTURE_TEST_SUITE(who_is_one, tests::MatchingRegion)

BOOST_AUTO_TEST_CASE(twins_are_two_people_whatever_comes_first) {
    const std::vector<std::vector<std::size_t>> orders{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}};
    const std::vector<std::string> surnames{"沈", "柏", "窦", "岑"};
    for (std::size_t round = 0; round < orders.size(); ++round) {
        const core::Date born{static_cast<std::int16_t>(1990 + 6 * round), static_cast<std::int8_t>(2 + round), 9};
        const std::string own = std::to_string(round);
        const auto twin = [&](const std::string& given, int sequence) {
            const std::string certificate = sequence == 0 ? std::string() : residentId(born, sequence);
            contract::PersonDetails details =
                detailsOf(surnames[round] + given, Sex::Female, born, certificate, "1370000" + own + own + own + own);
            details.address = core::Sensitive("无名市第" + own + "大道十二号");
            return details;
        };
        const std::vector<std::tuple<std::string, std::string, contract::PersonDetails>> files_told{
            {"H1", "one" + own, twin("清妍", 0)},
            {"H1", "other" + own, twin("清婉", 0)},
            {"H2", "one" + own, twin("清妍", 42)},
            {"H2", "other" + own, twin("清婉", 44)}};
        for (const std::size_t i : orders[round]) told(std::get<0>(files_told[i]), std::get<1>(files_told[i]), std::get<2>(files_told[i]));
        askAll();
        for (const char* hospital : {"H1", "H2"}) {
            for (const char* other_hospital : {"H1", "H2"}) {
                const identity::HospitalFile one = fileAt(hospital, "one" + own);
                const identity::HospitalFile other = fileAt(other_hospital, "other" + own);
                const bool both_linked = one.state == LinkState::Linked && other.state == LinkState::Linked;
                BOOST_TEST(!(both_linked && rootOf(one.person) == rootOf(other.person)), "order " << round);
            }
        }
    }
    BOOST_TEST(match_flow.counters().merges == 0U);
}

BOOST_AUTO_TEST_CASE(a_newborn_on_its_mothers_card_is_never_the_mother) {
    const std::string card = residentId({1992, 3, 4}, 22);
    const PersonId mother = verifiedPerson(detailsOf("方静怡", Sex::Female, {1992, 3, 4}, card, "13600002222"));
    const identity::HospitalFile file = told("H1", "N1", detailsOf("方静怡之子", Sex::Male, {2021, 2, 3}, card, "13600002222"));
    askAll();
    BOOST_TEST((file.state == LinkState::Linked));
    BOOST_TEST((rootOf(file.person) != rootOf(mother)));
    BOOST_TEST(!personRow(file.person).details.certificate.has_value());
    BOOST_TEST(pending() == 0U);
}

BOOST_AUTO_TEST_CASE(a_newborn_that_comes_before_its_mother_does_not_take_her_certificate) {
    const std::string card = residentId({1993, 4, 5}, 24);
    contract::PersonDetails newborn = detailsOf("尹若溪之子", Sex::Unknown, {2021, 2, 4}, card);
    newborn.birth_date.reset();  // nothing contradicts that the card is its own
    const identity::HospitalFile file = told("H1", "N2", newborn);
    BOOST_TEST((file.state == LinkState::Linked));
    BOOST_TEST(!personRow(file.person).details.certificate.has_value());
    const PersonId mother = verifiedPerson(detailsOf("尹若溪", Sex::Female, {1993, 4, 5}, card));
    askAll();
    BOOST_TEST((rootOf(file.person) != rootOf(mother)));
    BOOST_TEST(pending() == 0U);
}

BOOST_AUTO_TEST_CASE(newborns_of_one_birth_are_no_question) {
    const PersonId mother = verifiedPerson(detailsOf("方静怡", Sex::Female, {1992, 3, 4}, residentId({1992, 3, 4}, 22), "13600002222"));
    const core::Date today = core::shanghaiDate(clock.utc(), core::Duration(0));
    std::vector<PersonId> children;
    for (const std::int32_t order : {1, 2}) {
        does([&](core::Transaction& transaction) {
            const auto child = newborns.registerNewborn(
                transaction, {core::Sensitive(core::PersonName{"方静怡之女"}), Sex::Female, core::Sensitive(today)}, mother, order,
                {mother, identity::Kinship::Child, "staff"});
            if (child.ok()) children.push_back(child->person.id);
            return child;
        });
    }
    askAll();
    BOOST_TEST(pending() == 0U);
    BOOST_TEST((rootOf(children.at(0)) != rootOf(children.at(1))));
}

BOOST_AUTO_TEST_CASE(a_child_on_a_parents_card_is_never_linked_to_the_parent) {
    const core::Date born{1985, 7, 8};
    const PersonId parent = verifiedPerson(detailsOf("梁建辉", Sex::Male, born, residentId(born, 51), "13500003333"));
    askAll();
    const identity::HospitalFile child =
        told("H1", "K1", detailsOf("梁子轩", Sex::Male, {2016, 1, 2}, residentId(born, 51), "13500003333"));
    BOOST_TEST((child.state == LinkState::Candidate || child.person != parent));
    askAll();
    BOOST_TEST((child.state == LinkState::Candidate || rootOf(child.person) != rootOf(parent)));
    if (child.person != parent) BOOST_TEST(!personRow(child.person).details.certificate.has_value());
}

BOOST_AUTO_TEST_CASE(one_name_and_birthday_with_two_certificates_are_two_people) {
    const core::Date born{1988, 8, 8};
    const identity::HospitalFile first = told("H1", "Z1", detailsOf("张伟", Sex::Male, born, residentId(born, 61)));
    const identity::HospitalFile second = told("H2", "Z1", detailsOf("张伟", Sex::Male, born, residentId(born, 63)));
    askAll();
    const bool both_linked = first.state == LinkState::Linked && second.state == LinkState::Linked;
    BOOST_TEST(!(both_linked && rootOf(first.person) == rootOf(second.person)));
    const PersonId third = verifiedPerson(detailsOf("张伟", Sex::Male, born, residentId(born, 65)));
    askAll();
    for (const identity::HospitalFile& file : {first, second}) BOOST_TEST((rootOf(file.person) != rootOf(third)));
}

BOOST_AUTO_TEST_CASE(surnames_of_two_readings_and_of_two_characters_match) {
    const std::vector<std::tuple<std::string, std::string, bool>> written{
        {"单玉衡", "Shan Yuheng", false}, {"曾玉衡", "Zeng Yuheng", false}, {"仇玉衡", "Qiu Yuheng", false},
        {"解玉衡", "Xie Yuheng", false},  {"区玉衡", "Ou Yuheng", false},   {"查玉衡", "Zha Yuheng", false},
        {"萧玉衡", "肖玉衡", true},       {"阎玉衡", "闫玉衡", true}};
    int number = 0;
    for (const auto& [one, other, certain] : written) {
        ++number;
        // Far from the others, who have the same given name.
        const core::Date born{static_cast<std::int16_t>(1950 + 7 * number), static_cast<std::int8_t>(number),
                              static_cast<std::int8_t>(3 * number)};
        const std::string phone = "13" + std::to_string(100'000'000 + 98'765'431 * number);
        const identity::HospitalFile first = told("H1", "S" + std::to_string(number), detailsOf(one, Sex::Male, born, "", phone));
        const identity::HospitalFile second = told("H2", "S" + std::to_string(number), detailsOf(other, Sex::Male, born, "", phone));
        BOOST_TEST((second.person == first.person), one);
        BOOST_TEST((second.state == LinkState::Linked) == certain, one);
    }
}

BOOST_AUTO_TEST_CASE(the_order_in_which_files_and_people_come_does_not_change_who_is_one) {
    const std::vector<std::string> surnames{"莫", "卓", "鲁", "谭", "邱", "康"};
    for (std::size_t seed = 0; seed < surnames.size(); ++seed) {
        const std::string own = std::to_string(seed);  // each seed has people of its own
        const auto somebody = [&](const std::string& given, int year, int sequence, bool shows_certificate, const std::string& phone) {
            const core::Date born{static_cast<std::int16_t>(year + 3 * static_cast<int>(seed)), static_cast<std::int8_t>(1 + seed), 16};
            return detailsOf(surnames[seed] + given, Sex::Male, born, shows_certificate ? residentId(born, sequence) : std::string(),
                             phone.empty() ? phone : phone + std::string(8, own[0]));
        };
        const contract::PersonDetails known_person = somebody("晓岚", 1962, 71, true, "139");
        const Files files_told{{"H1/w" + own, known_person},
                               {"H2/w" + own, somebody("晓岚", 1962, 71, false, "139")},
                               {"H3/w" + own, known_person},
                               {"H1/l" + own, somebody("思远", 1979, 73, true, "134")},
                               {"H2/l" + own, somebody("思远", 1979, 73, false, "134")},
                               {"H1/x" + own, somebody("清远", 2003, 75, true, "")},
                               {"H2/x" + own, somebody("清远", 2003, 75, true, "")},
                               {"H1/y" + own, somebody("清平", 2003, 77, true, "")},
                               {"H2/y" + own, somebody("清平", 2003, 77, true, "")}};
        const std::set<std::set<std::string>> expected{{"H1/w" + own, "H2/w" + own, "H3/w" + own, "registered"},
                                                       {"H1/l" + own, "H2/l" + own},
                                                       {"H1/x" + own, "H2/x" + own},
                                                       {"H1/y" + own, "H2/y" + own}};
        std::vector<std::string> order{"registered"};
        for (const auto& [place, details] : files_told) order.push_back(place);
        std::mt19937 random(static_cast<unsigned>(seed));
        for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
        std::map<std::string, PersonId> people_registered;
        for (const std::string& what : order) {
            if (what == "registered") {
                people_registered[what] = verifiedPerson(known_person);
            } else {
                told(what.substr(0, what.find('/')), what.substr(what.find('/') + 1), files_told.at(what));
            }
            askAll();
        }
        BOOST_TEST((clusters(files_told, people_registered) == expected), "seed " << seed);
    }
    BOOST_TEST(pending() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
