#include "hub/identity/matching/image.h"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <set>
#include <thread>

#include "hub/identity/matching/blocks.h"
#include "tests/unit/identity_matching/generated.h"

using namespace tests::matching;

namespace {

const PackKey& key() {
    static const PackKey kKey(0x0123456789abcdefULL);
    return kKey;
}

core::IdBits personOf(std::uint32_t number) {
    core::IdBits id;
    for (std::size_t i = 0; i < 4; ++i) id.bytes[i] = static_cast<std::uint8_t>((number + 1) >> (8 * i));
    return id;
}

PackedRecord packed(const MatchRecord& record) { return Packer(key()).pack(featureReader().read(record)); }
PackedRecord packedOf(const std::string& name, const std::string& birth_date) { return packed(record(name, birth_date, 'f')); }

struct Image : MatchImage {
    explicit Image(std::size_t block_max = 1000) : MatchImage(key(), startingWeights(), block_max) {}

    /// Ordinals found, best first.
    std::vector<std::uint32_t> ordinals(const PackedRecord& record, std::size_t most = 8) const {
        std::vector<std::uint32_t> all;
        for (const ImageCandidate& one : find(record, most)) all.push_back(one.ordinal);
        return all;
    }
    bool finds(const PackedRecord& record, std::uint32_t ordinal) const {
        const std::vector<std::uint32_t> all = ordinals(record, 100);
        return std::find(all.begin(), all.end(), ordinal) != all.end();
    }
};

/// The first record of each generated person, ordinal by person.
void fill(MatchImage& image) {
    const Generated& people = generated();
    std::vector<ImageRow> rows;
    for (std::size_t i = 0; i < people.records.size(); ++i) {
        if (people.person[i] == rows.size())
            rows.push_back({people.person[i], personOf(people.person[i]), Packer(key()).pack(people.records[i])});
    }
    MatchImage::Builder builder(image);
    builder.add(rows);
    builder.finish();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(match_image)

BOOST_AUTO_TEST_CASE(another_record_of_a_person_finds_the_person_first) {
    Image image;
    fill(image);
    const Generated& people = generated();
    std::size_t asked = 0;
    std::size_t first = 0;
    std::size_t among = 0;
    for (std::size_t i = 1; i < people.records.size(); ++i) {
        if (people.person[i] != people.person[i - 1]) continue;
        const std::vector<ImageCandidate> found = image.find(people.records[i], 8);
        ++asked;
        first += !found.empty() && found[0].ordinal == people.person[i] ? 1 : 0;
        among += std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.person == personOf(people.person[i]); }) ? 1 : 0;
    }
    BOOST_TEST(asked > 1500U);
    BOOST_TEST(static_cast<double>(first) / static_cast<double>(asked) > 0.98);
    BOOST_TEST(static_cast<double>(among) / static_cast<double>(asked) > 0.99);
}

BOOST_AUTO_TEST_CASE(the_keys_of_the_image_meet_nearly_all_true_pairs_that_all_keys_meet) {
    const Generated& people = generated();
    std::vector<BlockKeys> all;
    std::vector<ImageKeys> few;
    for (const Features& one : people.records) {
        all.push_back(blockKeys(one));
        few.push_back(imageKeys(Packer(key()).pack(one)));
    }
    const auto meet = [](const auto& keys, std::size_t i, std::size_t j) {
        for (std::size_t slot = 0; slot < keys[i].size(); ++slot) {
            if (keys[i][slot] != 0 && keys[i][slot] == keys[j][slot]) return true;
        }
        return false;
    };
    std::size_t by_all = 0;
    std::size_t by_few = 0;
    for (std::size_t i = 1; i < people.records.size(); ++i) {
        for (std::size_t j = i; j > 0 && people.person[j - 1] == people.person[i]; --j) {
            if (!meet(all, i, j - 1)) continue;
            ++by_all;
            by_few += meet(few, i, j - 1) ? 1 : 0;
        }
    }
    BOOST_TEST(static_cast<double>(by_few) / static_cast<double>(by_all) > 0.99);
}

BOOST_AUTO_TEST_CASE(other_weights_are_those_of_the_next_find) {
    Image image;
    fill(image);
    const Features& asked = generated().records.front();
    const Bits before = image.find(asked, 1).at(0).total;
    Weights weights = startingWeights();
    weights.at(Field::Name, Level::Same) -= 3 * kBit;
    image.use(weights);
    BOOST_TEST(image.find(asked, 1).at(0).total == before - 3 * kBit);
}

BOOST_AUTO_TEST_CASE(the_total_is_near_what_the_scorer_says) {
    const Generated& people = generated();
    const Population population(people.records);
    const Scorer scorer(featureReader().names(), startingWeights(), population.prior());
    MatchImage image(key(), startingWeights());
    std::vector<ImageRow> rows;
    for (std::uint32_t i = 0; i < people.records.size(); ++i) rows.push_back({i, personOf(i), Packer(key()).pack(people.records[i])});
    MatchImage::Builder builder(image);
    builder.add(rows);
    builder.finish();
    std::size_t pairs = 0;
    std::size_t near = 0;
    for (std::uint32_t i = 0; i < people.records.size(); i += 3) {
        for (const ImageCandidate& one : image.find(people.records[i], 4)) {
            ++pairs;
            near += std::abs(one.total - scorer.score(population.compared(i), population.compared(one.ordinal)).total) <= 3 * kBit ? 1 : 0;
        }
    }
    BOOST_TEST(static_cast<double>(near) / static_cast<double>(pairs) > 0.9);
}

