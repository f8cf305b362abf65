#include "adapters/soap_xml/records.h"

namespace adapters::soap_xml {

using namespace hub::contract;

namespace {

const Call<ReportQuery, ReportHeaders>& listOf(ReportKind kind) {
    return kind == ReportKind::Laboratory ? kLaboratoryReports : kExaminationReports;
}

/// The texts of several parts, one after the other, each under its name where there is more than one.
std::optional<core::Sensitive<std::string>> joined(const ExaminedParts& parts,
                                                   std::optional<core::Sensitive<std::string>> ExaminedPart::*text) {
    std::string whole;
    for (const ExaminedPart& part : parts.parts) {
        if (!(part.*text)) continue;
        if (!whole.empty()) whole += '\n';
        if (parts.parts.size() > 1 && part.part) whole += *part.part + ": ";
        whole += (part.*text)->reveal();
    }
    return whole.empty() ? std::nullopt : std::optional(core::Sensitive<std::string>(std::move(whole)));
}

}  // namespace

Outcome<ReportList::Result> Records::list(const Meta& meta, const ReportList::Request& request) {
    const ReportQuery query{request.local_patient, request.from, request.to, std::nullopt};
    return kit::outcomeOf<ReportList::Result>(hospital_.ask(listOf(request.kind), meta, query, Turn::Main),
                                              [](const ReportHeaders& found) { return core::Result<ReportList::Result>({found.reports}); });
}

Outcome<ReportGet::Result> Records::get(const Meta& meta, const ReportGet::Request& request) {
    using Ended = Outcome<ReportGet::Result>;
    Report report;
    const auto fill = [&](const auto& answer, auto use) -> std::optional<Ended> {
        using Details = std::decay_t<decltype(std::get<0>(answer))>;
        if (const auto* details = std::get_if<Details>(&answer)) {
            use(*details);
            return std::nullopt;
        }
        return kit::outcomeOf<ReportGet::Result>(answer, [](const Details&) { return core::Result<ReportGet::Result>({}); });
    };
    const std::optional<Ended> ended =
        request.kind == ReportKind::Laboratory
            ? fill(hospital_.ask(kLaboratoryLines, meta, request, Turn::Main),
                   [&](const LaboratoryLines& found) { report.lines = found.lines; })
            : fill(hospital_.ask(kExaminedParts, meta, request, Turn::Main), [&](const ExaminedParts& found) {
                  report.findings = joined(found, &ExaminedPart::findings);
                  report.conclusion = joined(found, &ExaminedPart::conclusion);
              });
    if (ended) return *ended;

    const ReportQuery query{request.local_patient, shifted(meta.business_date, -*hospital_.settings().days_back),
                            shifted(meta.business_date, 1), request.key};
    const core::Result<ReportHeaders> heads = hospital_.look(listOf(request.kind), meta, query);
    if (!heads.ok()) return Ended::unknown(heads.failure());
    for (const ReportHeader& head : heads->reports) {
        if (head.key != request.key) continue;
        report.header = head;
        return Ended::done({std::move(report)});
    }
    return Ended::refused({RefusalReason::Other, "", {}});
}

}  // namespace adapters::soap_xml
