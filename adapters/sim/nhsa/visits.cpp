#include "adapters/sim/nhsa/visits.h"

#include <fmt/format.h>

#include "adapters/sim/nhsa/schema.h"

namespace adapters::sim::nhsa {

using common::Answer;
using common::Row;

Visit Visits::open(Visit visit, std::string_view area) {
    visit.id = nextIdOf(database_, "visit");
    visit.mdtrt_id = fmt::format("{}M{:010}", area, visit.id);
    database_.run("INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  {visit.id, visit.mdtrt_id, visit.person_id, visit.insutype, visit.inpatient, visit.hospital, visit.ipt_otp_no,
                   visit.made_by, visit.state, visit.med_type, visit.diagnoses, visit.details, visit.version});
    return visit;
}

std::optional<Visit> Visits::visitWhere(std::string_view condition, const common::Values& values) {
    std::optional<Visit> found;
    database_.each(
        "SELECT id, mdtrt_id, person_id, insutype, inpatient, hospital, ipt_otp_no, made_by, state, med_type, diagnoses, details, version "
        "FROM visit WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Visit& one = found.emplace();
            row.into(one.id, one.mdtrt_id, one.person_id, one.insutype, one.inpatient, one.hospital, one.ipt_otp_no, one.made_by, one.state,
                     one.med_type, one.diagnoses, one.details, one.version);
        });
    return found;
}

Answer<Visit> Visits::find(std::string_view mdtrt_id, std::int64_t person_id, std::string_view hospital, bool inpatient) {
    const std::optional<Visit> found =
        visitWhere("mdtrt_id = ? AND person_id = ? AND hospital = ? AND inpatient = ?", {mdtrt_id, person_id, hospital, inpatient});
    if (!found) return refusal(Code::NoVisit);
    return *found;
}

Visit Visits::byId(std::int64_t id) {
    const std::optional<Visit> found = visitWhere("id = ?", {id});
    HUB_ASSERT(found.has_value());
    return *found;
}

std::optional<Visit> Visits::openedBy(std::string_view msgid) { return visitWhere("made_by = ?", {msgid}); }

std::optional<Visit> Visits::changedBy(std::string_view msgid) {
    return visitWhere("id = (SELECT visit_id FROM visit_before WHERE msgid = ?)", {msgid});
}

void Visits::write(const Visit& visit) {
    database_.run("UPDATE visit SET state = ?, med_type = ?, diagnoses = ?, details = ?, version = ? WHERE id = ?",
                  {visit.state, visit.med_type, visit.diagnoses, visit.details, visit.version, visit.id});
}

void Visits::change(Visit visit, std::string_view msgid) {
    const Visit before = byId(visit.id);
    visit.version = before.version + 1;
    database_.run("INSERT INTO visit_before (msgid, visit_id, state, med_type, diagnoses, details, version) VALUES (?, ?, ?, ?, ?, ?, ?)",
                  {msgid, visit.id, before.state, before.med_type, before.diagnoses, before.details, visit.version});
    write(visit);
}

Done Visits::undoChange(std::string_view msgid) {
    std::optional<Visit> kept;
    database_.each("SELECT visit_id, state, med_type, diagnoses, details, version FROM visit_before WHERE msgid = ?", {msgid},
                   [&](const Row& row) {
                       Visit& one = kept.emplace();
                       row.into(one.id, one.state, one.med_type, one.diagnoses, one.details, one.version);
                   });
    if (!kept) return Nothing();
    Visit visit = byId(kept->id);
    if (visit.version != kept->version) return refusal(Code::WrongState);
    visit.state = kept->state;
    visit.med_type = kept->med_type;
    visit.diagnoses = kept->diagnoses;
    visit.details = kept->details;
    visit.version = kept->version - 1;
    write(visit);
    return Nothing();
}

void Visits::undoOpening(std::string_view msgid) {
    std::optional<Visit> visit = openedBy(msgid);
    if (!visit) return;
    visit->state = VisitState::Cancelled;
    ++visit->version;
    write(*visit);
}

}  // namespace adapters::sim::nhsa
