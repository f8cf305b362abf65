// The public messages that nobody here wrote, over MLLP into a running hub, as a lenient and as a strict hospital.
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "adapters/codec/hl7v2/acknowledgement.h"
#include "adapters/codec/hl7v2/batch.h"
#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"
#include "hub/app/commands/commands.h"
#include "tests/e2e/running_hub.h"

namespace {

using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::AckModes;
using adapters::codec::hl7v2::Header;
using adapters::codec::hl7v2::isWanted;
using adapters::codec::hl7v2::Message;
namespace mllp = adapters::codec::mllp;

std::uint16_t freePort() { return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address().port(); }

struct Sample {
    std::string file;
    std::string bytes;
    std::string sender;
    std::string control_id;
    std::string type;
    std::string event;
};

std::string textOf(const Message& message, const adapters::codec::hl7v2::Path& path) {
    const auto text = message.text(path);
    return text.ok() ? *text : "";
}

std::vector<Sample> samples() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/data/hl7v2")) {
        if (entry.path().extension() == ".hl7") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Sample> all;
    for (const auto& file : files) {
        std::ostringstream content;
        content << std::ifstream(file, std::ios::binary).rdbuf();
        const std::string bytes = content.str();
        for (const auto& range : adapters::codec::hl7v2::splitBatch(bytes).messages) {
            Sample sample{file.filename().string(), std::string(range.of(bytes)), "", "", "", ""};
            const auto message = Message::parse(sample.bytes, Charset::Utf8);
            BOOST_REQUIRE_MESSAGE(message.ok(), file);
            sample.sender = textOf(*message, "MSH-3.1") + "|" + textOf(*message, "MSH-4.1");
            sample.control_id = textOf(*message, "MSH-10");
            sample.type = textOf(*message, "MSH-9.1");
            sample.event = textOf(*message, "MSH-9.2");
            all.push_back(std::move(sample));
        }
    }
    return all;
}

/// One connection of a hospital to the hub.
class Line {
  public:
    explicit Line(std::uint16_t port) : socket_(Poco::Net::SocketAddress("127.0.0.1", port)) {
        socket_.setReceiveTimeout(Poco::Timespan(20, 0));
    }
    void send(const std::string& message) {
        const std::string frame = *mllp::frame(message);
        socket_.sendBytes(frame.data(), static_cast<int>(frame.size()));
    }
    /// MSA-1 and MSA-2 of the next answer.
    std::pair<std::string, std::string> answer() {
        while (answers_.empty()) {
            char piece[16384];
            const int count = socket_.receiveBytes(piece, sizeof piece);
            BOOST_REQUIRE(count > 0);
            decoder_.feed({piece, static_cast<std::size_t>(count)}, answers_);
        }
        const auto message = Message::parse(answers_.front().bytes, Charset::Utf8);
        answers_.erase(answers_.begin());
        BOOST_REQUIRE(message.ok());
        return {textOf(*message, "MSA-1"), textOf(*message, "MSA-2")};
    }

  private:
    Poco::Net::StreamSocket socket_;
    mllp::Decoder decoder_{1024 * 1024};
    std::vector<mllp::Event> answers_;
};

struct Fixture : tests::RunningHub {
    const std::vector<Sample> messages = samples();
    const std::uint16_t lenient = freePort();
    const std::uint16_t strict = freePort();

    Fixture() {
        adapters = HL7_PLUGINS;
        hospital("LENIENT", lenient, "ack: original, same_id_other_body: accept, unmapped_type: store");
        hospital("STRICT", strict, "ack: as_asked, same_id_other_body: reject, unmapped_type: reject");
        start();
        while (server->reachable().listeners.size() < 2) std::this_thread::yield();
    }
    /// American and British senders: other types of number, other statuses, no key of a charge that all its lines share.
    void hospital(const std::string& code, std::uint16_t port, const std::string& inbound) {
        tree.write("config/hospitals/" + code + ".yaml", fmt::format(R"(apiVersion: onecard/v1
kind: Hospital
metadata: {{code: {0}, name: 测试医院}}
spec:
  adapter: hl7_mllp
  inbound: {{port: {1}, {2}}}
  settings:
    host: 127.0.0.1
    port: 9
    senders: [{{application: HIS, facility: SIM}}]
    listen: {{address: 127.0.0.1}}
    local_number_types: [MR, MRN, PI, ADT1, WEST, ""]
    fields:
      - {{field: charge.key, places: [PID-18.1]}}
      - {{field: line.key, places: []}}
      - {{field: report.key, places: [OBR-3.1, OBR-2.1, OBR-4.1]}}
      - {{field: report.status, places: [OBR-25.1]}}
      - {{field: report.reported_at, places: []}}
      - {{field: booking.begin, places: [SCH-11.4, TQ1-7.1, AIS-4.1, SCH-16.4]}}
)",
                                                                     code, port, inbound));
    }
    std::vector<hub::core::JsonDocument> trace(const std::string& code) const {
        std::ostringstream out;
        std::ostringstream err;
        BOOST_TEST(
            hub::cli::runCommandLine({"trace", "--data", data(), "--hospital", code, "--json"}, hub::app::commands(), out, err, false) == 0,
            err.str());
        std::vector<hub::core::JsonDocument> lines;
        std::istringstream in(out.str());
        for (std::string line; std::getline(in, line);) lines.push_back(*hub::core::JsonDocument::parse(line));
        return lines;
    }
};

