#include "hub/identity/matching/packed.h"

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "hub/identity/matching/blocks.h"
#include "tests/unit/identity_matching/generated.h"

using namespace tests::matching;

namespace {

constexpr std::uint64_t kSecret = 0x0123456789abcdefULL;

const Packer& packer() {
    static const Packer kPacker{PackKey(kSecret)};
    return kPacker;
}

PackedRecord packed(const MatchRecord& record) { return packer().pack(featureReader().read(record)); }

std::string levelOf(Field field, const Levels& levels) { return std::string(core::enumName(levels[static_cast<std::size_t>(field)])); }

std::string levelOf(Field field, const MatchRecord& one, const MatchRecord& other) {
    return levelOf(field, comparePacked(packed(one), packed(other)));
}

std::string nameLevel(const std::string& one, const std::string& other) {
    return levelOf(Field::Name, record(one, "", 'x'), record(other, "", 'x'));
}

/// How often packed records of generated people say what whole records say.
struct Agreement {
    std::array<std::size_t, kFields> same{};
    std::size_t pairs = 0;
    std::size_t same_for_different = 0;
    std::size_t unsymmetric = 0;

    double share(Field field) const { return static_cast<double>(same[static_cast<std::size_t>(field)]) / static_cast<double>(pairs); }
    double share() const {
        double sum = 0;
        for (const std::size_t one : same) sum += static_cast<double>(one);
        return sum / static_cast<double>(pairs * kFields);
    }
    void add(const Features& one, const Features& other) {
        const Levels whole = compareFields(one, other, featureReader().names());
        const PackedRecord small = packer().pack(one);
        const PackedRecord other_small = packer().pack(other);
        const Levels levels = comparePacked(small, other_small);
        ++pairs;
        unsymmetric += levels == comparePacked(other_small, small) ? 0 : 1;
        for (std::size_t i = 0; i < kFields; ++i) {
            same[i] += levels[i] == whole[i] ? 1 : 0;
            same_for_different += levels[i] == Level::Same && whole[i] == Level::Different ? 1 : 0;
        }
    }
};

void check(const Agreement& agreement) {
    for (const auto& [field, name] : enumNames(Field())) BOOST_TEST_MESSAGE(name << " " << agreement.share(field));
    BOOST_TEST(agreement.pairs > 2000);
    BOOST_TEST(agreement.share() >= 0.97);
    BOOST_TEST(agreement.same_for_different == 0);
    BOOST_TEST(agreement.unsymmetric == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(packed_record)

BOOST_AUTO_TEST_CASE(records_of_one_person_compare_packed_as_they_do_whole) {
    const Generated& people = generated();
    Agreement agreement;
    for (std::size_t i = 1; i < people.records.size(); ++i) {
        for (std::size_t j = i; j > 0 && people.person[j - 1] == people.person[i]; --j)
            agreement.add(people.records[j - 1], people.records[i]);
    }
    check(agreement);
}

BOOST_AUTO_TEST_CASE(records_of_two_people_of_one_block_compare_packed_as_they_do_whole) {
    const Generated& people = generated();
    const Population population(people.records);
    Agreement agreement;
    for (const auto& [one, other] : candidatesOf(population, 60).pairs) {
        if (people.person[one] != people.person[other]) agreement.add(people.records[one], people.records[other]);
    }
    check(agreement);
}

BOOST_AUTO_TEST_CASE(records_of_two_people_at_random_compare_packed_as_they_do_whole) {
    const Generated& people = generated();
    Agreement agreement;
    for (std::size_t i = 0; i + 1000 < people.records.size(); ++i) agreement.add(people.records[i], people.records[i + 1000]);
    check(agreement);
}

BOOST_AUTO_TEST_CASE(names_keep_their_levels) {
    BOOST_TEST(nameLevel("宋晓岚", "宋晓岚") == "same");
    BOOST_TEST(nameLevel("宋晓岚", "宋小岚") == "same_sound");
    BOOST_TEST(nameLevel("宋晓岚", "song xiaolan") == "same_sound");
    BOOST_TEST(nameLevel("宋晓岚", "宋晓南") == "fuzzy");
    BOOST_TEST(nameLevel("宋晓岚", "宋晓峰") == "one_off");
    BOOST_TEST(nameLevel("宋晓岚", "宋晓?") == "one_off");
    BOOST_TEST(nameLevel("宋晓?", "宋晓?") == "one_off");
    BOOST_TEST(nameLevel("宋晓岚", "宋岚") == "one_off");
    BOOST_TEST(nameLevel("宋晓岚", "王晓岚") == "given_same");
    BOOST_TEST(nameLevel("宋晓岚", "宋大海") == "part_same");
    BOOST_TEST(nameLevel("宋晓岚", "王大海") == "different");
    BOOST_TEST(nameLevel("宋晓岚", "") == "missing");
    BOOST_TEST(nameLevel("阿依古丽·买买提", "阿依古丽买买提") == "same");
    BOOST_TEST(nameLevel("阿依古丽·买买提", "阿依古丽·买买江") == "one_off");
    BOOST_TEST(nameLevel("JOHNSON MARY", "Mary Johnson") == "same");
    BOOST_TEST(nameLevel("JOHNSON MARY", "Mary Jonson") == "slip");
    BOOST_TEST(nameLevel("JOHNSON MARY", "Mary Whitfield") == "word_same");
    BOOST_TEST(nameLevel("JOHNSON MARY", "Peter Whitfield") == "different");
}

BOOST_AUTO_TEST_CASE(a_newborns_form_says_nothing_of_the_childs_name) {
    BOOST_TEST(nameLevel("王芳之子", "王芳") == "missing");
    BOOST_TEST(nameLevel("王芳之子", "王芳之子") == "same");
}

BOOST_AUTO_TEST_CASE(numbers_and_dates_keep_their_levels) {
    const std::string id = idNumber("37020219900101001");
    const auto ids = [&](const std::string& other) {
        return levelOf(Field::Id, record("宋晓岚", "1990-01-01", 'm', id), record("宋晓岚", "1990-01-01", 'm', other));
    };
    BOOST_TEST(ids(id) == "same");
    BOOST_TEST(ids("") == "missing");
    BOOST_TEST(ids(idNumber("37020319900101003")) == "different");
    BOOST_TEST(ids("370212" + id.substr(6)) == "one_off");
    const auto phones = [](const std::string& one, const std::string& other) {
        return levelOf(Field::Phone, record("", "", 'x', "", one), record("", "", 'x', "", other));
    };
    BOOST_TEST(phones("13712340001", "13712340001") == "same");
    BOOST_TEST(phones("13712340001", "13712340002") == "one_off");
    BOOST_TEST(phones("13712340001", "13712340102") == "swapped");
    BOOST_TEST(phones("13712340001", "13956789999") == "different");
    const auto dates = [](const std::string& one, const std::string& other) {
        return levelOf(Field::BirthDate, record("", one, 'x'), record("", other, 'x'));
    };
    BOOST_TEST(dates("1850-01-01", "1850-01-01") == "same");
    BOOST_TEST(dates("2199-12-31", "2199-12-31") == "same");
    BOOST_TEST(dates("1850-01-01", "2199-12-31") == "different");
    BOOST_TEST(dates("1990-02-03", "1990-03-02") == "swapped");
    BOOST_TEST(dates("1990-02-03", "") == "missing");
}

BOOST_AUTO_TEST_CASE(bytes_give_back_the_record_and_are_the_same_on_every_machine) {
    const PackedRecord small =
        packed(record("宋晓岚", "1990-03-04", 'f', idNumber("37020219900304004"), "13712340001", "测试市示例区海滨路12号"));
    const PackedRecord::Bytes bytes = small.toBytes();
    const auto back = PackedRecord::fromBytes(bytes);
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST((*back == small));
    BOOST_TEST(bytes[60] == 1U);  // the layout
    std::uint64_t digest = 0;
    for (const std::uint8_t byte : bytes) digest = hashOf(digest, byte);
    BOOST_TEST(digest == 9299180446275041740U);
}

BOOST_AUTO_TEST_CASE(bytes_of_another_layout_or_of_no_record_are_refused) {
    PackedRecord::Bytes bytes = packed(record("宋晓岚", "", 'f')).toBytes();
    BOOST_TEST(PackedRecord::fromBytes(bytes).has_value());
    bytes[60] = 2;
    BOOST_TEST(!PackedRecord::fromBytes(bytes).has_value());
    BOOST_TEST(!PackedRecord::fromBytes(PackedRecord::Bytes{}).has_value());
}

BOOST_AUTO_TEST_CASE(another_secret_makes_other_hashes_of_everything_a_person_is_known_by) {
    const MatchRecord one = record("宋晓岚", "1990-03-04", 'f', idNumber("37020219900304004"), "13712340001", "测试市示例区海滨路12号");
    const PackedRecord small = packed(one);
    const PackedRecord other = Packer{PackKey(kSecret + 1)}.pack(featureReader().read(one));
    BOOST_TEST(small.name != other.name);
    BOOST_TEST(small.id != other.id);
    BOOST_TEST(small.phone != other.phone);
    BOOST_TEST(small.address != other.address);
    BOOST_TEST((small.pieces != other.pieces));
    BOOST_TEST((small.sounds != other.sounds));
}

BOOST_AUTO_TEST_CASE(each_syllable_has_a_sound_of_its_own_and_those_that_are_fuzzily_one_share_its_upper_bits) {
    const PackKey key(kSecret);
    std::set<std::uint16_t> sounds;
    std::map<Syllable, std::uint16_t> groups;
    std::set<std::uint16_t> fuzzy;
    for (Syllable syllable = 1; syllable <= kSyllables; ++syllable) {
        sounds.insert(key.soundOf(syllable));
        fuzzy.insert(fuzzySound(key.soundOf(syllable)));
        const auto [group, first] = groups.emplace(fuzzySyllable(syllable), fuzzySound(key.soundOf(syllable)));
        BOOST_TEST(group->second == fuzzySound(key.soundOf(syllable)));
        BOOST_TEST(fuzzySound(key.soundOf(syllable)) != 0U);
    }
    BOOST_TEST(sounds.size() == std::size_t{kSyllables});
    BOOST_TEST(fuzzy.size() == groups.size());
    BOOST_TEST(key.soundOf(0) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
