#include "adapters/hl7_mllp/events.h"

#include <algorithm>
#include <array>

namespace adapters::hl7_mllp {

namespace core = hub::core;

namespace {

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// Merges of files: the older A18 and A34 of v2.3, and A40.
constexpr std::array<std::string_view, 3> kMerges = {"A18", "A34", "A40"};
/// These delete a visit or a person, which the contract has no word for: kept, not applied.
constexpr std::array<std::string_view, 2> kDeletions = {"A23", "A29"};
constexpr std::array<std::string_view, 7> kBookings = {"S12", "S13", "S14", "S15", "S16", "S17", "S26"};
constexpr std::array<std::string_view, 2> kBills = {"P03", "P11"};

std::optional<Events> mapped(Reading& reading, std::string_view type, std::string_view event) {
    if (type == "ADT" && isOneOf(event, kDeletions)) return std::nullopt;
    if (type == "ADT" && isOneOf(event, kMerges)) return patientMerged(reading);
    if (type == "ADT") return patientUpserted(reading);
    if (type == "SIU" && isOneOf(event, kBookings)) return bookingChanged(reading, event);
    if (type == "DFT" && isOneOf(event, kBills)) return billingEvents(reading);
    if (type == "MFN" && event == "Z01") return clinicsStopped(reading);
    if (type == "ORU" && event == "R01") return reportsPublished(reading);
    return std::nullopt;
}

std::string textOr(const codec::hl7v2::Message& message, const codec::hl7v2::Path& path) {
    const core::Result<std::string> text = message.text(path);
    return text.ok() ? *text : "";
}

}  // namespace

std::string typeOf(const codec::hl7v2::Message& message) {
    const std::string event = textOr(message, "MSH-9.2");
    return textOr(message, "MSH-9.1") + (event.empty() ? "" : "^" + event);
}

core::Result<std::optional<Events>> eventsOf(const codec::hl7v2::Message& message, const Words& words) {
    Reading reading(message, words);
    std::string event = textOr(message, "MSH-9.2");
    if (event.empty()) event = textOr(message, "EVN-1");  // v2.2 and before
    std::optional<Events> events = mapped(reading, textOr(message, "MSH-9.1"), event);
    if (reading.failure()) return *reading.failure();
    return events;
}

}  // namespace adapters::hl7_mllp
