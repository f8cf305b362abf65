#include "adapters/hl7_mllp/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/hl7_mllp/words.h"
#include "hub/contract/operations.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
namespace contract = hub::contract;
using namespace std::chrono_literals;

namespace {

void within(const std::string& pointer, std::int32_t value, std::int32_t least, std::int32_t most, kit::SettingsProblems& problems) {
    if (value < least || value > most)
        problems.add(pointer, fmt::format("应为 {} 至 {}", least, most), fmt::format("expected {} to {}", least, most));
}

void within(const std::string& pointer, core::Duration value, core::Duration least, core::Duration most, std::string_view range,
            kit::SettingsProblems& problems) {
    if (value < least || value > most) problems.add(pointer, fmt::format("应为 {}", range), fmt::format("expected {}", range));
}

/// Words of operations that a hospital may do without.
void checkNotOffered(const std::string& pointer, const std::vector<std::string>& names, kit::SettingsProblems& problems) {
    constexpr std::array kKnown = {contract::PatientCreate::kName,  contract::PatientUpdate::kName, contract::PatientMerge::kName,
                                   contract::DepartmentList::kName, contract::DoctorList::kName,    contract::ScheduleList::kName,
                                   contract::SlotList::kName,       contract::SlotLock::kName,      contract::BookingCancel::kName,
                                   contract::PaymentConfirm::kName, contract::RefundConfirm::kName};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (std::find(kKnown.begin(), kKnown.end(), names[i]) == kKnown.end())
            kit::settings::expectedOneOf(fmt::format("{}/{}", pointer, i), {kKnown.begin(), kKnown.end()}, problems);
    }
}

}  // namespace

void Listen::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    within(pointer + "/port", *port, 0, 65535, problems);
    within(pointer + "/idle", *idle, 100ms, 24h, "100ms-24h", problems);
    within(pointer + "/pause_in_frame", *pause_in_frame, 100ms, 5min, "100ms-5m", problems);
    within(pointer + "/frame_within", *frame_within, 100ms, 1h, "100ms-1h", problems);
    within(pointer + "/message_kib_max", *message_kib_max, 1, 64 * 1024, problems);
    within(pointer + "/connections_max", *connections_max, 1, 1024, problems);
    within(pointer + "/connections_per_peer_max", *connections_per_peer_max, 1, 1024, problems);
}

void FieldPlaces::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    for (std::size_t i = 0; i < places.size(); ++i) {
        const core::Result<Places> parsed = parsePlaces(places[i]);
        if (!parsed.ok())
            problems.add(fmt::format("{}/places/{}", pointer, i), parsed.failure().message(core::Language::Chinese),
                         parsed.failure().message(core::Language::English));
    }
}

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    within(pointer + "/port", port, 1, 65535, problems);
    within(pointer + "/answer_within", *answer_within, 50ms, 5min, "50ms-5m", problems);
    if (senders.empty()) problems.add(pointer + "/senders", "至少一个发送方", "expected at least one sender");
    checkNotOffered(pointer + "/not_offered", *not_offered, problems);
    if (problems.any()) return;
    const core::Result<Words> words = Words::make(*this);
    if (!words.ok())
        problems.add(pointer, words.failure().message(core::Language::Chinese), words.failure().message(core::Language::English));
}

}  // namespace adapters::hl7_mllp
