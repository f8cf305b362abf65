#include "adapters/sim/nhsa/counter_calls.h"

#include <fmt/format.h>

#include <algorithm>

namespace adapters::sim::nhsa {

using common::Answer;

namespace {

constexpr std::string_view kOutpatientClearing = "11";
constexpr std::string_view kInpatientClearing = "21";

bool isDay(std::string_view text) { return text.size() == 10 && Date::parse(text).ok(); }

}  // namespace

bool isKnown(std::string_view infno) {
    constexpr std::array<std::string_view, 4> kReads{"9001", "1101", "5203", "3201"};
    return isWrite(infno) || infno == "2206" || infno == "2303" || std::ranges::find(kReads, infno) != kReads.end();
}

bool isWrite(std::string_view infno) {
    constexpr std::array<std::string_view, 17> kWrites{"2201", "2202", "2203", "2204", "2205", "2207", "2208", "2301", "2302",
                                                       "2304", "2305", "2401", "2402", "2403", "2404", "2405", "2601"};
    return std::ranges::find(kWrites, infno) != kWrites.end();
}

Outcome CounterCalls::answer(Members input) {
    const std::string& infno = envelope_.infno;
    if (infno == "9001") return signIn(input);
    if (infno == "1101") return person(input);
    if (infno == "3201") return sums(input);
    if (infno == "2201") return openVisit(input);
    if (infno == "2202") return cancelVisit(input);
    if (infno == "2203") return diagnoses(input);
    if (infno == "2204" || infno == "2301") return addLines(input, infno == "2301");
    if (infno == "2205" || infno == "2302") return revokeLines(input, infno == "2302");
    if (infno == "2206" || infno == "2303") return settle(input, infno == "2303", /*keep=*/false);
    if (infno == "2207" || infno == "2304") return settle(input, infno == "2304", /*keep=*/true);
    if (infno == "2208" || infno == "2305") return revokeSettlement(input, infno == "2305");
    if (infno == "2401") return admit(input);
    if (infno == "2402") return discharge(input);
    if (infno == "2403") return changeAdmission(input);
    if (infno == "2404") return cancelAdmission(input);
    if (infno == "2405") return cancelDischarge(input);
    if (infno == "2601") return reverse(input);
    HUB_ASSERT(infno == "5203");
    return findSettlement(input);
}

std::string CounterCalls::psnNoIn(Members& members) {
    psn_no_ = members.text("psn_no");
    return psn_no_;
}

Shown CounterCalls::shownIn(Members& members) {
    Shown shown;
    shown.kind = members.oneOf("mdtrt_cert_type", {"01", "02", "03"});
    shown.number = members.text("mdtrt_cert_no");
    return shown;
}

Done complete(const Members& members) {
    if (members.missing().any()) return refusal(Code::NotValid, members.missing().name());
    return Nothing();
}

Answer<Person> CounterCalls::named(std::string_view psn_no) {
    if (envelope_.insuplc_admdvs.empty()) return refusal(Code::NotValid, "insuplc_admdvs");
    const Answer<Person> person = insurer_.people.byNumber(psn_no);
    if (!person.ok()) return person;
    const std::vector<Insurance> all = insurer_.people.insurances(person->id);
    if (std::ranges::find(all, envelope_.insuplc_admdvs, &Insurance::area) == all.end()) return refusal(Code::OtherArea);
    return person;
}

Done CounterCalls::inArea(std::string_view area) const {
    if (area != envelope_.insuplc_admdvs) return refusal(Code::OtherArea);
    return Nothing();
}

Answer<Visit> CounterCalls::visit(std::string_view psn_no, std::string_view mdtrt_id, bool inpatient) {
    const Answer<Person> person = named(psn_no);
    if (!person.ok()) return person.refusal();
    const Answer<Visit> found = insurer_.visits.find(mdtrt_id, person->id, envelope_.hospital, inpatient);
    if (!found.ok()) return found;
    const Done here = inArea(insurer_.people.insurance(person->id, found->insutype)->area);
    if (!here.ok()) return here.refusal();
    return found;
}

Outcome CounterCalls::signIn(Members input) {
    Members members = input.object("signIn");
    const std::string opter = members.text("opter_no");
    members.text("mac");
    members.text("ip");
    if (const Done whole = complete(members); !whole.ok()) return whole.refusal();
    Out written = out();
    written.beginObject();
    written.beginObject("signinoutb");
    written.text("sign_time", timeText(insurer_.clock.utc()));
    written.text("sign_no", insurer_.messages.signIn(envelope_.hospital, opter));
    written.endObject();
    written.endObject();
    return Output{written.json(), {}};
}

Outcome CounterCalls::person(Members input) {
    Members data = input.object("data");
    Shown shown = shownIn(data);
    if (shown.kind == "03") shown.card_sn = data.text("card_sn");
    const std::string cert_type = data.textIfAny("psn_cert_type");
    const std::string certno = data.textIfAny("certno");
    const std::string name = data.textIfAny("psn_name");
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Person> person = insurer_.people.holder(shown);
    if (!person.ok()) return person.refusal();
    const auto differs = [](const std::string& given, const std::string& known) { return !given.empty() && given != known; };
    if (differs(name, person->name) || differs(certno, person->certno) || differs(cert_type, person->psn_cert_type))
        return refusal(Code::OtherPerson);
    Out written = out();
    written.beginObject();
    written.beginObject("baseinfo");
    written.text("psn_no", person->psn_no);
    written.text("psn_cert_type", person->psn_cert_type);
    written.text("certno", person->certno);
    written.text("psn_name", person->name);
    written.text("gend", person->gend);
    written.text("brdy", person->brdy);
    written.endObject();
    written.beginList("insuinfo");
    for (const Insurance& one : insurer_.people.insurances(person->id)) {
        written.beginObject();
        written.amount("balc", one.balance);
        written.text("insutype", one.insutype);
        written.text("psn_type", one.psn_type);
        written.text("psn_insu_stas", one.pays ? "1" : "2");
        written.text("insuplc_admdvs", one.area);
        written.endObject();
    }
    written.endList();
    written.endObject();
    return Output{written.json(), {}};
}

Outcome CounterCalls::sums(Members input) {
    Members data = input.object("data");
    Period period;
    period.hospital = envelope_.hospital;
    period.insutype = data.text("insutype");
    period.inpatient = data.oneOf("clr_type", {kOutpatientClearing, kInpatientClearing}) == kInpatientClearing;
    data.oneOf("setl_optins", {insurer_.settings.clearing_office});
    const std::string from = data.text("stmt_begndate", isDay);
    const std::string to = data.text("stmt_enddate", isDay);
    const Money total = data.signedAmount("medfee_sumamt");
    const Money fund = data.signedAmount("fund_pay_sumamt");
    const Money account = data.signedAmount("acct_pay");
    const std::int64_t count = data.scaled("fixmedins_setl_cnt", 0);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    period.from = *Date::parse(from);
    period.to = *Date::parse(to);
    Sums known = insurer_.settlements.sums(period);
    if (insurer_.settings.fund_includes_acct) known.fund += known.account;
    const bool same = known.total == total && known.fund == fund && known.account == account && known.entries == count;
    Out written = out();
    written.beginObject();
    written.beginObject("stmtinfo");
    written.text("stmt_rslt", same ? "0" : "1");
    written.text("stmt_rslt_dscr", same ? std::string("一致")
                                        : fmt::format("不一致：医保总额 {}，基金 {}，个人账户 {}，{} 笔", known.total.yuan(),
                                                      known.fund.yuan(), known.account.yuan(), known.entries));
    written.endObject();
    written.endObject();
    return Output{written.json(), {}};
}

}  // namespace adapters::sim::nhsa
