#include "adapters/sim/nhsa/mobile_calls.h"

#include <algorithm>

namespace adapters::sim::nhsa {

using common::Answer;

namespace {

constexpr std::string_view kByItem = "01";
constexpr std::string_view kFeeType = "01";
constexpr std::string_view kResidentId = "01";

bool isOutpatientCare(std::string_view med_type) { return !isInpatientType(med_type); }

RefundType typeOf(const OrderView& seen) {
    const bool insurance = !(seen.split.account + seen.fundPay()).isZero();
    if (insurance && !seen.split.cash.isZero()) return RefundType::All;
    return insurance ? RefundType::Insurance : RefundType::Cash;
}

}  // namespace

bool isMobileMethod(std::string_view method) {
    constexpr std::array<std::string_view, 5> kMethods{"uldFeeInfo", "pay_order", "refund_Order", "query_order_info", "revoke_order"};
    return std::ranges::find(kMethods, method) != kMethods.end();
}

Outcome MobileCalls::answer(std::string_view method, Members data) {
    if (method == "uldFeeInfo") return upload(data);
    if (method == "pay_order") return pay(data);
    if (method == "refund_Order") return refund(data);
    if (method == "query_order_info") return query(data);
    HUB_ASSERT(method == "revoke_order");
    return revoke(data);
}

MobileCalls::Token MobileCalls::tokenIn(Members& data) {
    Token token{data.textIfAny("pay_auth_no"), data.textIfAny("ec_token")};
    if (token.pay_auth_no.empty() && token.ec_token.empty()) data.text("ec_token");
    return token;
}

Answer<Person> MobileCalls::holder(const Token& token) {
    const Answer<Person> by_token =
        token.ec_token.empty() ? insurer_.people.holderOfPayAuthNo(token.pay_auth_no) : insurer_.people.holder({"01", token.ec_token, {}});
    if (!by_token.ok() || token.ec_token.empty() || token.pay_auth_no.empty()) return by_token;
    const Answer<Person> by_number = insurer_.people.holderOfPayAuthNo(token.pay_auth_no);
    if (by_number.ok() && by_number->id != by_token->id) return refusal(Code::OtherPerson);
    return by_number;
}

void MobileCalls::readOrder(Members& data, std::string& pay_ord_id, std::string& pay_token) {
    pay_ord_id = data.text("pay_ord_id");
    pay_token = data.text("pay_token");
    hospital_ = data.text("org_codg");
}

Outcome MobileCalls::upload(Members& data) {
    const Token token = tokenIn(data);
    const std::string mdtrt_id = data.textIfAny("mdtrt_id");
    hospital_ = data.text("org_codg");
    const std::string psn_no = data.text("psn_no");
    NewOrder wish;
    Visit& visit = wish.visit;
    visit.insutype = data.text("insutype");
    const std::string area = data.text("insu_code");
    wish.med_org_ord = data.text("med_org_ord");
    data.time("begntime");
    const std::string id_no = data.text("id_no");
    const std::string user_name = data.text("user_name");
    data.oneOf("id_type", {kResidentId});
    visit.ipt_otp_no = data.text("ipt_otp_no");
    for (const char* name : {"dept_code", "dept_name", "caty"}) data.text(name);
    visit.med_type = data.text("med_type", isOutpatientCare);
    data.oneOf("fee_type", {kFeeType});
    wish.total = data.amount("medfee_sumamt");
    data.oneOf("psn_setlway", {kByItem});
    wish.batch = data.text("chrg_bchno");
    for (Members& members : data.list("feedetail_list")) wish.lines.push_back(lineIn(members));
    for (NewLine& line : wish.lines) line.batch = wish.batch;
    int mains = 0;
    for (Members& members : data.list("diseinfo_list")) readDiagnosis(members, mains);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();

    Out written = out();
    const auto output = [&](const Order& order) {
        written.beginObject();
        written.text("pay_ord_id", order.pay_ord_id);
        written.text("pay_token", order.pay_token);
        written.text("mdtrt_id", insurer_.visits.byId(order.visit_id).mdtrt_id);
        written.endObject();
        return Output{written.json(), order.pay_ord_id};
    };
    if (const std::optional<Order> known = insurer_.orders.uploaded(hospital_, wish.med_org_ord)) return output(*known);
    const Answer<Person> person = holder(token);
    if (!person.ok()) return person.refusal();
    if (person->psn_no != psn_no || person->certno != id_no || person->name != user_name) return refusal(Code::OtherPerson);
    const Answer<Insurance> insurance = insurer_.people.paying(person->id, visit.insutype);
    if (!insurance.ok()) return insurance.refusal();
    if (insurance->area != area) return refusal(Code::NotValid, "data.insuCode");
    visit.person_id = person->id;
    visit.hospital = hospital_;
    visit.made_by = wish.med_org_ord;
    visit.diagnoses = data.json("diseinfo_list");
    if (!mdtrt_id.empty()) {
        const Answer<Visit> standing = insurer_.visits.find(mdtrt_id, person->id, hospital_, /*inpatient=*/false);
        if (!standing.ok() || standing->insutype != visit.insutype) return refusal(Code::NotValid, "data.mdtrtId");
        if (standing->state != VisitState::Open) return refusal(Code::OrderState);
        const std::string med_type = visit.med_type;
        visit = *standing;
        visit.med_type = med_type;
    }
    const Answer<Order> order = insurer_.orders.upload(wish);
    if (!order.ok()) return order.refusal();
    return output(*order);
}

Output MobileCalls::orderOutput(const Order& order, bool in_full) {
    const OrderView seen = insurer_.orders.view(order);
    const Split& split = seen.split;
    Out written = out();
    written.beginObject();
    written.text("pay_ord_id", order.pay_ord_id);
    written.text("ord_stas", std::to_string(static_cast<int>(order.state)));
    written.amount("fee_sumamt", split.total());
    written.amount("own_pay_amt", split.cash);
    written.amount("psn_acct_pay", split.account);
    written.amount("fund_pay", seen.fundPay());
    written.beginList("setl_detail");
    writeFunds(written, order.insutype, split);
    written.endList();
    written.amount("acct_mulaid_pay", split.mutual_aid);
    written.amount("hosp_part_amt", split.hospital());
    if (in_full) {
        const bool paid = order.settlement_id != 0;
        written.text("setl_type", paid ? hub::core::enumName(typeOf(seen)) : "");
        written.text("trace_time", timeText(paid ? order.settles_at : order.made_at));
        written.text("med_org_ord", order.med_org_ord);
        written.text("org_biz_ser", order.org_biz_ser);
    }
    written.endObject();
    return {written.json(), order.pay_ord_id};
}

Outcome MobileCalls::pay(Members& data) {
    const Token token = tokenIn(data);
    std::string pay_ord_id;
    std::string pay_token;
    readOrder(data, pay_ord_id, pay_token);
    const std::string org_biz_ser = data.text("org_biz_ser");
    const std::string batch = data.text("chrg_bchno");
    data.oneOf("fee_type", {kFeeType});
    const std::string mdtrt_id = data.text("mdtrt_id");
    const bool use_account = data.oneOf("acct_used_flag", {"0", "1"}) == "1";
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Order> order = insurer_.orders.find(pay_ord_id, pay_token, hospital_);
    if (!order.ok()) return order.refusal();
    if (order->batch != batch) return refusal(Code::NotValid, "data.chrgBchno");
    if (insurer_.visits.byId(order->visit_id).mdtrt_id != mdtrt_id) return refusal(Code::NotValid, "data.mdtrtId");
    if (order->settlement_id == 0) {
        const Answer<Person> person = holder(token);
        if (!person.ok()) return person.refusal();
        if (person->id != order->person_id) return refusal(Code::OtherPerson);
    }
    const Answer<Order> paid = insurer_.orders.pay(*order, org_biz_ser, use_account);
    if (!paid.ok()) return paid.refusal();
    return orderOutput(*paid, /*in_full=*/false);
}

Outcome MobileCalls::refund(Members& data) {
    const std::string pay_ord_id = data.text("pay_ord_id");
    NewRefund wish;
    wish.app_refd_sn = data.text("app_refd_sn");
    data.text("app_refd_time", isDigits14);
    const Money total = data.amount("totl_refd_amt");
    wish.cash = data.amount("cash_refd_amt");
    wish.account = data.amount("psn_acct_refd_amt");
    wish.fund = data.amount("fund_refd_amt");
    const std::string type = data.oneOf("refd_type", {"ALL", "CASH", "HI"});
    const Token token = tokenIn(data);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    wish.type = *hub::core::enumFromName<RefundType>(type);
    Out written = out();
    const auto output = [&](const std::string& refd_sn) {
        written.beginObject();
        written.text("ref_status", "SUCC");
        written.text("refd_sn", refd_sn);
        written.endObject();
        return Output{written.json(), pay_ord_id};
    };
    if (const std::optional<std::string> known = insurer_.orders.refunded(wish.app_refd_sn)) return output(*known);
    if (wish.cash + wish.account + wish.fund != total) return refusal(Code::SumsDiffer, "totlRefdAmt");
    const bool fits_type = (wish.type != RefundType::Cash || (wish.account + wish.fund).isZero()) &&
                           (wish.type != RefundType::Insurance || wish.cash.isZero());
    if (!fits_type) return refusal(Code::NotValid, "data.refdType");
    const Answer<Order> order = insurer_.orders.find(pay_ord_id);
    if (!order.ok()) return order.refusal();
    const Answer<Person> person = holder(token);
    if (!person.ok()) return person.refusal();
    if (person->id != order->person_id) return refusal(Code::OtherPerson);
    const Answer<std::string> refd_sn = insurer_.orders.refund(*order, wish);
    if (!refd_sn.ok()) return refd_sn.refusal();
    return output(*refd_sn);
}

Outcome MobileCalls::query(Members& data) {
    std::string pay_ord_id;
    std::string pay_token;
    readOrder(data, pay_ord_id, pay_token);
    const std::string id_no = data.text("id_no");
    const std::string user_name = data.text("user_name");
    data.oneOf("id_type", {kResidentId});
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Order> order = insurer_.orders.find(pay_ord_id, pay_token, hospital_);
    if (!order.ok()) return order.refusal();
    const Person person = insurer_.people.byId(order->person_id);
    if (person.certno != id_no || person.name != user_name) return refusal(Code::OtherPerson);
    return orderOutput(*order, /*in_full=*/true);
}

Outcome MobileCalls::revoke(Members& data) {
    std::string pay_ord_id;
    std::string pay_token;
    readOrder(data, pay_ord_id, pay_token);
    if (const Done whole = complete(data); !whole.ok()) return whole.refusal();
    const Answer<Order> order = insurer_.orders.find(pay_ord_id, pay_token, hospital_);
    if (!order.ok()) return order.refusal();
    const Answer<Order> revoked = insurer_.orders.revoke(*order);
    if (!revoked.ok()) return revoked.refusal();
    Out written = out();
    written.beginObject();
    written.text("pay_ord_id", revoked->pay_ord_id);
    written.text("ord_stas", std::to_string(static_cast<int>(revoked->state)));
    written.endObject();
    return Output{written.json(), revoked->pay_ord_id};
}

}  // namespace adapters::sim::nhsa
