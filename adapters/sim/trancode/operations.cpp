#include "adapters/sim/trancode/operations.h"

#include <algorithm>

namespace adapters::sim::trancode {

using hub::core::Date;
using hub::core::Error;
using hub::core::Failure;

common::Days always() { return {Date{}, Date{2199, 12, 31}}; }

common::Days range(const Request& request) {
    const common::Days open = always();
    return {request.day("StartDate").value_or(open.from), request.day("EndDate").value_or(open.to)};
}

Result<common::Patient> cardHolder(Context& context, const Request& request, std::string_view id_tag) {
    Result<common::Patient> patient = context.books.patient(request.number(id_tag));
    if (!patient.ok() || request.text("CardNum").empty()) return patient;
    const Result<std::string> kind = cardKind(request.text("CardType"));
    if (!kind.ok()) return kind.failure();
    const std::vector<common::Card> cards = context.books.cardsOf(patient->id);
    const bool theirs = std::any_of(cards.begin(), cards.end(),
                                    [&](const common::Card& card) { return card.kind == *kind && card.number == request.text("CardNum"); });
    if (!theirs) return Failure(Error::SimNotPossible, "卡号与患者不符");
    return patient;
}

Element items(std::vector<Element> rows, std::string_view wrapper) {
    Element list{std::string(wrapper)};
    for (Element& one : rows) one.name = wrapper.substr(0, wrapper.size() - 1);
    list.children = std::move(rows);
    return list;
}

Element row(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string>> fields) {
    Element element{std::string(name)};
    for (const auto& [tag, text] : fields) element.add(std::string(tag), text);
    return element;
}

Content fields(std::initializer_list<std::pair<std::string_view, std::string>> fields) { return row("", fields).children; }

Element depositRows(const Context& context, const std::vector<common::Deposit>& deposits) {
    std::vector<Element> rows;
    for (const common::Deposit& one : deposits) {
        rows.push_back(row("Item", {{"PrepayNo", one.number},
                                    {"ReceiptNo", one.receipt_number},
                                    {"PayType", one.what.pay_kind},
                                    {"Amt", context.format.money(one.what.amount)},
                                    {"PayDate", context.format.time(one.paid_at)},
                                    {"Operator", one.operator_id},
                                    {"SettleNo", one.settlement_number},
                                    {"OrderNo", one.what.order_number}}));
    }
    return items(std::move(rows));
}

std::string sexCode(common::Sex sex) {
    switch (sex) {
        case common::Sex::Male:
            return "0";
        case common::Sex::Female:
            return "1";
        case common::Sex::Unknown:
            return "9";
    }
    HUB_ASSERT(false);
}

Result<common::Sex> sexFromCode(std::string_view code) {
    if (code == "0") return common::Sex::Male;
    if (code == "1") return common::Sex::Female;
    if (code == "9") return common::Sex::Unknown;
    return Failure(Error::SimNotValid, "参数 Sex 只能是 0、1 或 9");
}

Result<std::string> cardKind(std::string_view card_type) {
    if (card_type == "1") return std::string("00");
    if (card_type == "2") return std::string("90");
    return Failure(Error::SimNotValid, "参数 CardType 只能是 1 或 2");
}

common::Doctor doctorOf(Context& context, std::string_view code) {
    for (common::Doctor& doctor : context.books.doctors()) {
        if (doctor.code == code) return std::move(doctor);
    }
    return {};
}

std::string departmentName(Context& context, std::string_view code) {
    for (common::Department& department : context.books.departments()) {
        if (department.code == code) return std::move(department.name);
    }
    return {};
}

}  // namespace adapters::sim::trancode
