#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "adapters/codec/hl7v2/batch.h"
#include "adapters/codec/hl7v2/check.h"
#include "adapters/codec/mllp/frame.h"
#include "tests/support/failures.h"
#include "tests/unit/codec/messages.h"

// The 377 messages of tests/data/hl7v2, which nobody here wrote, and what `codec check` says of files.

namespace {

using adapters::codec::hl7v2::checkFile;
using adapters::codec::hl7v2::CheckReport;
using adapters::codec::hl7v2::rebuild;
using adapters::codec::hl7v2::splitBatch;
using namespace tests::codec;

struct File {
    std::string name;
    std::string bytes;
};

std::vector<File> realFiles() {
    std::vector<File> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/data/hl7v2")) {
        if (entry.path().extension() != ".hl7") continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        files.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>(stream), {}}});
    }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.name < b.name; });
    return files;
}

template <class Take>
std::size_t forEachMessage(Take take) {
    std::size_t count = 0;
    for (const File& file : realFiles()) {
        for (const auto& range : splitBatch(file.bytes).messages) {
            ++count;
            BOOST_TEST_CONTEXT(file.name << " at " << range.begin) { take(std::string(range.of(file.bytes))); }
        }
    }
    return count;
}

CheckReport checked(std::string_view bytes) {
    CheckReport report;
    checkFile("file.hl7", bytes, report);
    BOOST_TEST(report.messages == report.round_trip_exact + report.rejected.size());
    return report;
}

/// The failure whose code begins the reason.
hub::core::Failure named(const std::string& reason) {
    const auto error = hub::core::errorFromCode(reason.substr(0, reason.find(' ')));
    BOOST_REQUIRE(error.has_value());
    return hub::core::Failure{*error, reason};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(real_messages)

BOOST_AUTO_TEST_CASE(all_377_are_written_byte_for_byte_also_after_the_callers_buffer_is_overwritten) {
    const std::size_t count = forEachMessage([](std::string buffer) {
        const std::string bytes = buffer;
        const Message message = parsed(buffer);
        std::fill(buffer.begin(), buffer.end(), '\xFF');
        BOOST_TEST(message.write() == bytes);
        BOOST_TEST(rebuild(message) == bytes);
    });
    BOOST_TEST(count == 377U);
}

BOOST_AUTO_TEST_CASE(setting_one_field_of_any_of_them_changes_only_its_bytes) {
    forEachMessage([](const std::string& bytes) {
        Message message = parsed(bytes);
        const auto old = message.raw("MSH-10");
        BOOST_REQUIRE(old.has_value());
        const auto at = static_cast<std::size_t>(old->data() - message.write().data());
        const std::string expected = bytes.substr(0, at) + "NEW\\T\\1" + bytes.substr(at + old->size());
        BOOST_REQUIRE(message.set("MSH-10", "NEW&1").ok());
        BOOST_TEST(message.write() == expected);
        BOOST_TEST(rebuild(message) == expected);
        BOOST_TEST(textOf(parsed(expected), "MSH-10") == "NEW&1");
    });
}

BOOST_AUTO_TEST_CASE(setting_the_last_field_of_any_segment_leaves_every_other_segment_alone) {
    forEachMessage([](const std::string& bytes) {
        const Message original = parsed(bytes);
        for (std::size_t segment = 1; segment < original.segments(); ++segment) {
            Message message = original;
            const auto fields = static_cast<std::uint32_t>(message.count(segment, {}));
            BOOST_REQUIRE(message.set(segment, {.field = fields + 1}, "张三").ok() != (message.charset() == Charset::Ascii));
            BOOST_REQUIRE(message.set(segment, {.field = fields + 1}, "Z").ok());
            BOOST_REQUIRE(message.segments() == original.segments());
            for (std::size_t other = 0; other < original.segments(); ++other) {
                const std::string expected = std::string(original.segment(other)) + (other == segment ? "|Z" : "");
                BOOST_REQUIRE(message.segment(other) == expected);
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(every_text_of_them_can_be_decoded) {
    forEachMessage([](const std::string& bytes) {
        const Message message = parsed(bytes);
        for (std::size_t segment = 0; segment < message.segments(); ++segment) {
            for (std::uint32_t field = 1; field <= message.count(segment, {}); ++field) {
                BOOST_REQUIRE(message.text(segment, {.field = field}).ok());
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(the_check_finds_all_377_exact) {
    CheckReport report;
    for (const File& file : realFiles()) checkFile(file.name, file.bytes, report);
    BOOST_TEST(report.messages == 377U);
    BOOST_TEST(report.round_trip_exact == 377U);
    BOOST_TEST(report.rejected.empty());
}

BOOST_AUTO_TEST_CASE(the_check_reads_captured_streams_and_batches) {
    const std::string message = withMsh("PID|1||P1\r");
    std::string stream;
    for (int i = 0; i < 3; ++i) stream += *adapters::codec::mllp::frame(message);
    BOOST_TEST(checked(stream).round_trip_exact == 3U);
    BOOST_TEST(checked("\n" + stream).round_trip_exact == 3U);
    BOOST_TEST(checked("FHS|^~\\&\rBHS|^~\\&\r" + message + message + "BTS|2\rFTS|1\r").round_trip_exact == 2U);
    BOOST_TEST(checked(withMsh("NTE|1||a\x0B"
                               "b\r"))
                   .round_trip_exact == 1U);
    BOOST_TEST(checked("MSH|^~\\&|HIS\rPID|1||||" + gb18030("東") + "\r").round_trip_exact == 1U);
}

BOOST_AUTO_TEST_CASE(the_check_counts_what_it_rejects_and_says_where_and_why) {
    const std::string message = withMsh("PID|1\r");
    const CheckReport bad_header = checked(message + "MSH|^^|HIS\r" + message);
    BOOST_TEST(bad_header.messages == 3U);
    BOOST_REQUIRE(bad_header.rejected.size() == 1U);
    BOOST_TEST(bad_header.rejected[0].file == "file.hl7");
    BOOST_TEST(bad_header.rejected[0].offset == message.size() + 5);
    BOOST_TEST(bad_header.rejected[0].reason.starts_with("OC-COD-007 "));

    BOOST_TEST(checked("").messages == 0U);
    BOOST_TEST(checked("\r\n \n").messages == 0U);
    BOOST_TEST(checked("not a message\nat all\n").rejected.size() == 1U);
    BOOST_TEST(checked("junk\n" + message).rejected.size() == 1U);
    const CheckReport torn = checked('\x0B' + message);
    BOOST_REQUIRE(torn.rejected.size() == 1U);
    BOOST_TEST(tests::failsWith(hub::core::Result<void>(named(torn.rejected[0].reason)), hub::core::Error::MllpFrameIncomplete));
}

BOOST_AUTO_TEST_CASE(the_check_lists_no_more_than_its_bound) {
    std::string bytes;
    for (std::size_t i = 0; i < CheckReport::kRejectedListedMax + 1; ++i) bytes += "MSH|^^\r";
    CheckReport report;
    checkFile("file.hl7", bytes, report);
    BOOST_TEST(report.messages == CheckReport::kRejectedListedMax + 1);
    BOOST_TEST(report.round_trip_exact == 0U);
    BOOST_TEST(report.rejected.size() == CheckReport::kRejectedListedMax);
}

BOOST_AUTO_TEST_SUITE_END()
