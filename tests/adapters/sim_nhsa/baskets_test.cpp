// Random baskets: whatever is settled comes to its sums, and whatever is revoked leaves nothing behind.
#include <fmt/format.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <optional>
#include <random>
#include <tuple>

#include "adapters/sim/nhsa/insurer.h"
#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;
using hub::core::Result;

namespace {

constexpr std::uint64_t kSeed = 20300102;  // printed by a check that fails
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kBaskets = 4'000;  // what sanitizers look for does not hide in the other 16,000
#else
constexpr int kBaskets = 20'000;
#endif
constexpr int kBasketsAtOnce = 500;
constexpr int kPeople = 24;

class Region {
  public:
    explicit Region(std::uint64_t seed) : random_(seed) {
        settings_ = goodSettings();
        settings_.folder = folder_.path();
        insurer_ = std::make_unique<sim::Insurer>(settings_, clock_);
        for (int i = 0; i < kPeople; ++i) people_.push_back(add(i));
        start_ = balances();
    }

    /// Under one transaction.
    template <class Work>
    void many(const Work& work) {
        BOOST_REQUIRE(insurer_
                          ->inOneGo([&]() -> Result<void> {
                              work();
                              return {};
                          })
                          .ok());
    }

    void basket() {
        const sim::Person& person = people_[draw(0, kPeople - 1)];
        const std::vector<sim::Insurance> insurances = insurer_->people.insurances(person.id);
        sim::Visit visit;
        visit.person_id = person.id;
        visit.insutype = insurances[draw(0, static_cast<int>(insurances.size()) - 1)].insutype;
        visit.hospital = kHospital;
        const char* const types[] = {"11", "11", "13", "14", "21"};
        visit.med_type = types[draw(0, 4)];
        visit.inpatient = sim::isInpatientType(visit.med_type);
        visit = insurer_->visits.open(visit, kArea);
        Money total;
        const int lines = static_cast<int>(draw(1, 4));
        for (int i = 0; i < lines; ++i) total += line(visit, i);

        const bool at_once = draw(0, 9) < 4;
        const auto kept = [&] { return std::pair(balances(), used()); };
        std::optional<decltype(kept())> before;
        if (at_once) before = kept();
        const auto settled = insurer_->settlements.settle({visit, "B", visit.med_type, draw(0, 4) != 0}, total, number("S"), clock_.utc());
        BOOST_REQUIRE_MESSAGE(settled.ok(), fmt::format("seed {} basket {}", kSeed, count_));
        check(*settled, total);
        if (at_once) {
            revoke(*settled);
            BOOST_TEST((kept() == *before), fmt::format("seed {} basket {}", kSeed, count_));
        } else {
            standing_.push_back(settled->id);
        }
        if (draw(0, 19) == 0 && !standing_.empty()) later();
        ++count_;
    }

    void revokeAll() {
        for (const std::int64_t id : standing_) revoke(insurer_->settlements.byId(id));
        standing_.clear();
    }

    bool isAsAtTheStart() {
        const auto all = used();
        return balances() == start_ &&
               std::ranges::all_of(all, [](const auto& one) { return one.second == std::pair<std::int64_t, std::int64_t>(); });
    }

    /// Of every amount over all entries.
    std::vector<std::int64_t> sums() {
        std::vector<std::int64_t> sums(16);
        const std::string text = *insurer_->dump("settlement");
        const auto document = hub::core::JsonDocument::parse(text);
        const auto rows = document->root().member("settlement");
        const char* const names[] = {"amount_fen",      "full_own_fen",   "over_limit_fen", "own_first_fen",     "in_scope_fen",
                                     "hospital_fen",    "deductible_fen", "basic_fen",      "civil_servant_fen", "big_illness_fen",
                                     "medical_aid_fen", "account_fen",    "mutual_aid_fen", "cash_fen"};
        for (std::size_t row = 0; row < rows->size(); ++row) {
            for (std::size_t i = 0; i < std::size(names); ++i) sums[i] += *rows->at(row).member(names[i])->integer();
        }
        entries = rows->size();
        return sums;
    }

    std::size_t entries = 0;