BOOST_AUTO_TEST_CASE(what_is_added_is_found_before_and_after_it_is_compacted) {
    Image image;
    fill(image);
    const PackedRecord one = packedOf("宋晓岚", "1990-03-04");
    BOOST_TEST(!image.finds(one, 70'000));
    image.add({70'000, personOf(70'000), one});
    BOOST_TEST(image.finds(one, 70'000));
    BOOST_TEST(image.deltaSize() > 0U);
    image.compact();
    BOOST_TEST(image.finds(one, 70'000));
    BOOST_TEST(image.deltaSize() == 0U);
    BOOST_TEST(image.size() == 1501U);
}

BOOST_AUTO_TEST_CASE(what_is_replaced_is_found_by_what_it_is_now) {
    Image image;
    image.add({1, personOf(1), packedOf("宋晓岚", "1990-03-04")});
    image.compact();
    image.replace(1, packedOf("王大海", "1985-06-07"));
    for (int compacted = 0; compacted < 2; ++compacted) {
        BOOST_TEST(image.finds(packedOf("王大海", "1985-06-07"), 1));
        BOOST_TEST(image.find(packedOf("王大海", "1985-06-07"), 1).at(0).person.bytes == personOf(1).bytes);
        image.compact();
    }
    BOOST_TEST(!image.finds(packedOf("宋晓岚", "1990-03-04"), 1));
    BOOST_TEST(image.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_record_is_removed_by_what_it_is_and_whose) {
    Image image;
    const PackedRecord song = packedOf("宋晓岚", "1990-03-04");
    for (const std::uint32_t ordinal : {1U, 2U, 3U}) image.add({ordinal, personOf(ordinal % 2), song});
    image.compact();
    image.add({4, personOf(1), packedOf("王大海", "1985-06-07")});
    BOOST_TEST(!image.remove(personOf(7), song));
    BOOST_TEST(!image.remove(personOf(0), packedOf("王大海", "1985-06-07")));
    BOOST_TEST(image.remove(personOf(1), packedOf("王大海", "1985-06-07")));  // not sorted in yet
    BOOST_TEST(image.remove(personOf(1), song));
    BOOST_TEST(image.size() == 2U);
    BOOST_TEST(image.remove(personOf(1), song));  // of two like it each by one call
    BOOST_TEST(!image.remove(personOf(1), song));
    BOOST_TEST(image.finds(song, 2));
    BOOST_TEST(image.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_removed_is_not_found_and_its_ordinal_may_be_another_persons) {
    Image image;
    const PackedRecord one = packedOf("宋晓岚", "1990-03-04");
    image.add({1, personOf(1), one});
    image.compact();
    image.remove(1);
    BOOST_TEST(!image.finds(one, 1));
    BOOST_TEST(image.size() == 0U);
    image.add({1, personOf(2), one});
    BOOST_TEST(image.find(one, 1).at(0).person.bytes == personOf(2).bytes);
}

BOOST_AUTO_TEST_CASE(a_person_of_several_rows_is_found_once) {
    Image image;
    fill(image);
    const PackedRecord one = packed(record("宋晓岚", "1990-03-04", 'f', "", "13712340001"));
    image.add({2001, personOf(2001), packedOf("宋晓岚", "1990-03-04")});
    image.add({2002, personOf(2001), one});
    BOOST_TEST(image.ordinals(one, 1) == std::vector<std::uint32_t>{2002}, boost::test_tools::per_element());
    BOOST_TEST(!image.finds(one, 2001));
}

BOOST_AUTO_TEST_CASE(a_key_that_more_than_block_max_share_proposes_nobody_and_is_counted) {
    const PackedRecord one = packed(record("", "", 'f', "", "13800000000"));
    for (const std::uint32_t records : {4U, 5U}) {
        for (const bool compacted : {false, true}) {
            Image image(/*block_max=*/4);
            for (std::uint32_t i = 0; i < records; ++i) image.add({i, personOf(i), one});
            if (compacted) image.compact();
            BOOST_TEST(image.find(one, 8).size() == (records == 4 ? 4U : 0U));
            BOOST_TEST(image.blocksPassedOver() == (records == 4 ? 0U : 1U));
        }
    }
}

BOOST_AUTO_TEST_CASE(no_more_are_given_than_asked_for_and_equals_come_by_ordinal) {
    Image image;
    const PackedRecord one = packedOf("宋晓岚", "1990-03-04");
    for (const std::uint32_t i : {3U, 1U, 2U}) image.add({i, personOf(i), one});
    const std::vector<std::uint32_t> two{1, 2};
    BOOST_TEST(image.ordinals(one, 2) == two, boost::test_tools::per_element());
    BOOST_TEST(image.find(one, 0).empty());
    BOOST_TEST(Image().find(one, 8).empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_that_is_written_while_the_image_is_compacted) {
    Image image;
    fill(image);
    std::atomic<bool> done = false;
    std::thread compacting([&] {
        while (!done) image.compact();
    });
    const Generated& people = generated();
    std::size_t missing = 0;
    for (std::uint32_t i = 0; i < 300; ++i) {
        const PackedRecord record = Packer(key()).pack(people.records[i]);
        image.add({2000 + i, personOf(2000 + i), record});
        missing += image.finds(record, 2000 + i) ? 0 : 1;
    }
    done = true;
    compacting.join();
    for (std::uint32_t i = 0; i < 300; ++i) missing += image.finds(Packer(key()).pack(people.records[i]), 2000 + i) ? 0 : 1;
    BOOST_TEST(missing == 0U);
    BOOST_TEST(image.size() == 1800U);
}

BOOST_AUTO_TEST_SUITE_END()
