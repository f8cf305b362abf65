#include "adapters/soap_xml/calls.h"

#include <fmt/format.h>

#include "adapters/kit/mapping/spec.h"

namespace adapters::soap_xml {

using kit::mapping::CallMapping;
using kit::mapping::CodeMaps;
using kit::mapping::Shape;
using kit::mapping::Verdict;

namespace {

template <class In, class Out>
Shape inputOf(Call<In, Out>) {
    return kit::mapping::objectOf({{"meta", true, Shape::of<contract::Meta>()},
                                   {"site", true, Shape::of<Site>()},
                                   {"patient", true, Shape::of<PatientCard>()},
                                   {"request", true, Shape::of<In>()}});
}

template <class In, class Out>
Shape outputOf(Call<In, Out>) {
    return Shape::of<Out>();
}

template <class Use>
void forEachCall(Use use) {
    const auto each = [&](auto... calls) { (use(calls), ...); };
    each(kClock, kFileByCredential, kFileByCertificate, kFileByNumber, kCreateFile, kVerify, kBindCard, kBindEhealth, kReplaceCard,
         kDepartments, kDoctors, kSchedules, kSlots, kQuote, kReserve, kPayBooking, kCheckIn, kCancel, kBookings, kClinicStops,
         kClinicQueue, kPharmacyQueue, kOpenCharges, kPaidCharges, kBilledLines, kTopUp, kPayOut, kSettlements, kSettledLines, kAddDeposit,
         kOutpatientDeposits, kInpatientDeposits, kStays, kStayLines, kEncounters, kLaboratoryReports, kExaminationReports,
         kLaboratoryLines, kExaminedParts);
}

core::JsonDocument mustParse(std::string_view json) {
    core::Result<core::JsonDocument> document = core::JsonDocument::parse(json);
    HUB_ASSERT(document.ok());
    return std::move(*document);
}

}  // namespace

Calls Calls::make(const Settings& settings, kit::SettingsProblems& problems) {
    const core::JsonDocument dialect = mustParse(trancodeDialect());
    const core::JsonDocument patch = mustParse(fmt::format(R"({{"success":{},"code_maps":{},"calls":{}}})", settings.success->json,
                                                           settings.code_maps->json, settings.calls->json));
    const core::JsonDocument merged = mustParse(kit::mapping::mergePatch(dialect.root(), patch.root()));
    const core::JsonValue calls = *merged.root().member("calls");

    Calls made;
    const CodeMaps maps = CodeMaps::parse(*merged.root().member("code_maps"), "/code_maps", problems);
    const Verdict usual = Verdict::parse(*merged.root().member("success"), "/success", problems);
    std::vector<std::string_view> known;
    forEachCall([&](auto call) {
        known.push_back(call.name);
        const std::string pointer = kit::settings::memberPointer("/calls", call.name);
        const auto spec = calls.member(call.name);
        if (!spec) return kit::settings::missing(pointer, problems);
        made.mappings_.emplace(call.name, CallMapping::parse(*spec, pointer, inputOf(call), outputOf(call), usual, maps, problems));
    });
    kit::settings::refuseUnknown(calls, "/calls", known, problems);
    made.plain_texts_ = kit::mapping::Spec(merged.root(), "", problems).texts("plain_texts");
    return made;
}

}  // namespace adapters::soap_xml
