#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"
#include "tests/support/failures.h"

// Group A of the wire checklist: bytes on an MLLP connection. The number in a test's name is the case's.

namespace {

using adapters::codec::mllp::Decoder;
using adapters::codec::mllp::Event;
using adapters::codec::mllp::EventKind;
using hub::core::Error;
using namespace std::string_literals;

constexpr std::size_t kFrameBytesMax = 1000;
const std::string kFirst = "MSH|^~\\&|HIS|A|HUB|B|20260101||ADT^A04|1|P|2.4\rPID|1\r";
const std::string kSecond = "MSH|^~\\&|HIS|A|HUB|B|20260101||ADT^A08|2|P|2.4\rPID|2\r";

std::string framed(const std::string& payload) { return '\x0B' + payload + "\x1C\r"; }

Event frame(const std::string& payload) { return {.kind = EventKind::Frame, .bytes = payload}; }
Event counted(EventKind kind, std::size_t count) { return {.kind = kind, .count = count}; }

using Events = std::vector<Event>;

struct Fed {
    Decoder decoder{kFrameBytesMax};
    Events events;

    Fed& feed(std::string_view bytes) {
        decoder.feed(bytes, events);
        return *this;
    }
    Fed& idle() {
        decoder.idle(events);
        return *this;
    }
    Fed& close() {
        decoder.close(events);
        return *this;
    }
};

/// What the bytes and then a close give. They are also fed cut in two at each offset, and byte by byte: the events must be the same.
Events eventsOf(const std::string& bytes) {
    const Events whole = Fed().feed(bytes).close().events;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const Events parts = Fed().feed(std::string_view(bytes).substr(0, cut)).feed(std::string_view(bytes).substr(cut)).close().events;
        BOOST_TEST_CONTEXT("cut at " << cut) { BOOST_TEST((parts == whole)); }
    }
    Fed single;
    for (const char c : bytes) single.feed({&c, 1});
    BOOST_TEST((single.close().events == whole));
    return whole;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(framing)

BOOST_AUTO_TEST_CASE(case_01_a_frame_gives_exactly_what_stands_between_its_marks) {
    BOOST_TEST((eventsOf(framed(kFirst)) == Events{frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(case_02_fs_without_cr_ends_a_frame_when_the_next_begins_when_the_line_is_idle_and_at_close) {
    const std::string lone = '\x0B' + kFirst + '\x1C';
    BOOST_TEST((eventsOf(lone + framed(kSecond)) == Events{frame(kFirst), frame(kSecond)}));
    BOOST_TEST((eventsOf(lone) == Events{frame(kFirst)}));
    Fed fed;
    fed.feed(lone);
    BOOST_TEST(fed.events.empty());
    BOOST_TEST(fed.decoder.endPending());
    BOOST_TEST((fed.idle().events == Events{frame(kFirst)}));
    BOOST_TEST((fed.feed("\r" + framed(kSecond)).events == Events{frame(kFirst), frame(kSecond)}));
}

BOOST_AUTO_TEST_CASE(case_03_a_line_feed_behind_the_frame_costs_neither_this_frame_nor_the_next) {
    BOOST_TEST((eventsOf(framed(kFirst) + "\n" + framed(kSecond) + "\n") == Events{frame(kFirst), frame(kSecond)}));
    BOOST_TEST((eventsOf('\x0B' + kFirst + "\x1C\n" + framed(kSecond)) == Events{frame(kFirst), frame(kSecond)}));
}

BOOST_AUTO_TEST_CASE(case_04_junk_before_a_frame_is_counted_and_costs_nothing_else) {
    BOOST_TEST((eventsOf("hello" + framed(kFirst)) == Events{counted(EventKind::Junk, 5), frame(kFirst)}));
    BOOST_TEST((eventsOf(framed(kFirst) + "x") == Events{frame(kFirst), counted(EventKind::Junk, 1)}));
}

BOOST_AUTO_TEST_CASE(case_05_junk_with_marks_inside_costs_no_frame_behind_it) {
    const Events expected{counted(EventKind::Junk, 1), counted(EventKind::Junk, 6), frame(kFirst), frame(kSecond)};
    BOOST_TEST((eventsOf("j\x0Bunk\x1Cx" + framed(kFirst) + framed(kSecond)) == expected));
}

BOOST_AUTO_TEST_CASE(case_06_a_byte_order_mark_before_vt_is_skipped_and_one_behind_it_stays) {
    const std::string mark = "\xEF\xBB\xBF";
    BOOST_TEST((eventsOf(mark + framed(kFirst)) == Events{frame(kFirst)}));
    BOOST_TEST((eventsOf(framed(mark + kFirst)) == Events{frame(mark + kFirst)}));
    BOOST_TEST((eventsOf("\xEF\xBBx" + framed(kFirst)) == Events{counted(EventKind::Junk, 3), frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(case_07_frames_in_one_packet_come_out_one_by_one_in_order) {
    BOOST_TEST((eventsOf(framed(kFirst) + framed(kSecond)) == Events{frame(kFirst), frame(kSecond)}));
    BOOST_TEST((eventsOf(framed(kFirst) + framed(kSecond) + framed(kFirst)) == Events{frame(kFirst), frame(kSecond), frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(case_08_a_frame_is_whole_only_with_its_last_byte_wherever_it_is_cut) {
    const std::string bytes = framed(kFirst);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        Fed fed;
        fed.feed(bytes.substr(0, cut));
        BOOST_TEST(fed.events.empty());
        BOOST_TEST(fed.decoder.inFrame() == (cut > 0));
        fed.feed(bytes.substr(cut));
        BOOST_TEST((fed.events == Events{frame(kFirst)}));
        BOOST_TEST(!fed.decoder.inFrame());
    }
}

BOOST_AUTO_TEST_CASE(case_09_fs_and_cr_in_two_packets_end_one_frame) {
    Fed fed;
    fed.feed('\x0B' + kFirst + '\x1C');
    BOOST_TEST(fed.events.empty());
    fed.feed("\r");
    BOOST_TEST((fed.events == Events{frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(case_10_nuls_between_frames_are_skipped) {
    BOOST_TEST((eventsOf(framed(kFirst) + "\0\0\0"s + framed(kSecond)) == Events{frame(kFirst), frame(kSecond)}));
}

BOOST_AUTO_TEST_CASE(case_11_doubled_framing_is_one_frame) {
    BOOST_TEST((eventsOf("\x0B" + framed(kFirst) + "\x1C\r" + framed(kSecond)) == Events{frame(kFirst), frame(kSecond)}));
}

BOOST_AUTO_TEST_CASE(case_12_an_empty_frame_is_a_keep_alive_and_no_message) {
    const Event empty{.kind = EventKind::EmptyFrame};
    BOOST_TEST((eventsOf(framed("")) == Events{empty}));
    BOOST_TEST((eventsOf(framed("\r") + framed(kFirst)) == Events{empty, frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(case_13_vt_inside_a_message_is_data) {
    BOOST_TEST((eventsOf(framed(kFirst + "NTE|a\x0B"
                                         "b\r")) == Events{frame(kFirst + "NTE|a\x0B"
                                                                          "b\r")}));
    BOOST_TEST((eventsOf(framed(kFirst + "NTE|a\x0BMSHx\r")) == Events{frame(kFirst + "NTE|a\x0BMSHx\r")}));
}

BOOST_AUTO_TEST_CASE(case_14_fs_inside_a_message_is_data_unless_what_ends_a_frame_follows) {
    BOOST_TEST((eventsOf(framed(kFirst + "NTE|a\x1C"
                                         "b\r")) == Events{frame(kFirst + "NTE|a\x1C"
                                                                          "b\r")}));
    BOOST_TEST((eventsOf(framed(kFirst + "NTE|\x1C\x1C"
                                         "b\r")) == Events{frame(kFirst + "NTE|\x1C\x1C"
                                                                          "b\r")}));
}

BOOST_AUTO_TEST_CASE(case_15_a_message_without_vt_is_told_apart_from_junk) {
    const Event unframed{.kind = EventKind::Unframed, .bytes = kFirst};
    BOOST_TEST((eventsOf(kFirst) == Events{unframed}));
    BOOST_TEST((eventsOf(kFirst + framed(kSecond)) == Events{unframed, frame(kSecond)}));
    BOOST_TEST((eventsOf(kFirst + "\x1C\r" + framed(kSecond)) == Events{unframed, frame(kSecond)}));
    Fed fed;
    fed.feed(kFirst);
    BOOST_TEST(fed.events.empty());
    BOOST_TEST(!fed.decoder.inFrame());
    BOOST_TEST(fed.decoder.pendingBytes() == kFirst.size());
    BOOST_TEST((fed.idle().events == Events{unframed}));
    BOOST_TEST(fed.decoder.pendingBytes() == 0U);
    BOOST_TEST((eventsOf("MS") == Events{counted(EventKind::Junk, 2)}));
    BOOST_TEST((eventsOf("MSHA") == Events{counted(EventKind::Junk, 4)}));
}

BOOST_AUTO_TEST_CASE(case_16_a_close_inside_a_frame_gives_its_size_and_no_message) {
    BOOST_TEST((eventsOf('\x0B' + kFirst) == Events{counted(EventKind::PartialAtClose, kFirst.size() + 1)}));
    BOOST_TEST((eventsOf("\x0B") == Events{counted(EventKind::PartialAtClose, 1)}));
    Fed fed;
    fed.feed('\x0B' + kFirst).close().feed(framed(kSecond));
    BOOST_TEST((fed.events.back() == frame(kSecond)));
}

BOOST_AUTO_TEST_CASE(case_16_a_message_that_begins_inside_another_is_not_joined_to_it) {
    const std::string half = kFirst.substr(0, 30);
    BOOST_TEST(
        (eventsOf('\x0B' + half + framed(kSecond)) == Events{counted(EventKind::PartialRestarted, half.size() + 1), frame(kSecond)}));
}

BOOST_AUTO_TEST_CASE(case_17_and_18_the_decoder_tells_what_the_timers_of_a_connection_need) {
    Fed fed;
    BOOST_TEST(!fed.decoder.inFrame());
    fed.feed("\x0BMSH");
    BOOST_TEST(fed.decoder.inFrame());
    BOOST_TEST(fed.decoder.pendingBytes() == 3U);
    BOOST_TEST(fed.decoder.bytesFed() == 4U);
    fed.idle();
    BOOST_TEST(fed.events.empty());
    BOOST_TEST(fed.decoder.inFrame());
    fed.feed("|");
    BOOST_TEST(fed.decoder.bytesFed() == 5U);
}

BOOST_AUTO_TEST_CASE(case_19_the_largest_frame_is_whole_and_the_next_larger_is_oversize) {
    const std::string largest = "MSH|" + std::string(kFrameBytesMax - 4, 'x');
    BOOST_TEST((Fed().feed(framed(largest)).events == Events{frame(largest)}));
    const Event oversize{.kind = EventKind::Oversize, .bytes = largest, .count = kFrameBytesMax + 1};
    BOOST_TEST((Fed().feed(framed(largest + "x") + framed(kFirst)).close().events == Events{oversize, frame(kFirst)}));
    BOOST_TEST((Fed().feed('\x0B' + largest + "x").close().events == Events{oversize}));
}

BOOST_AUTO_TEST_CASE(case_19_an_endless_frame_is_not_kept) {
    constexpr std::size_t kHeldMax = kFrameBytesMax + 64 * 1024;
    Fed fed;
    fed.feed("\x0BMSH|");
    for (int i = 0; i < 100; ++i) {
        fed.feed(std::string(100'000, 'x'));
        BOOST_TEST(fed.decoder.pendingBytes() <= kHeldMax);
    }
    BOOST_TEST(fed.events.size() == 1U);
    BOOST_TEST(fed.events[0].bytes.size() <= Decoder::kHeadBytes);
    BOOST_TEST((fed.feed("\x1C\r" + framed(kFirst)).events.back() == frame(kFirst)));
}

BOOST_AUTO_TEST_CASE(case_19_endless_junk_is_not_kept) {
    Fed fed;
    for (int i = 0; i < 100; ++i) fed.feed(std::string(100'000, 'x'));
    BOOST_TEST(fed.decoder.pendingBytes() == 0U);
    BOOST_TEST((fed.feed(framed(kFirst)).events == Events{counted(EventKind::Junk, 10'000'000), frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(case_23_a_message_is_framed_in_one_piece_that_the_decoder_gives_back) {
    const auto bytes = adapters::codec::mllp::frame(kFirst);
    BOOST_REQUIRE(bytes.ok());
    BOOST_TEST(*bytes == framed(kFirst));
    BOOST_TEST((eventsOf(*bytes) == Events{frame(kFirst)}));
}

BOOST_AUTO_TEST_CASE(a_message_with_a_mark_inside_is_not_framed) {
    const auto start = adapters::codec::mllp::frame("MSH|\x0B");
    BOOST_TEST(tests::failsWith(start, Error::MllpPayloadNotFramable));
    BOOST_TEST(start.failure().offset().value() == 4U);
    BOOST_TEST(tests::failsWith(adapters::codec::mllp::frame("\x1C"), Error::MllpPayloadNotFramable));
}

BOOST_AUTO_TEST_CASE(case_24_an_acknowledgement_in_two_packets_is_one_frame) {
    const std::string ack = "MSH|^~\\&|HIS|A|HUB|B|20260101||ACK|9|P|2.4\rMSA|AA|1\r";
    const std::string bytes = framed(ack);
    BOOST_TEST((Fed().feed(bytes.substr(0, 20)).feed(bytes.substr(20)).events == Events{frame(ack)}));
}

BOOST_AUTO_TEST_CASE(case_25_an_unframed_acknowledgement_is_told_as_such) {
    const std::string ack = "MSH|^~\\&|HIS|A|HUB|B|20260101||ACK|9|P|2.4\rMSA|AA|1\r";
    BOOST_TEST((Fed().feed(ack).idle().events == Events{{.kind = EventKind::Unframed, .bytes = ack}}));
}

BOOST_AUTO_TEST_SUITE_END()
