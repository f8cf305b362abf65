// The rules, each at both sides of its border, without books.
#include "adapters/sim/nhsa/benefits.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;

namespace {

Money fenOf(std::int64_t fen) { return Money::fromFen(fen); }

sim::Cover inScope(std::int64_t fen) {
    sim::Cover cover;
    cover.amount = cover.in_scope = fenOf(fen);
    return cover;
}

sim::Split split(std::int64_t in_scope_fen, const char* insutype, sim::Care care, sim::YearUse used = {}, const sim::Payer& payer = {}) {
    return sim::splitOf(inScope(in_scope_fen), *sim::benefitOf(insutype, care), used, payer);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(benefits)

BOOST_AUTO_TEST_CASE(half_a_fen_is_rounded_up) {
    BOOST_TEST((sim::shareOf(fenOf(1), 500, 1000) == fenOf(1)));
    BOOST_TEST((sim::shareOf(fenOf(1), 499, 1000) == fenOf(0)));
    BOOST_TEST((sim::shareOf(fenOf(99'999'999'999), 999, 1000) == fenOf(99'900'000'000 - 1)));
    BOOST_TEST((sim::priceOf(333'333, 30'000) == fenOf(100)));  // 0.333333 × 3 = 0.999999
    BOOST_TEST((sim::priceOf(5'000, 10'000) == fenOf(1)));      // 0.005
    BOOST_TEST((sim::priceOf(4'999, 10'000) == fenOf(0)));      // 0.004999
    BOOST_TEST(!sim::priceOf(999'999'999'999'999, 9'999'999'999'999).has_value());
}

BOOST_AUTO_TEST_CASE(a_line_is_parted_by_its_items_level_and_limit) {
    using sim::Level;
    const auto cover = [](const sim::Item& item, std::int64_t amount, std::int64_t quantity) {
        const sim::Cover one = sim::coverOf(item, fenOf(amount), quantity * sim::kQuantityUnit);
        BOOST_TEST((one.full_own + one.over_limit + one.own_first + one.in_scope == one.amount));
        return std::vector<std::int64_t>{one.full_own.fen(), one.over_limit.fen(), one.own_first.fen(), one.in_scope.fen(),
                                         one.hospital.fen()};
    };
    using Parts = std::vector<std::int64_t>;
    const sim::Item limited{"i", Level::First, fenOf(12'000), 0, false};
    BOOST_TEST((cover(limited, 12'000, 1) == Parts{0, 0, 0, 12'000, 0}));
    BOOST_TEST((cover(limited, 12'001, 1) == Parts{0, 1, 0, 12'000, 0}));
    BOOST_TEST((cover(limited, 24'000, 2) == Parts{0, 0, 0, 24'000, 0}));
    BOOST_TEST((cover(limited, 24'001, 2) == Parts{0, 1, 0, 24'000, 0}));
    const sim::Item shared{"i", Level::Second, fenOf(50'000), 200, false};
    BOOST_TEST((cover(shared, 10'000, 1) == Parts{0, 0, 2'000, 8'000, 0}));
    BOOST_TEST((cover(shared, 50'100, 1) == Parts{0, 100, 10'000, 40'000, 0}));
    BOOST_TEST((cover({"i", Level::First, fenOf(0), 500, false}, 10'000, 1) == Parts{0, 0, 0, 10'000, 0}));
    BOOST_TEST((cover({"i", Level::Third, fenOf(100), 500, true}, 10'000, 1) == Parts{10'000, 0, 0, 0, 0}));
    BOOST_TEST((cover({"i", Level::First, fenOf(8'000), 0, true}, 8'500, 1) == Parts{0, 500, 0, 8'000, 500}));
}

BOOST_AUTO_TEST_CASE(the_deductible_is_taken_once_a_year) {
    using sim::Care;
    BOOST_TEST((split(20'000, "310", Care::Outpatient).basic == fenOf(0)));
    const sim::Split past = split(20'100, "310", Care::Outpatient);
    BOOST_TEST((past.deductible == fenOf(20'000)));
    BOOST_TEST((past.basic == fenOf(70)));
    const sim::Split rest = split(20'000, "310", Care::Outpatient, {fenOf(15'000), fenOf(0)});
    BOOST_TEST((rest.deductible == fenOf(5'000)));
    BOOST_TEST((rest.basic == fenOf(10'500)));
    BOOST_TEST((split(20'000, "310", Care::Outpatient, {fenOf(20'000), fenOf(0)}).deductible == fenOf(0)));
    BOOST_TEST((split(20'000, "310", Care::Outpatient, {fenOf(99'999), fenOf(0)}).deductible == fenOf(0)));
    BOOST_TEST((split(5'000, "310", Care::Outpatient).deductible == fenOf(5'000)));
}

BOOST_AUTO_TEST_CASE(ratios_go_by_insurance_and_kind_of_care) {
    using sim::Care;
    const auto basic = [](const char* insutype, Care care) {
        return split(100'000, insutype, care, {fenOf(99'999'999), fenOf(0)}).basic.fen();  // nothing is left of the deductible
    };
    BOOST_TEST(basic("310", Care::Outpatient) == 70'000);
    BOOST_TEST(basic("310", Care::Chronic) == 85'000);
    BOOST_TEST(basic("310", Care::Inpatient) == 90'000);
    BOOST_TEST(basic("390", Care::Outpatient) == 50'000);
    BOOST_TEST(basic("390", Care::Chronic) == 65'000);
    BOOST_TEST(basic("390", Care::Inpatient) == 75'000);
    BOOST_TEST(!sim::benefitOf("340", Care::Outpatient).has_value());
    for (const char* type : {"21", "22", "23", "24", "52"}) BOOST_TEST((sim::careOf(type) == Care::Inpatient), type);
    for (const char* type : {"11", "12", "13", "51", "20", "25"}) BOOST_TEST((sim::careOf(type) == Care::Outpatient), type);
    BOOST_TEST((sim::careOf("14") == Care::Chronic));
}

BOOST_AUTO_TEST_CASE(above_the_ceiling_of_the_year_the_fund_for_big_illness_pays) {
    using sim::Care;
    const auto after = [](std::int64_t used_fen) { return split(10'000, "310", Care::Outpatient, {fenOf(20'000), fenOf(used_fen)}); };
    BOOST_TEST((after(293'000).basic == fenOf(7'000)));  // to the fen of 3000.00
    BOOST_TEST((after(293'000).big_illness == fenOf(0)));
    const sim::Split first_above = after(293'700);
    BOOST_TEST((first_above.basic == fenOf(6'300)));
    BOOST_TEST((first_above.big_illness == fenOf(500)));  // half of the tenth that is left
    BOOST_TEST((after(300'000).basic == fenOf(0)));
    BOOST_TEST((after(300'000).big_illness == fenOf(5'000)));
    BOOST_TEST((after(400'000).basic == fenOf(0)));
    BOOST_TEST((split(10'000, "390", Care::Outpatient, {fenOf(10'000), fenOf(60'000)}).big_illness == fenOf(0)));
    BOOST_TEST((split(10'000, "390", Care::Inpatient, {fenOf(50'000), fenOf(15'000'000)}).big_illness == fenOf(6'000)));
}

BOOST_AUTO_TEST_CASE(supplement_and_aid_pay_parts_of_what_is_left_in_scope) {
    using sim::Care;
    sim::Payer payer;
    payer.civil_servant = true;
    const sim::Split civil = split(30'000, "310", Care::Outpatient, {}, payer);  // 200.00 deductible, 70.00 fund: 230.00 are left
    BOOST_TEST((civil.civil_servant == fenOf(11'500)));
    payer.medical_aid = true;
    const sim::Split both = split(30'000, "310", Care::Outpatient, {}, payer);
    BOOST_TEST((both.medical_aid == fenOf(8'050)));
    BOOST_TEST((both.cash == fenOf(3'450)));
    sim::Cover own;
    own.amount = own.full_own = fenOf(10'000);
    BOOST_TEST((sim::splitOf(own, *sim::benefitOf("310", Care::Outpatient), {}, payer).fund() == fenOf(0)));
}

BOOST_AUTO_TEST_CASE(accounts_give_what_they_have_ones_own_first) {
    using sim::Care;
    sim::Payer payer;
    payer.own = sim::Purse{1, fenOf(6'000)};
    payer.relatives = {{2, fenOf(3'000)}, {3, fenOf(0)}, {4, fenOf(5'000)}};
    const auto paid = [&](std::int64_t amount) { return split(amount, "390", Care::Outpatient, {}, payer); };
    BOOST_TEST((paid(6'000).account == fenOf(6'000)));
    BOOST_TEST((paid(6'000).mutual_aid == fenOf(0)));
    const sim::Split first_fen = paid(6'001);
    BOOST_TEST((first_fen.account == fenOf(6'001)));
    BOOST_TEST((first_fen.mutual_aid == fenOf(1)));
    BOOST_TEST(first_fen.draws.size() == 2);
    payer.relatives.pop_back();
    const sim::Split dry = paid(10'000);
    BOOST_TEST((dry.account == fenOf(9'000)));
    BOOST_TEST((dry.cash == fenOf(1'000)));
    BOOST_TEST(dry.draws.size() == 2);
    payer.own.reset();
    BOOST_TEST((paid(1'000).account == paid(1'000).mutual_aid));
}

BOOST_AUTO_TEST_CASE(what_the_hospital_bears_is_nobody_elses) {
    sim::Cover cover;
    cover.amount = fenOf(8'500);
    cover.over_limit = cover.hospital = fenOf(500);
    cover.in_scope = fenOf(8'000);
    sim::Payer payer;
    payer.own = sim::Purse{1, fenOf(100'000)};
    const sim::Split split = sim::splitOf(cover, *sim::benefitOf("310", sim::Care::Outpatient), {}, payer);
    BOOST_TEST((split.account == fenOf(8'000)));
    BOOST_TEST((split.cash == fenOf(0)));
    BOOST_TEST((split.total() == split.fund() + split.person() + split.hospital()));
}

BOOST_AUTO_TEST_SUITE_END()
