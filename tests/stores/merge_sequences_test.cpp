#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "tests/stores/merging.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;
using tests::failsWith;
using tests::Merging;

namespace {

constexpr std::size_t kPeople = 12;
constexpr unsigned kSeed = 20261129;
using Names = std::array<std::size_t, kPeople>;

/// What ought to be so, without a database: who is merged into whom.
class Model {
  public:
    std::size_t rootOf(std::size_t one) const {
        for (auto next = into.find(one); next != into.end(); next = into.find(one)) one = next->second;
        return one;
    }
    bool areTogether(std::size_t one, std::size_t other) const { return rootOf(one) == rootOf(other); }
    bool mayMerge(std::size_t subsumed, std::size_t other) const {
        if (into.contains(subsumed) || areTogether(subsumed, other)) return false;
        return std::none_of(apart.begin(), apart.end(), [&](const auto& pair) {
            return (areTogether(pair.first, subsumed) && areTogether(pair.second, other)) ||
                   (areTogether(pair.first, other) && areTogether(pair.second, subsumed));
        });
    }
    Names roots() const {
        Names names{};
        for (std::size_t i = 0; i < kPeople; ++i) names.at(i) = rootOf(i);
        return names;
    }

    std::map<std::size_t, std::size_t> into;
    std::set<std::pair<std::size_t, std::size_t>> apart;  ///< who may never be together
};

template <class Engine>
Names rootsOf(Merging<Engine>& stores, const std::vector<PersonId>& p) {
    Names names{};
    BOOST_REQUIRE(stores.reads
                      .read([&](ReadTransaction& transaction) -> Result<void> {
                          for (std::size_t i = 0; i < kPeople; ++i) {
                              const auto root = stores.merges.rootOf(transaction, p[i]);
                              if (!root.ok()) return root.failure();
                              names.at(i) = static_cast<std::size_t>(std::find(p.begin(), p.end(), *root) - p.begin());
                          }
                          return {};
                      })
                      .ok());
    return names;
}

/// person_merge as the ledger says it must be, in the shape of Merging::mergesDump.
template <class Engine>
void followsFromTheLedger(Merging<Engine>& stores) {
    std::size_t follow = 0;
    BOOST_REQUIRE(stores.reads
                      .read([&](ReadTransaction& transaction) -> Result<void> {
                          const auto folded = stores.merges.foldedAnew(transaction);
                          if (!folded.ok()) return folded.failure();
                          for (const PersonMerge& merge : *folded) {
                              const auto standing = stores.merge_store.find(transaction, merge.subsumed);
                              if (!standing.ok()) return standing.failure();
                              BOOST_REQUIRE((*standing == merge));
                          }
                          follow = folded->size();
                          return {};
                      })
                      .ok());
    BOOST_REQUIRE(stores.standingMerges() == follow);
}

/// Twelve people with files, of whom some may not be together: two with resident IDs, and two pairs that somebody decided about.
template <class Engine>
std::vector<PersonId> twelve(Merging<Engine>& stores, Model& model) {
    const auto holding = [](CertificateKind kind, const std::string& number) {
        return [kind, number](Person& person) { person.details.certificate = Certificate{kind, Sensitive(CertificateNumber{number})}; };
    };
    std::vector<PersonId> p{stores.newPerson(holding(CertificateKind::ResidentId, "370202199001010015")),
                            stores.newPerson(holding(CertificateKind::ResidentId, "370203200002291228")),
                            stores.newPerson(holding(CertificateKind::Passport, "E12345678"))};
    while (p.size() < kPeople) p.push_back(stores.newPerson());
    for (std::size_t i = 0; i < kPeople; ++i) stores.newFile(p[i], i % 2 == 0 ? "h01" : "h02", "P" + std::to_string(i));
    model.apart = {{0, 1}, {3, 4}, {2, 7}};
    for (const auto& [one, other] : {std::pair(3, 4), std::pair(2, 7)}) {
        const ReviewId review = stores.opened(p[static_cast<std::size_t>(one)], p[static_cast<std::size_t>(other)]);
        BOOST_REQUIRE(stores.claim(review, "S1").ok());
        BOOST_REQUIRE(stores.propose(review, Verdict::NotSame, "S1").ok());
    }
    return p;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_merge_sequences)

// Whatever is merged and unmerged, in whatever order: the people's own rows are those of before, byte for byte, nobody is with somebody
// they must not be with, and what stands follows from the ledger.
BOOST_AUTO_TEST_CASE_TEMPLATE(random_merges_and_unmerges_lose_and_mix_nothing, Engine, tests::Engines) {
    BOOST_TEST_MESSAGE("seed " << kSeed);
    Merging<Engine> stores;
    Model model;
    const std::vector<PersonId> p = twelve(stores, model);
    std::mt19937 random(kSeed);
    const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random() % most); };
    std::map<std::size_t, std::string> people_before;  // of each merge that stands
    int merged = 0;
    int refused = 0;
    int unmerged = 0;
    for (int round = 0; round < 160; ++round) {
        const std::size_t one = below(kPeople);
        if (below(5) < 3) {
            const std::size_t other = below(kPeople);
            const bool may = one != other && model.mayMerge(one, other);
            const std::string people = stores.peopleDump();
            const std::string merges = stores.mergesDump();
            const auto done = stores.merge(p[one], p[other]);
            BOOST_REQUIRE(done.ok() == may);
            if (!may) {
                BOOST_TEST(failsWith(done, Error::MergeNotAllowed));
                BOOST_REQUIRE(stores.mergesDump() == merges);
                ++refused;
                continue;
            }
            ++merged;
            if (below(4) == 0) {  // at once undone: also who is merged is as it was, byte for byte
                BOOST_REQUIRE(stores.unmerge(p[one]).ok());
                BOOST_REQUIRE(stores.mergesDump() == merges);
                BOOST_REQUIRE(stores.peopleDump() == people);
                ++unmerged;
            } else {
                model.into[one] = other;
                people_before[one] = people;
            }
        } else {
            const bool may = model.into.erase(one) == 1;
            const auto done = stores.unmerge(p[one]);
            BOOST_REQUIRE(done.ok() == may);
            if (!may) continue;
            BOOST_REQUIRE(stores.peopleDump() == people_before[one]);
            ++unmerged;
        }
        BOOST_REQUIRE((rootsOf(stores, p) == model.roots()));
        followsFromTheLedger(stores);
    }
    BOOST_TEST(merged > 30);
    BOOST_TEST(refused > 20);
    BOOST_TEST(unmerged > 30);
    BOOST_TEST(stores.rows("merge_change") == merged + unmerged);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_order_of_merges_does_not_change_who_ends_up_together, Engine, tests::Engines) {
    BOOST_TEST_MESSAGE("seed " << kSeed);
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(kPeople);
    std::mt19937 random(kSeed);
    std::vector<std::pair<std::size_t, std::size_t>> wanted;
    for (std::size_t i = 1; i < kPeople; ++i) {
        if (random() % 4 != 0) wanted.emplace_back(i, random() % i);
    }
    BOOST_REQUIRE(wanted.size() > kPeople / 2);
    std::optional<Names> roots;
    for (int round = 0; round < 6; ++round) {
        for (const auto& [subsumed, into] : wanted) BOOST_REQUIRE(stores.merge(p[subsumed], p[into]).ok());
        const Names now = rootsOf(stores, p);
        if (!roots) roots = now;
        BOOST_REQUIRE((now == *roots));
        followsFromTheLedger(stores);
        std::shuffle(wanted.begin(), wanted.end(), random);
        for (const auto& [subsumed, into] : wanted) BOOST_REQUIRE(stores.unmerge(p[subsumed]).ok());
        BOOST_REQUIRE(stores.mergesDump().empty());
        std::shuffle(wanted.begin(), wanted.end(), random);
    }
}

