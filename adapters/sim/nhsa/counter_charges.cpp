// Charges and settlements in the counter chain: 2204 to 2208, 2301 to 2305, 5203 and 2601.
#include <array>

#include "adapters/sim/nhsa/counter_calls.h"

namespace adapters::sim::nhsa {

using common::Answer;

namespace {

constexpr std::size_t kLinesMax = 100;
constexpr std::string_view kAll = "0000";
constexpr int kQuantityDecimals = 4;
constexpr int kPriceDecimals = 6;
constexpr std::string_view kByItem = "01";

}  // namespace

NewLine lineIn(Members& members) {
    NewLine line;
    line.sn = members.text("feedetl_sn");
    line.batch = members.textIfAny("chrg_bchno");
    members.textIfAny("rxno");
    members.time("fee_ocur_time");
    line.item = members.text("med_list_codg");
    line.hospital_item = members.text("medins_list_codg");
    line.amount = members.amount("det_item_fee_sumamt");
    line.quantity = members.scaled("cnt", kQuantityDecimals);
    line.price = members.scaled("pric", kPriceDecimals);
    for (const char* name : {"bilg_dept_codg", "bilg_dept_name", "bilg_dr_codg", "bilg_dr_name"}) members.text(name);
    return line;
}

void writeFunds(Out& out, std::string_view insutype, const Split& split) {
    const bool employees = insutype == "310";
    struct Fund {
        std::string_view type;
        std::string_view name;
        Money amount;
    };
    const std::array<Fund, 4> funds{
        Fund{employees ? "310100" : "390100", employees ? "职工基本医疗保险统筹基金" : "居民基本医疗保险基金", split.basic},
        Fund{"320200", "公务员医疗补助基金", split.civil_servant},
        Fund{employees ? "330200" : "390400", employees ? "职工大额医疗费用补助基金" : "居民大病保险基金", split.big_illness},
        Fund{"610100", "医疗救助基金", split.medical_aid}};
    for (const Fund& fund : funds) {
        if (fund.amount.isZero()) continue;
        out.beginObject();
        out.text("fund_pay_type", fund.type);
        out.text("fund_pay_type_name", fund.name);
        out.amount("fund_payamt", fund.amount);
        out.endObject();
    }
}

Outcome CounterCalls::addLines(Members input, bool inpatient) {
    std::vector<Members> list = input.list("feedetail");
    if (list.size() > kLinesMax) input.missing().add("feedetail");
    struct Uploaded {
        std::string mdtrt_id;
        std::string psn_no;
        NewLine line;
    };
    std::vector<Uploaded> lines;
    for (Members& members : list) {
        Uploaded& one = lines.emplace_back();
        one.mdtrt_id = members.text("mdtrt_id");
        one.psn_no = psnNoIn(members);
        members.text("chrg_bchno", [](std::string_view batch) { return batch != kAll; });
        one.line = lineIn(members);
    }
    if (const Done whole = complete(input); !whole.ok()) return whole.refusal();
    Out written = out();
    written.beginObject();
    written.beginList("result");
    for (const Uploaded& one : lines) {
        const Answer<Visit> found = visit(one.psn_no, one.mdtrt_id, inpatient);
        if (!found.ok()) return found.refusal();
        if (found->state != VisitState::Open) return refusal(Code::WrongState);
        const Answer<Line> kept = insurer_.charges.add(*found, one.line, envelope_.msgid);
        if (!kept.ok()) return kept.refusal();
        const Cover& cover = kept->cover;
        written.beginObject();
        written.text("feedetl_sn", kept->sn);
        written.amount("det_item_fee_sumamt", cover.amount);
        written.amount("pric_uplmt_amt", kept->price_limit);
        written.amount("fulamt_ownpay_amt", cover.full_own);
        written.amount("overlmt_amt", cover.over_limit);
        written.amount("preselfpay_amt", cover.own_first);
        written.amount("inscp_scp_amt", cover.in_scope);
        written.text("chrgitm_lv", hub::core::enumName(kept->level));
        written.endObject();
    }
    written.endList();
    written.endObject();
    return Output{written.json(), {}};
}

Outcome CounterCalls::revokeLines(Members input, bool inpatient) {
    Members data = input.object("data");
    const std::string mdtrt_id = data.text("mdtrt_id");
    const std::string psn_no = psnNoIn(data);
    const std::string batch = inpatient ? data.textIfAny("chrg_bchno") : data.text("chrg_bchno");
    const std::string sn = inpatient ? data.text("feedetl_sn") : std::string(kAll);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, inpatient);
    if (!found.ok()) return found.refusal();
    if (found->state == VisitState::Cancelled) return refusal(Code::WrongState);
    LineChoice choice;
    if (!batch.empty() && batch != kAll) choice.batch = batch;
    if (sn != kAll) choice.sn = sn;
    const Done revoked = insurer_.charges.revoke(found->id, choice, envelope_.msgid);
    if (!revoked.ok()) return revoked.refusal();
    return Output();
}

