#include "hub/core/ids.h"

#include <set>

#include "hub/core/executor.h"
#include "tests/support/failures.h"

using namespace hub::core;

namespace {
using CardId = Id<struct CardTag>;
const UtcTime kStart{1'800'000'000'000};
}  // namespace

BOOST_AUTO_TEST_SUITE(ids)

BOOST_AUTO_TEST_CASE(an_id_reads_back_from_its_text_in_either_case) {
    const VirtualExecutor time(kStart);
    SeededIdSource source(time, 7);
    for (int i = 0; i < 1000; ++i) {
        const auto id = source.next<CardId>();
        std::string text = id.text();
        BOOST_REQUIRE(text.size() == 26U);
        BOOST_REQUIRE((*CardId::parse(text) == id));
        for (char& c : text) c = static_cast<char>(std::tolower(c));
        BOOST_REQUIRE((*CardId::parse(text) == id));
    }
}

BOOST_AUTO_TEST_CASE(the_first_48_bits_are_the_milliseconds) {
    const VirtualExecutor time(kStart);
    SeededIdSource source(time, 1);
    const IdBits bits = source.next<CardId>().bits;
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 6; ++i) ms = ms << 8 | bits.bytes[i];
    BOOST_TEST(ms == kStart.ms);
}

BOOST_AUTO_TEST_CASE(letters_that_people_confuse_are_read_as_the_digits_meant) {
    const IdBits one = *IdBits::parse("01000000000000000000000010");
    BOOST_TEST((*IdBits::parse("OI00000000000000000000001o") == one));
    BOOST_TEST((*IdBits::parse("0L0000000000000000000000l0") == one));
}

BOOST_AUTO_TEST_CASE(what_is_no_id_is_refused) {
    for (const char* text : {"", "0", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "U0000000000000000000000000", "0000000000000000000000000U",
                             "000000000000000000000000000", "0000000000000000000000000", "张三张三张三张三000"}) {
        BOOST_TEST(tests::failsWith(CardId::parse(text), Error::IdNotValid), text);
    }
    BOOST_TEST(CardId::parse("7ZZZZZZZZZZZZZZZZZZZZZZZZZ").ok());
}

BOOST_AUTO_TEST_CASE(ids_of_the_system_do_not_repeat) {
    const SystemClock clock;
    SystemIdSource source(clock);
    std::set<CardId> seen;
    for (int i = 0; i < 10'000; ++i) BOOST_REQUIRE(seen.insert(source.next<CardId>()).second);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_ids) {
    const VirtualExecutor time(kStart);
    SeededIdSource a(time, 42);
    SeededIdSource b(time, 42);
    SeededIdSource other(time, 43);
    const auto first = a.next<CardId>();
    BOOST_TEST((first == b.next<CardId>()));
    BOOST_TEST((first != other.next<CardId>()));
}

BOOST_AUTO_TEST_SUITE_END()
