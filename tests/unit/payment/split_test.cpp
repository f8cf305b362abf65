#include <functional>
#include <random>
#include <vector>

#include "hub/core/describe.h"
#include "hub/payment/split.h"
#include "tests/support/failures.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using contract::SettlementAmounts;

namespace {

constexpr SplitRules kApart{false};
constexpr SplitRules kInside{true};

/// 182.68 = funds 85.09 + account 60.00 + cash 22.59 + hospital 15.00.
SettlementAmounts example() {
    SettlementAmounts amounts;
    amounts.total = fen(18268);
    amounts.fund = fen(8509);
    amounts.account = fen(6000);
    amounts.cash = fen(2259);
    amounts.hospital_part = fen(1500);
    amounts.mutual_aid = fen(1000);
    amounts.person_part = fen(8259);
    amounts.full_own = fen(1000);
    amounts.over_limit = fen(200);
    amounts.own_first = fen(800);
    amounts.in_scope = fen(16268);
    amounts.funds = {{"310100", "统筹", fen(8000)}, {"330200", "大额", fen(509)}};
    return amounts;
}

SettlementAmounts negated(SettlementAmounts amounts) {
    for (Money* amount : {&amounts.total, &amounts.fund, &amounts.account, &amounts.cash, &amounts.hospital_part, &amounts.mutual_aid})
        *amount = -*amount;
    for (auto* amount : {&amounts.person_part, &amounts.full_own, &amounts.over_limit, &amounts.own_first, &amounts.in_scope})
        if (*amount) *amount = -**amount;
    for (contract::FundPart& fund : amounts.funds) fund.amount = -fund.amount;
    return amounts;
}

std::optional<SplitBreach> after(const std::function<void(SettlementAmounts&)>& change, const SplitRules& rules = kApart) {
    SettlementAmounts amounts = example();
    change(amounts);
    return breachIn(amounts, fen(18268), rules);
}

/// A split that obeys every rule of the region.
SettlementAmounts randomSplit(std::mt19937_64& random, const SplitRules& rules) {
    const auto upTo = [&](std::int64_t most) { return fen(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1))); };
    SettlementAmounts amounts;
    Money fund;
    for (std::uint64_t n = random() % 9; n > 0; --n) {
        amounts.funds.push_back({"kind" + std::to_string(n), "", upTo(1'000'000)});
        fund += amounts.funds.back().amount;
    }
    amounts.account = upTo(100'000);
    amounts.mutual_aid = upTo(amounts.account.fen());
    amounts.cash = upTo(random() % 4 == 0 ? 0 : 100'000);
    amounts.hospital_part = upTo(random() % 4 == 0 ? 100'000 : 0);
    amounts.total = fund + amounts.account + amounts.cash + amounts.hospital_part;
    amounts.fund = rules.fund_includes_account ? fund + amounts.account : fund;
    amounts.person_part = amounts.account + amounts.cash;
    amounts.full_own = upTo(amounts.total.fen());
    amounts.over_limit = upTo((amounts.total - *amounts.full_own).fen());
    amounts.own_first = upTo((amounts.total - *amounts.full_own - *amounts.over_limit).fen());
    amounts.in_scope = amounts.total - *amounts.full_own - *amounts.over_limit - *amounts.own_first;
    return amounts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(splits)

BOOST_AUTO_TEST_CASE(a_split_that_adds_up_breaks_no_rule) {
    BOOST_TEST(!breachIn(example(), fen(18268), kApart));
    SettlementAmounts inside = example();
    inside.fund += inside.account;
    BOOST_TEST(!breachIn(inside, fen(18268), kInside));
    BOOST_TEST((splitOf(inside, kInside) == splitOf(example(), kApart)));
    BOOST_TEST((splitOf(inside, kInside).total() == fen(18268)));
}

BOOST_AUTO_TEST_CASE(a_region_whose_fund_holds_the_account_is_not_read_like_another) {
    BOOST_TEST((breachIn(example(), fen(18268), kInside) == SplitBreach::Parts));
    SettlementAmounts inside = example();
    inside.fund += inside.account;
    BOOST_TEST((breachIn(inside, fen(18268), kApart) == SplitBreach::Parts));
    SettlementAmounts less;  // a fund that is said to hold an account part larger than itself
    less.total = fen(100);
    less.account = fen(100);
    less.fund = fen(99);
    BOOST_TEST((breachIn(less, fen(100), kInside) == SplitBreach::Funds));
}

BOOST_AUTO_TEST_CASE(each_rule_is_broken_by_one_fen) {
    BOOST_TEST((breachIn(example(), fen(18267), kApart) == SplitBreach::Total));
    BOOST_TEST((after([](auto& a) { a.cash = fen(2260); }) == SplitBreach::Parts));
    BOOST_TEST((after([](auto& a) { a.hospital_part = fen(1499); }) == SplitBreach::Parts));
    BOOST_TEST((after([](auto& a) { a.person_part = fen(8258); }) == SplitBreach::PersonPart));
    BOOST_TEST((after([](auto& a) { a.in_scope = fen(16269); }) == SplitBreach::Scope));
    BOOST_TEST((after([](auto& a) { a.funds[1].amount = fen(510); }) == SplitBreach::Funds));
    BOOST_TEST((after([](auto& a) { a.mutual_aid = fen(6001); }) == SplitBreach::MutualAid));
    BOOST_TEST(!after([](auto& a) { a.mutual_aid = fen(6000); }));
}

BOOST_AUTO_TEST_CASE(an_amount_below_zero_is_none_even_where_the_sums_are_right) {
    BOOST_TEST((after([](auto& a) {
                    a.cash = fen(-1);
                    a.account = fen(8260);
                }) == SplitBreach::Sign));
    BOOST_TEST((after([](auto& a) {
                    a.funds[0].amount = fen(-1);
                    a.funds[1].amount = fen(8510);
                }) == SplitBreach::Sign));
}

BOOST_AUTO_TEST_CASE(what_an_insurer_leaves_out_is_not_missed) {
    BOOST_TEST(!after([](auto& a) {
        a.person_part.reset();
        a.in_scope.reset();
        a.funds.clear();
    }));
}

BOOST_AUTO_TEST_CASE(amounts_at_the_end_of_their_range_do_not_overflow) {
    SettlementAmounts amounts;
    amounts.total = amounts.fund = amounts.account = amounts.cash = amounts.hospital_part = fen(Money::kFenMax);
    BOOST_TEST((breachIn(amounts, fen(Money::kFenMax), kApart) == SplitBreach::Parts));
    amounts.funds.assign(9'500, {"310100", "", fen(Money::kFenMax)});
    amounts.account = amounts.cash = amounts.hospital_part = fen(0);
    BOOST_TEST((breachIn(amounts, fen(Money::kFenMax), kApart) == SplitBreach::Funds));
}

BOOST_AUTO_TEST_CASE(a_revocation_gives_back_exactly_what_was_taken) {
    SettlementAmounts back = negated(example());
    BOOST_TEST(!breachInRevocation(back, example()));
    std::swap(back.funds[0], back.funds[1]);
    BOOST_TEST(!breachInRevocation(back, example()));
    back.funds.clear();
    BOOST_TEST(!breachInRevocation(back, example()));
    for (Money SettlementAmounts::*field : {&SettlementAmounts::total, &SettlementAmounts::fund, &SettlementAmounts::account,
                                            &SettlementAmounts::cash, &SettlementAmounts::hospital_part, &SettlementAmounts::mutual_aid}) {
        SettlementAmounts other = negated(example());
        other.*field += fen(1);
        BOOST_TEST((breachInRevocation(other, example()) == SplitBreach::Mirror));
    }
    SettlementAmounts other_fund = negated(example());
    other_fund.funds[0].amount += fen(1);
    other_fund.funds[1].amount -= fen(1);
    BOOST_TEST((breachInRevocation(other_fund, example()) == SplitBreach::Mirror));
    BOOST_TEST((breachInRevocation(example(), example()) == SplitBreach::Mirror));
}

BOOST_AUTO_TEST_CASE(of_a_million_random_splits_none_loses_or_makes_a_fen) {
    std::mt19937_64 random(20261129);
    std::int64_t wrong = 0;
    for (int n = 0; n < 1'000'000; ++n) {
        const SplitRules rules{random() % 2 == 0};
        SettlementAmounts amounts = randomSplit(random, rules);
        const Split split = splitOf(amounts, rules);
        wrong += breachIn(amounts, amounts.total, rules).has_value();
        wrong += split.total() != amounts.total || split.cash != amounts.cash;
        wrong += breachInRevocation(negated(amounts), amounts).has_value();
        // One fen more or less in one of the four parts is never overlooked.
        const std::array parts{&amounts.fund, &amounts.account, &amounts.cash, &amounts.hospital_part};
        Money& part = *parts[random() % parts.size()];
        part += fen(random() % 2 == 0 ? 1 : -1);
        // A region's fund that holds the account hides nothing either: then account and fund differ in what is left of the fund.
        wrong += !breachIn(amounts, amounts.total, rules).has_value();
    }
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
