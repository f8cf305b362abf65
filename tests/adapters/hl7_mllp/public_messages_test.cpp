#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "adapters/codec/hl7v2/batch.h"
#include "adapters/hl7_mllp/events.h"

// The messages that nobody here wrote: each is mapped without a crash, and those of the four types say something.

namespace {

using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::Message;
using adapters::hl7_mllp::Settings;
using adapters::hl7_mllp::Words;

/// American and British senders: other types of number, other sexes and statuses, and no key of a charge that all its lines share.
Words words() {
    const auto read = adapters::kit::readSettings<Settings>(
        R"({"host":"127.0.0.1","port":9100,"senders":[{"application":"HIS","facility":"SIM"}],)"
        R"("local_number_types":["MR","MRN","PI","ADT1","WEST",""],)"
        R"("fields":[{"field":"charge.key","places":["PID-18.1"]},{"field":"line.key","places":[]},)"
        R"({"field":"report.key","places":["OBR-3.1","OBR-2.1","OBR-4.1"]},)"
        R"({"field":"report.status","places":["OBR-25.1"]},{"field":"report.reported_at","places":[]},)"
        R"({"field":"booking.begin","places":["SCH-11.4","TQ1-7.1","AIS-4.1","SCH-16.4"]}]})");
    BOOST_REQUIRE(!read.problems.any());
    return *Words::make(read.value);
}

std::string contentOf(const std::filesystem::path& file) {
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    return content.str();
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_public_message_is_mapped_and_those_of_the_four_types_give_events) {
    const Words said = words();
    std::map<std::string, int> events_by_type;
    int messages = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/data/hl7v2")) {
        if (entry.path().extension() != ".hl7") continue;
        const std::string bytes = contentOf(entry.path());
        for (const auto& range : adapters::codec::hl7v2::splitBatch(bytes).messages) {
            const auto message = Message::parse(range.of(bytes), Charset::Utf8);
            if (!message.ok()) {
                BOOST_TEST_MESSAGE(entry.path() << " is not read: " << message.failure().code());
                continue;
            }
            ++messages;
            const std::string type = *message->text("MSH-9.1");
            const std::string event = *message->text("MSH-9.2");
            const auto events = eventsOf(*message, said);
            const bool silent = type != "ADT" && type != "SIU" && type != "DFT" && type != "ORU";
            if (silent || event == "A29" || event == "A23") {
                BOOST_TEST((events.ok() && !events->has_value()), entry.path() << " " << type);
                continue;
            }
            BOOST_TEST((events.ok() && events->has_value() && !(*events)->empty()),
                       entry.path() << " " << type << "^" << event << " "
                                    << (events.ok() ? "" : events.failure().message(hub::core::Language::English)));
            ++events_by_type[type];
        }
    }
    BOOST_TEST(messages == 377);
    for (const char* type : {"ADT", "SIU", "DFT", "ORU"}) BOOST_TEST(events_by_type[type] > 0, type);
}