// As reviews are decided: pairs, of which nobody says who is to go on. The root is the same as well, since the best of two roots goes on.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_order_of_decisions_changes_neither_who_is_together_nor_who_stands_for_them, Engine, tests::Engines) {
    BOOST_TEST_MESSAGE("seed " << kSeed);
    std::mt19937 random(kSeed);
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(kPeople);
    std::vector<std::pair<std::size_t, std::size_t>> same;
    for (std::size_t i = 0; i < 9; ++i) {
        const std::size_t one = random() % kPeople;
        const std::size_t other = random() % kPeople;
        if (one != other) same.emplace_back(one, other);
    }
    std::optional<Names> roots;
    for (int round = 0; round < 6; ++round) {
        for (const auto& [one, other] : same) {
            BOOST_REQUIRE(stores
                              .inUnit([&, a = one, b = other](Transaction& transaction) -> Result<void> {
                                  const auto joined = stores.merges.join(transaction, p[a], p[b], stores.kReason);
                                  return joined.ok() ? Result<void>() : Result<void>(joined.failure());
                              })
                              .ok());
        }
        const Names now = rootsOf(stores, p);
        if (!roots) roots = now;
        BOOST_REQUIRE((now == *roots));
        followsFromTheLedger(stores);
        for (const PersonId& one : p) {
            if (stores.rootOf(one) != one) BOOST_REQUIRE(stores.unmerge(one).ok());
        }
        BOOST_REQUIRE(stores.mergesDump().empty());
        std::shuffle(same.begin(), same.end(), random);
        for (auto& [one, other] : same) {
            if (random() % 2 == 0) std::swap(one, other);
        }
    }
    BOOST_TEST(std::set<std::size_t>(roots->begin(), roots->end()).size() < kPeople - 4);
}

BOOST_AUTO_TEST_SUITE_END()
