// The bytes of tests/data/trancode over a real socket: what the reference page says is what the simulator says.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The requests of one charset in the order of their numbers.
std::vector<std::filesystem::path> requests(const std::string& charset) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator("tests/data/trancode")) {
        if (entry.path().string().ends_with("." + charset + ".request.xml")) found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// Field by field: the same attributes, and of each tag the same texts in the same order; tags of different names in any order.
void compare(const std::string& place, const Element& got, const Element& wanted) {
    BOOST_TEST(got.text == wanted.text, place);
    BOOST_TEST(got.attributes.size() == wanted.attributes.size(), place);
    for (const auto& attribute : wanted.attributes)
        BOOST_TEST(got.attribute(attribute.name).value_or("(absent)") == attribute.value, place);
    BOOST_TEST(got.children.size() == wanted.children.size(), place);
    for (const Element& child : wanted.children) {
        const auto ours = got.all(child.name);
        const auto theirs = wanted.all(child.name);
        BOOST_REQUIRE_MESSAGE(ours.size() == theirs.size(), place + "/" + child.name);
        const auto index = static_cast<std::size_t>(std::find(theirs.begin(), theirs.end(), &child) - theirs.begin());
        compare(place + "/" + child.name, *ours[index], child);
    }
}

void replay(Hospital& hospital, const std::string& charset) {
    const std::vector<std::filesystem::path> files = requests(charset);
    BOOST_REQUIRE(!files.empty());
    for (const std::filesystem::path& file : files) {
        if (file.string().find("_3001_bills") != std::string::npos) hospital.raiseCharge(100002);
        const Answer answer = Hospital::understood(hospital.post(contentOf(file), "text/xml; charset=" + charset));
        std::string golden = file.string();
        golden.replace(golden.find(".request.xml"), std::string::npos, ".answer.xml");
        const Answer wanted = Hospital::understood(
            {.end = End::Closed, .bytes = {}, .status = 200, .content_type = {}, .body = contentOf(golden), .rest = {}});
        BOOST_REQUIRE_MESSAGE(wanted.response.has_value(), golden);
        BOOST_REQUIRE_MESSAGE(answer.response.has_value(), file.string() + ": " + answer.reply.body);
        BOOST_TEST(answer.reply.content_type == "text/xml; charset=" + charset);
        compare(file.filename().string(), *answer.response, *wanted.response);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(every_utf8_request_gets_the_answer_written_down_for_it) {
    Hospital hospital;
    replay(hospital, "utf-8");
}

BOOST_AUTO_TEST_CASE(names_that_only_gb18030_carries_come_through_a_hospital_that_speaks_it) {
    trancode::TrancodeSettings settings;
    settings.soap.charset = trancode::WireCharset::Gb18030;
    Hospital hospital(settings);
    replay(hospital, "gb18030");
}

BOOST_AUTO_TEST_SUITE_END()