std::string textIn(const hub::core::JsonValue& value, std::string_view name) {
    const auto member = value.member(name);
    return member && member->string() ? std::string(*member->string()) : "";
}

/// Types whose events the contract has words for; A23 and A29 delete, which it has none for.
bool isMapped(const Sample& sample) {
    static const std::set<std::string> kTypes{"ADT", "SIU", "DFT", "ORU"};
    return kTypes.contains(sample.type) && sample.event != "A23" && sample.event != "A29";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(real_messages, Fixture)

BOOST_AUTO_TEST_CASE(a_lenient_hospital_gets_aa_for_each_and_the_four_types_are_seen_as_events) {
    BOOST_TEST(messages.size() == 377U);
    Line line(lenient);
    std::set<std::tuple<std::string, std::string, std::string>> kept;  // the same bytes again are the same message
    std::map<std::string, int> by_type;
    for (const Sample& sample : messages) {
        line.send(sample.bytes);
        const auto [code, acknowledged] = line.answer();
        BOOST_TEST(code == "AA", sample.file << " " << sample.control_id);
        BOOST_TEST(acknowledged == sample.control_id, sample.file);
        kept.emplace(sample.sender, sample.control_id, sample.bytes);
    }
    const auto lines = trace("LENIENT");
    BOOST_TEST(lines.size() == kept.size());
    for (const auto& document : lines) {
        const hub::core::JsonValue one = document.root();
        BOOST_TEST(textIn(one, "answer") == "AA");
        const std::string type = textIn(one, "message_type");
        const auto events = one.member("events");
        BOOST_REQUIRE(events.has_value());
        const std::string short_type = type.substr(0, 3);
        const std::string event = type.size() > 4 ? type.substr(4) : "";
        const Sample as{"", "", "", "", short_type, event};
        BOOST_TEST((events->size() > 0) == isMapped(as), type << " " << textIn(one, "control_id"));
        for (std::size_t i = 0; i < events->size(); ++i) {
            const std::string state = textIn(events->at(i), "state");
            BOOST_TEST((state == "applied" || state == "waiting" || state == "parked"), state);
            BOOST_TEST((state == "parked") == events->at(i).member("code").has_value());
        }
        if (events->size() > 0) ++by_type[short_type];
    }
    for (const char* type : {"ADT", "SIU", "DFT", "ORU"}) BOOST_TEST(by_type[type] > 0, type);
}

BOOST_AUTO_TEST_CASE(a_strict_hospital_gets_what_each_message_asks_for_and_what_the_checklist_says) {
    Line line(strict);
    std::map<std::pair<std::string, std::string>, std::string> kept;  // bytes by sender and number
    std::map<std::string, int> answers;
    for (const Sample& sample : messages) {
        const auto known = kept.find({sample.sender, sample.control_id});
        const bool repeated = known != kept.end() && known->second == sample.bytes;
        const bool reused = known != kept.end() && !repeated;
        const bool taken = repeated || (isMapped(sample) && !reused);
        const AckModes modes = AckModes::askedBy(*Header::find(sample.bytes, Charset::Utf8));
        std::vector<std::string> expected;
        if (modes.enhanced && isWanted(modes.commit, taken)) expected.emplace_back(taken ? "CA" : "CR");
        const bool commit_said_no = !taken && !expected.empty();
        if (isWanted(modes.application, taken) && !commit_said_no) expected.emplace_back(taken ? "AA" : "AR");
        line.send(sample.bytes);
        for (const std::string& code : expected) {
            const auto [said, acknowledged] = line.answer();
            BOOST_TEST(said == code, sample.file << " " << sample.type << "^" << sample.event << " " << sample.control_id << " " << said);
            BOOST_TEST(acknowledged == sample.control_id);
            ++answers[said];
        }
        if (taken) kept.try_emplace({sample.sender, sample.control_id}, sample.bytes);
    }
    for (const char* code : {"AA", "AR", "CA"}) BOOST_TEST(answers[code] > 0, code);
    BOOST_TEST(trace("STRICT").size() == kept.size());
}

BOOST_AUTO_TEST_CASE(a_trace_names_nobody_and_a_hospital_that_is_not_configured_is_not_known) {
    Line line(lenient);
    line.send("MSH|^~\\&|HIS|SIM|ONECARD|HUB|20260101||ADT^A28|T1|P|2.4\rPID|1||P1^^^SIM^MR||测试某人||19900101|M\r");
    BOOST_TEST(line.answer().first == "AA");
    std::ostringstream out;
    std::ostringstream err;
    BOOST_TEST(hub::cli::runCommandLine({"trace", "--data", data(), "--hospital", "LENIENT"}, hub::app::commands(), out, err, false) == 0);
    BOOST_TEST(out.str().starts_with("T1\tADT^A28\tAA\tpatient.upserted "), out.str());
    BOOST_TEST(out.str().find("测试某人") == std::string::npos);
    BOOST_TEST(hub::cli::runCommandLine({"trace", "--data", data(), "--hospital", "NOBODY"}, hub::app::commands(), out, err, false) == 1);
    BOOST_TEST(err.str().find("OC-FLW-033") != std::string::npos, err.str());
}

BOOST_AUTO_TEST_SUITE_END()