  private:
    std::size_t draw(int from, int to) { return static_cast<std::size_t>(from) + random_() % static_cast<std::uint64_t>(to - from + 1); }
    std::string number(const char* what) { return fmt::format("{}{}", what, ++numbers_); }

    sim::Person add(int i) {
        sim::PersonInput input;
        input.certno = fmt::format("C{:03}", i);
        input.psn_name = fmt::format("测试{:03}", i);
        input.civil_servant = i % 3 == 0;
        input.medical_aid = i % 5 == 0;
        if (i % 4 != 3)
            input.insurances.push_back(
                {0, "310", "11", true, std::string(kArea), Money::fromFen(static_cast<std::int64_t>(draw(0, 2'000'000)))});
        if (i % 4 == 3 || i % 7 == 0) input.insurances.push_back({0, "390", "15", true, std::string(kArea), Money()});
        if (i % 4 == 3) input.relatives = {fmt::format("C{:03}", i - 1), fmt::format("C{:03}", i - 3)};
        if (i % 4 == 2) input.relatives = {fmt::format("C{:03}", i - 2)};
        const Result<sim::Person> person = insurer_->inOneGo([&] { return insurer_->people.add(input); });
        BOOST_REQUIRE(person.ok());
        return *person;
    }

    Money line(const sim::Visit& visit, int i) {
        const std::string_view items[] = {
            kTable, kLimited, kShared, kOwn, kStent, "003301000020000", "XA01AAA000A001010100001", "XB02BBB000B001010100002"};
        sim::NewLine line;
        line.sn = std::to_string(i);
        line.batch = "B";
        line.item = items[draw(0, 7)];
        line.hospital_item = "H";
        line.quantity = static_cast<std::int64_t>(draw(1, 50'000));
        line.price = static_cast<std::int64_t>(draw(0, draw(0, 9) == 0 ? 2'000'000'000 : 300'000'000));
        line.amount = *sim::priceOf(line.price, line.quantity);
        BOOST_REQUIRE(insurer_->charges.add(visit, line, number("L")).ok());
        return line.amount;
    }

    void check(const sim::Settlement& settled, Money total) {
        const sim::Split& split = settled.split;
        const sim::Cover& cover = split.cover;
        Money draws;
        bool good = true;
        for (const sim::Draw& one : split.draws) {
            draws += one.amount;
            good = good && one.amount.isPositive();
        }
        for (const Money part :
             {cover.full_own, cover.over_limit, cover.own_first, cover.in_scope, cover.hospital, split.deductible, split.basic,
              split.civil_servant, split.big_illness, split.medical_aid, split.account, split.mutual_aid, split.cash})
            good = good && !part.isNegative();
        good = good && split.total() == total && cover.full_own + cover.over_limit + cover.own_first + cover.in_scope == total;
        good = good && split.fund() + split.person() + split.hospital() == total && draws == split.account;
        good = good && split.mutual_aid <= split.account && split.fund() <= cover.in_scope;
        const sim::Care care = sim::careOf(settled.med_type);
        const sim::Benefit benefit = *sim::benefitOf(settled.insutype, care);
        const auto [deductible, basic] = used()[{settled.person_id, settled.insutype, std::string(hub::core::enumName(care))}];
        good = good && deductible <= benefit.deductible.fen() && basic <= benefit.ceiling.fen();
        BOOST_TEST(good, fmt::format("seed {} basket {}", kSeed, count_));
    }

    void revoke(const sim::Settlement& settled) {
        const auto revoked = insurer_->settlements.revoke(settled, number("R"));
        BOOST_REQUIRE_MESSAGE(revoked.ok(), fmt::format("seed {} basket {}", kSeed, count_));
        last_revoked_ = revoked->id;
    }

    /// Something older is revoked, and perhaps the revocation too.
    void later() {
        const std::size_t index = draw(0, static_cast<int>(standing_.size()) - 1);
        const std::int64_t id = standing_[index];
        revoke(insurer_->settlements.byId(id));
        const bool restored = draw(0, 1) == 0 && insurer_->settlements.restore(insurer_->settlements.byId(last_revoked_), number("T")).ok();
        if (!restored) standing_.erase(standing_.begin() + static_cast<std::ptrdiff_t>(index));
    }

    std::vector<std::int64_t> balances() {
        std::vector<std::int64_t> all;
        const std::string text = *insurer_->dump("insurance");
        const auto document = hub::core::JsonDocument::parse(text);
        const auto rows = document->root().member("insurance");
        for (std::size_t i = 0; i < rows->size(); ++i) all.push_back(*rows->at(i).member("balance_fen")->integer());
        return all;
    }

    std::map<std::tuple<std::int64_t, std::string, std::string>, std::pair<std::int64_t, std::int64_t>> used() {
        std::map<std::tuple<std::int64_t, std::string, std::string>, std::pair<std::int64_t, std::int64_t>> all;
        const std::string text = *insurer_->dump("year_use");
        const auto document = hub::core::JsonDocument::parse(text);
        const auto rows = document->root().member("year_use");
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const auto row = rows->at(i);
            const std::pair amounts(*row.member("deductible_fen")->integer(), *row.member("basic_fen")->integer());
            if (amounts == std::pair<std::int64_t, std::int64_t>()) continue;
            all[{*row.member("person_id")->integer(), std::string(*row.member("insutype")->string()),
                 std::string(*row.member("care")->string())}] = amounts;
        }
        return all;
    }

    const tests::sim::HandClock clock_;
    const tests::sim::Folder folder_;
    sim::NhsaSettings settings_;
    std::mt19937_64 random_;
    std::unique_ptr<sim::Insurer> insurer_;
    std::vector<sim::Person> people_;
    std::vector<std::int64_t> start_;
    std::vector<std::int64_t> standing_;
    std::int64_t last_revoked_ = 0;
    int numbers_ = 0;
    int count_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(baskets)

BOOST_AUTO_TEST_CASE(twenty_thousand_baskets_come_to_their_sums_and_revoked_leave_nothing_behind) {
    Region region(kSeed);
    for (int done = 0; done < kBaskets; done += kBasketsAtOnce) {
        region.many([&] {
            for (int i = 0; i < kBasketsAtOnce; ++i) region.basket();
        });
    }
    BOOST_TEST(!region.isAsAtTheStart());
    region.many([&] { region.revokeAll(); });
    BOOST_TEST(region.isAsAtTheStart());
    for (const std::int64_t sum : region.sums()) BOOST_TEST(sum == 0);
    BOOST_TEST(region.entries >= 2 * static_cast<std::size_t>(kBaskets));
}

BOOST_AUTO_TEST_CASE(every_answer_comes_to_its_sums_however_it_is_written) {
    constexpr int kOnTheWire = 30;
    for (const bool includes : {false, true}) {
        for (const sim::AmountStyle amounts : {sim::AmountStyle::Text, sim::AmountStyle::Number}) {
            sim::NhsaSettings settings = goodSettings();
            settings.fund_includes_acct = includes;
            settings.amounts = amounts;
            Bench bench(settings);
            std::mt19937_64 random(kSeed);
            const std::pair<std::string_view, std::string_view> people[] = {{kZhao, "310"}, {kQian, "390"}, {kSun, "390"}};
            const std::string_view items[] = {kTable, kLimited, kShared, kOwn, kStent};
            for (int i = 0; i < kOnTheWire; ++i) {
                const auto& [certno, insutype] = people[random() % 3];
                const std::string visit = bench.visit(certno, insutype);
                std::vector<std::string> prices;
                Money total;
                for (std::size_t line = 0; line <= random() % 4; ++line) {
                    const Money price = Money::fromFen(static_cast<std::int64_t>(random() % 50'000));
                    prices.push_back(price.yuan());
                    total += price;
                }
                std::vector<TestLine> lines;
                for (const std::string& price : prices) lines.push_back({items[random() % 5], "1", price, price});
                BOOST_TEST(bench.upload(visit, certno, lines).code == "0");
                const Said settled = bench.ask("2207", bench.settleInput(visit, certno, total.yuan(), insutype), bench.areaTwist(certno));
                BOOST_TEST(settled.code == "0");
                checkSums(settled.output, includes);
                if (random() % 2 == 0) continue;
                const Said revoked = bench.ask("2208", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, certno),
                                               bench.areaTwist(certno));
                BOOST_TEST(revoked.code == "0");
                checkSums(revoked.output, includes);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
