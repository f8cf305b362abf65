// Visits in the counter chain: 22xx before the charges, and 24xx.
#include "adapters/sim/nhsa/counter_calls.h"

namespace adapters::sim::nhsa {

using common::Answer;

namespace {

Output visitOutput(Out written, std::string_view node, const Visit& visit, std::string_view psn_no) {
    written.beginObject();
    written.beginObject(node);
    written.text("mdtrt_id", visit.mdtrt_id);
    if (node == "data") {
        written.text("psn_no", psn_no);
        written.text("ipt_otp_no", visit.ipt_otp_no);
    }
    written.endObject();
    written.endObject();
    return {written.json(), {}};
}

bool isInpatientCare(std::string_view med_type) { return isInpatientType(med_type); }
bool isOutpatientCare(std::string_view med_type) { return !isInpatientType(med_type); }

}  // namespace

void readDiagnosis(Members& members, int& mains) {
    members.text("diag_type");
    members.text("diag_srt_no");
    members.text("diag_code");
    members.text("diag_name");
    members.text("diag_dept");
    members.text("dise_dor_no");
    members.text("dise_dor_name");
    members.time("diag_time");
    members.oneOf("vali_flag", {"1"});
    if (members.oneOf("maindiag_flag", {"0", "1"}) == "1") ++mains;
}

void CounterCalls::readDiagnoses(Members& input, bool one_is_main) {
    int mains = 0;
    for (Members& one : input.list("diseinfo")) readDiagnosis(one, mains);
    if (one_is_main ? mains != 1 : mains > 1) input.missing().add("diseinfo.maindiag_flag");
}

Outcome CounterCalls::openVisit(Members input) {
    Members data = input.object("data");
    const std::string psn_no = psnNoIn(data);
    Visit visit;
    visit.insutype = data.text("insutype");
    data.time("begntime");
    const Shown shown = shownIn(data);
    visit.ipt_otp_no = data.text("ipt_otp_no");
    for (const char* name : {"atddr_no", "dr_name", "dept_code", "dept_name", "caty"}) data.text(name);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Person> person = named(psn_no);
    if (!person.ok()) return person.refusal();
    const Answer<Person> present = insurer_.people.showing(psn_no, shown);
    if (!present.ok()) return present.refusal();
    const Answer<Insurance> insurance = insurer_.people.paying(person->id, visit.insutype);
    if (!insurance.ok()) return insurance.refusal();
    if (const Done here = inArea(insurance->area); !here.ok()) return here.refusal();
    visit.person_id = person->id;
    visit.hospital = envelope_.hospital;
    visit.made_by = envelope_.msgid;
    visit.details = input.json("data");
    return visitOutput(out(), "data", insurer_.visits.open(visit, insurer_.settings.area), psn_no);
}

Outcome CounterCalls::cancelVisit(Members input) {
    Members data = input.object("data");
    const std::string psn_no = psnNoIn(data);
    const std::string mdtrt_id = data.text("mdtrt_id");
    const std::string ipt_otp_no = data.text("ipt_otp_no");
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, /*inpatient=*/false);
    if (!found.ok()) return found.refusal();
    if (found->ipt_otp_no != ipt_otp_no) return refusal(Code::NoVisit);
    if (found->state != VisitState::Open || insurer_.charges.anyStand(found->id)) return refusal(Code::WrongState);
    Visit changed = *found;
    changed.state = VisitState::Cancelled;
    insurer_.visits.change(changed, envelope_.msgid);
    return Output();
}

Outcome CounterCalls::diagnoses(Members input) {
    Members members = input.object("mdtrtinfo");
    const std::string mdtrt_id = members.text("mdtrt_id");
    const std::string psn_no = psnNoIn(members);
    const std::string med_type = members.text("med_type", isOutpatientCare);
    members.time("begntime");
    members.text("dise_codg");
    members.text("dise_name");
    readDiagnoses(input, /*one_is_main=*/false);
    if (const Done whole = complete(members); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, /*inpatient=*/false);
    if (!found.ok()) return found.refusal();
    if (found->state != VisitState::Open) return refusal(Code::WrongState);
    Visit changed = *found;
    changed.med_type = med_type;
    changed.diagnoses = input.json("diseinfo");
    insurer_.visits.change(changed, envelope_.msgid);
    return Output();
}