Outcome CounterCalls::settle(Members input, bool inpatient, bool keep) {
    Members data = input.object("data");
    const std::string psn_no = psnNoIn(data);
    const Shown shown = shownIn(data);
    Wish wish;
    wish.med_type = data.text("med_type");
    const Money total = data.amount("medfee_sumamt");
    data.oneOf("psn_setlway", {kByItem});
    const std::string mdtrt_id = data.text("mdtrt_id");
    wish.batch = data.text("chrg_bchno");
    wish.use_account = data.oneOf("acct_used_flag", {"0", "1"}) == "1";
    const std::string insutype = data.text("insutype");
    if (keep) data.textIfAny("invono");
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Visit> found = visit(psn_no, mdtrt_id, inpatient);
    if (!found.ok()) return found.refusal();
    const Answer<Person> present = insurer_.people.showing(psn_no, shown);
    if (!present.ok()) return present.refusal();
    if (insutype != found->insutype) return refusal(Code::NotValid, "data.insutype");
    // An outpatient visit has no med_type before its diagnoses came.
    if (found->state == VisitState::Cancelled || found->med_type.empty()) return refusal(Code::WrongState);
    if (wish.med_type != found->med_type) return refusal(Code::NotValid, "data.med_type");
    wish.visit = *found;
    if (keep) {
        const Answer<Settlement> settled = insurer_.settlements.settle(wish, total, envelope_.msgid, insurer_.clock.utc());
        if (!settled.ok()) return settled.refusal();
        return Output{settlementJson(*settled, /*is_quote=*/false, /*with_flag=*/false), settled->setl_id};
    }
    const Answer<Quote> quoted = insurer_.settlements.quote(wish, total);
    if (!quoted.ok()) return quoted.refusal();
    Settlement shape;
    shape.person_id = found->person_id;
    shape.visit_id = found->id;
    shape.insutype = insutype;
    shape.med_type = wish.med_type;
    shape.split = quoted->split;
    shape.balance = quoted->balance;
    return Output{settlementJson(shape, /*is_quote=*/true, /*with_flag=*/false), {}};
}

std::string CounterCalls::settlementJson(const Settlement& settlement, bool is_quote, bool with_flag) {
    const Split& split = settlement.split;
    const Cover& cover = split.cover;
    const bool employees = settlement.insutype == "310";
    const Visit visit = insurer_.visits.byId(settlement.visit_id);
    Out written = out();
    written.beginObject();
    written.beginObject("setlinfo");
    if (!is_quote) {
        written.text("setl_id", settlement.setl_id);
        written.text("setl_time", timeText(settlement.at));
        written.text("medins_setl_id", settlement.made_by);
        written.text("clr_optins", insurer_.settings.clearing_office);
        written.text("clr_way", "1");
        written.text("clr_type", visit.inpatient ? "21" : "11");
    }
    written.text("psn_no", insurer_.people.byId(settlement.person_id).psn_no);
    written.text("mdtrt_id", visit.mdtrt_id);
    written.text("insutype", settlement.insutype);
    written.text("med_type", settlement.med_type);
    written.amount("medfee_sumamt", split.total());
    written.amount("fulamt_ownpay_amt", cover.full_own);
    written.amount("overlmt_selfpay", cover.over_limit);
    written.amount("preselfpay_amt", cover.own_first);
    written.amount("inscp_scp_amt", cover.in_scope);
    written.amount("act_pay_dedc", split.deductible);
    written.amount("hifp_pay", split.basic);
    written.amount("cvlserv_pay", split.civil_servant);
    written.amount("hifes_pay", Money());
    written.amount("hifmi_pay", employees ? Money() : split.big_illness);
    written.amount("hifob_pay", employees ? split.big_illness : Money());
    written.amount("maf_pay", split.medical_aid);
    written.amount("hifdm_pay", Money());
    written.amount("oth_pay", Money());
    written.amount("fund_pay_sumamt", insurer_.settings.fund_includes_acct ? split.fund() + split.account : split.fund());
    written.amount("psn_part_amt", split.person());
    written.amount("acct_pay", split.account);
    written.amount("acct_mulaid_pay", split.mutual_aid);
    written.amount("psn_cash_pay", split.cash);
    written.amount("hosp_part_amt", split.hospital());
    written.amount("balc", settlement.balance);
    if (with_flag) written.text("refd_setl_flag", settlement.undone ? "1" : "0");
    written.endObject();
    written.beginList("setldetail");
    writeFunds(written, settlement.insutype, split);
    written.endList();
    written.endObject();
    return written.json();
}