void CounterCalls::readAdmission(Members& members) {
    psnNoIn(members);
    members.text("insutype");
    members.time("begntime");
    members.text("med_type", isInpatientCare);
    for (const char* name :
         {"ipt_otp_no", "atddr_no", "chfpdr_name", "adm_dept_codg", "adm_dept_name", "adm_bed", "dscg_maindiag_code", "dscg_maindiag_name"})
        members.text(name);
}

Outcome CounterCalls::admit(Members input) {
    Members members = input.object("mdtrtinfo");
    readAdmission(members);
    const Shown shown = shownIn(members);
    readDiagnoses(input, /*one_is_main=*/true);
    if (const Done whole = complete(members); !whole.ok()) return whole.refusal();
    const Answer<Person> person = named(psn_no_);
    if (!person.ok()) return person.refusal();
    const Answer<Person> present = insurer_.people.showing(psn_no_, shown);
    if (!present.ok()) return present.refusal();
    Visit visit;
    visit.insutype = members.text("insutype");
    const Answer<Insurance> insurance = insurer_.people.paying(person->id, visit.insutype);
    if (!insurance.ok()) return insurance.refusal();
    if (const Done here = inArea(insurance->area); !here.ok()) return here.refusal();
    visit.inpatient = true;
    visit.person_id = person->id;
    visit.hospital = envelope_.hospital;
    visit.ipt_otp_no = members.text("ipt_otp_no");
    visit.made_by = envelope_.msgid;
    visit.med_type = members.text("med_type");
    visit.diagnoses = input.json("diseinfo");
    visit.details = input.json("mdtrtinfo");
    return visitOutput(out(), "result", insurer_.visits.open(visit, insurer_.settings.area), psn_no_);
}

Outcome CounterCalls::changeAdmission(Members input) {
    Members members = input.object("adminfo");
    const std::string mdtrt_id = members.text("mdtrt_id");
    readAdmission(members);
    readDiagnoses(input, /*one_is_main=*/true);
    if (const Done whole = complete(members); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no_, mdtrt_id, /*inpatient=*/true);
    if (!found.ok()) return found.refusal();
    if (members.text("insutype") != found->insutype) return refusal(Code::NotValid, "adminfo.insutype");
    if (found->state != VisitState::Open) return refusal(Code::WrongState);
    Visit changed = *found;
    changed.med_type = members.text("med_type");
    changed.diagnoses = input.json("diseinfo");
    changed.details = input.json("adminfo");
    insurer_.visits.change(changed, envelope_.msgid);
    return Output();
}

Outcome CounterCalls::discharge(Members input) {
    Members members = input.object("dscginfo");
    const std::string mdtrt_id = members.text("mdtrt_id");
    const std::string psn_no = psnNoIn(members);
    const std::string insutype = members.text("insutype");
    members.time("endtime");
    for (const char* name : {"dscg_dept_codg", "dscg_dept_name", "dscg_way"}) members.text(name);
    readDiagnoses(input, /*one_is_main=*/false);
    if (const Done whole = complete(members); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, /*inpatient=*/true);
    if (!found.ok()) return found.refusal();
    if (insutype != found->insutype) return refusal(Code::NotValid, "dscginfo.insutype");
    if (found->state != VisitState::Open) return refusal(Code::WrongState);
    Visit changed = *found;
    changed.state = VisitState::Discharged;
    changed.diagnoses = input.json("diseinfo");
    insurer_.visits.change(changed, envelope_.msgid);
    return Output();
}

Outcome CounterCalls::cancelAdmission(Members input) {
    Members data = input.object("data");
    const std::string mdtrt_id = data.text("mdtrt_id");
    const std::string psn_no = psnNoIn(data);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, /*inpatient=*/true);
    if (!found.ok()) return found.refusal();
    if (found->state != VisitState::Open || insurer_.charges.anyStand(found->id)) return refusal(Code::WrongState);
    Visit changed = *found;
    changed.state = VisitState::Cancelled;
    insurer_.visits.change(changed, envelope_.msgid);
    return Output();
}

Outcome CounterCalls::cancelDischarge(Members input) {
    Members data = input.object("data");
    const std::string mdtrt_id = data.text("mdtrt_id");
    const std::string psn_no = psnNoIn(data);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, /*inpatient=*/true);
    if (!found.ok()) return found.refusal();
    if (found->state != VisitState::Discharged || insurer_.charges.anySettled(found->id)) return refusal(Code::WrongState);
    Visit changed = *found;
    changed.state = VisitState::Open;
    insurer_.visits.change(changed, envelope_.msgid);
    return Output();
}

}  // namespace adapters::sim::nhsa