Outcome CounterCalls::revokeSettlement(Members input, bool inpatient) {
    Members data = input.object("data");
    const std::string setl_id = data.text("setl_id");
    const std::string mdtrt_id = data.text("mdtrt_id");
    const std::string psn_no = psnNoIn(data);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Visit> of = visit(psn_no, mdtrt_id, inpatient);
    if (!of.ok()) return of.refusal().code == refusal(Code::NoVisit).code ? refusal(Code::NotThere) : of.refusal();
    const Answer<Settlement> found = insurer_.settlements.find(setl_id, of->person_id);
    if (!found.ok()) return found.refusal();
    if (found->visit_id != of->id || found->entry != Entry::Settled) return refusal(Code::NotThere);
    const Answer<Settlement> revoked = insurer_.settlements.revoke(*found, envelope_.msgid);
    if (!revoked.ok()) return revoked.refusal();
    return Output{settlementJson(*revoked, /*is_quote=*/false, /*with_flag=*/false), revoked->setl_id};
}

Outcome CounterCalls::findSettlement(Members input) {
    Members data = input.object("data");
    const std::string psn_no = psnNoIn(data);
    const std::string setl_id = data.text("setl_id");
    const std::string mdtrt_id = data.text("mdtrt_id");
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Person> person = named(psn_no);
    if (!person.ok()) return person.refusal();
    const Answer<Settlement> found = insurer_.settlements.find(setl_id, person->id);
    if (!found.ok()) return found.refusal();
    const Visit of = insurer_.visits.byId(found->visit_id);
    if (of.mdtrt_id != mdtrt_id || of.hospital != envelope_.hospital) return refusal(Code::NotThere);
    return Output{settlementJson(*found, /*is_quote=*/false, /*with_flag=*/true), setl_id};
}

Outcome CounterCalls::reverse(Members input) {
    Members data = input.object("data");
    const std::string psn_no = psnNoIn(data);
    const std::string omsgid = data.text("omsgid");
    const std::string oinfno = data.text("oinfno", [](std::string_view infno) { return isWrite(infno) && infno != "2601"; });
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Person> person = named(psn_no);
    if (!person.ok()) return person.refusal();
    const std::optional<Message> message = insurer_.messages.message(omsgid);
    if (!message || message->infno != oinfno) {
        insurer_.messages.fence(omsgid, oinfno, envelope_.msgid);
        return Output();
    }
    if (!message->psn_no.empty() && message->psn_no != psn_no) return refusal(Code::OtherPerson);
    const bool did_nothing = message->infcode != refusal(Code::Done).code;
    if (did_nothing || !message->reversed_by.empty()) return Output();
    const Done undone = undo(oinfno, omsgid);
    if (!undone.ok()) return undone.refusal();
    insurer_.messages.reverse(omsgid, envelope_.msgid);
    return Output();
}

Done CounterCalls::undo(std::string_view infno, std::string_view omsgid) {
    if (infno == "2201" || infno == "2401") {
        const std::optional<Visit> opened = insurer_.visits.openedBy(omsgid);
        if (!opened || opened->state == VisitState::Cancelled) return Nothing();
        if (opened->state != VisitState::Open || insurer_.charges.anyStand(opened->id)) return refusal(Code::WrongState);
        insurer_.visits.undoOpening(omsgid);
        return Nothing();
    }
    if (infno == "2204" || infno == "2301") return insurer_.charges.undoAdding(omsgid, envelope_.msgid);
    if (infno == "2205" || infno == "2302") return insurer_.charges.undoRevoking(omsgid);
    if (infno == "2207" || infno == "2304") {
        const std::optional<Settlement> settled = insurer_.settlements.madeBy(omsgid);
        if (!settled || settled->undone) return Nothing();
        const Answer<Settlement> revoked = insurer_.settlements.revoke(*settled, envelope_.msgid);
        if (!revoked.ok()) return revoked.refusal();
        return Nothing();
    }
    if (infno == "2208" || infno == "2305") {
        const std::optional<Settlement> revoked = insurer_.settlements.madeBy(omsgid);
        return revoked ? insurer_.settlements.restore(*revoked, envelope_.msgid) : Done(Nothing());
    }
    // A discharge that a settlement stands on.
    if (infno == "2402") {
        const std::optional<Visit> changed = insurer_.visits.changedBy(omsgid);
        if (changed && insurer_.charges.anySettled(changed->id)) return refusal(Code::WrongState);
    }
    return insurer_.visits.undoChange(omsgid);
}

}  // namespace adapters::sim::nhsa
