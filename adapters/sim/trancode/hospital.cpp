#include "adapters/sim/trancode/hospital.h"

#include <algorithm>
#include <array>
#include <limits>

namespace adapters::sim::trancode {

using common::Fate;
using common::FaultKind;
using hub::core::Error;
using hub::core::Failure;

namespace {

constexpr std::string_view kCommonTags = "TranCode! TransactionID! AuthKey! UserID! DeviceID! HospitalID!";
constexpr std::size_t kTransactionIdMax = 22;
constexpr std::size_t kTransactionsKept = 10'000;

// Wherever an amount can stand, nearest to money first in the answers of this interface.
constexpr std::array<std::string_view, 11> kAmountTags{
    "AccBalance", "AccountBalance", "Amt", "TotalAmount", "Amount", "Cost", "Charges", "Fee", "ItemPrice", "TotalFee", "medfee_sumamt"};

Element* firstAmount(Element& element) {
    const bool amount = std::find(kAmountTags.begin(), kAmountTags.end(), element.name) != kAmountTags.end();
    if (amount && Money::parseYuan(element.text).ok()) return &element;
    for (Element& child : element.children) {
        if (Element* found = firstAmount(child); found != nullptr) return found;
    }
    return nullptr;
}

void spoilAmount(Element& response, const Fate& fate) {
    Element* amount = firstAmount(response);
    if (amount == nullptr) return;
    const Money right = *Money::parseYuan(amount->text);
    if (fate.find(FaultKind::WrongAmount) != nullptr) amount->text = (right + Money::fromFen(1)).yuan();
    if (fate.find(FaultKind::ThirdDecimal) != nullptr) amount->text = right.yuan() + "5";
}

void setResult(const Operation& operation, Element& response, std::string_view value) {
    if (operation.result_as_child) {
        response.children.insert(response.children.begin(), Element("Result", std::string(value)));
    } else {
        response.addAttribute("Service", "");
        response.addAttribute("Result", std::string(value));
    }
}

void spoilResult(Element& response, const Fate& fate) {
    for (codec::xml::Attribute& attribute : response.attributes) {
        if (attribute.name == "Result" && fate.find(FaultKind::OddResult) != nullptr) attribute.value = "99";
    }
    if (fate.find(FaultKind::NoResult) == nullptr) return;
    std::erase_if(response.attributes, [](const codec::xml::Attribute& attribute) { return attribute.name == "Result"; });
    std::erase_if(response.children, [](const Element& child) { return child.name == "Result"; });
}

void leaveOut(const std::vector<std::string>& tags, Element& element) {
    std::erase_if(element.children, [&](const Element& child) { return std::find(tags.begin(), tags.end(), child.name) != tags.end(); });
    for (Element& child : element.children) leaveOut(tags, child);
}

Element* emptyList(Content& content) {
    const auto found = std::find_if(content.begin(), content.end(), [](const Element& one) {
        return (one.name == "Items" || one.name == "BillItems") && one.children.empty();
    });
    return found == content.end() ? nullptr : &*found;
}

}  // namespace

const Operation* Hospital::find(std::string_view site_code) const {
    std::string_view code = site_code;
    for (const SiteCode& one : site_.site_codes) {
        if (one.operation == site_code && one.code != site_code) code = {};  // this site uses another one for it
    }
    for (const SiteCode& one : site_.site_codes) {
        if (one.code == site_code) code = one.operation;
    }
    for (const auto operations :
         {personOperations(), billingOperations(), inpatientOperations(), bookingOperations(), visitOperations(), reportOperations()}) {
        for (const Operation& one : operations) {
            if (one.code == code && (one.region == Region::Base || one.region == site_.region)) return &one;
        }
    }
    return nullptr;
}

Element Hospital::refusal(const Operation& operation, std::string_view message) {
    Element response("Response");
    setResult(operation, response, operation.failure);
    response.add("Msg", std::string(message));
    return response;
}

Element Hospital::answer(const Operation& operation, Request request, const Fate& fate) {
    request.speak(std::string(operation.code), site_.minor_version);
    const hub::core::Result<Content> done = fate.acts() ? act(operation, request, fate) : hub::core::Result<Content>(Content());
    if (const common::FaultRule* refused = fate.find(FaultKind::Refused); refused != nullptr)
        return refusal(operation, refused->text.value_or("HIS 内部处理超时"));
    Element response =
        done.ok() ? this->response(operation, *done) : refusal(operation, done.failure().message(hub::core::Language::Chinese));
    spoilAmount(response, fate);
    spoilResult(response, fate);
    return response;
}

hub::core::Result<Content> Hospital::act(const Operation& operation, const Request& request, const Fate& fate) {
    if (const hub::core::Result<void> admitted = admit(operation, request); !admitted.ok()) return admitted.failure();
    Context context{.books = books_,
                    .site = site_,
                    .format = Format(site_),
                    .now = clock_.utc(),
                    .caller = {.operation = std::string(operation.code),
                               .number = request.text("TransactionID"),
                               .operator_id = request.text("UserID"),
                               .visible_from = {}}};
    if (const common::FaultRule* forget = fate.find(FaultKind::Forget); forget != nullptr) {
        const std::int64_t hidden_ms = forget->delay_ms.value_or(0);
        context.caller.visible_from =
            hidden_ms == 0 ? hub::core::UtcTime{std::numeric_limits<std::int64_t>::max()} : context.now + hub::core::Duration(hidden_ms);
    }
    if (site_.booking_hold_minutes > 0) books_.expireReservations(std::chrono::minutes(site_.booking_hold_minutes));
    return operation.run(context, request);
}

hub::core::Result<void> Hospital::admit(const Operation& operation, const Request& request) {
    const hub::core::Result<void> common_tags = request.check(kCommonTags, site_.accept_missing_tags);
    if (!common_tags.ok()) return common_tags;
    if (request.text("AuthKey") != site_.auth_key) return Failure(Error::SimNotValid, "AuthKey 不正确");
    if (request.text("HospitalID") != site_.hospital_id) return Failure(Error::SimNotValid, "HospitalID 不正确");
    const std::string transaction = request.text("TransactionID");
    if (transaction.size() > kTransactionIdMax) return Failure(Error::SimNotValid, "TransactionID 超过 22 位");
    if (site_.refuse_repeated_transactions) {
        const std::lock_guard lock(mutex_);
        if (!transactions_.insert(transaction).second) return Failure(Error::SimRepeated, transaction);
        in_order_.push_back(transaction);
        if (in_order_.size() > kTransactionsKept) {
            transactions_.erase(in_order_.front());
            in_order_.pop_front();
        }
    }
    return request.check(operation.tags, site_.accept_missing_tags);
}

Element Hospital::response(const Operation& operation, Content content) const {
    const NothingFound form = nothingFound(operation.code);
    if (Element* list = emptyList(content); list != nullptr) {
        if (form == NothingFound::Refused) return refusal(operation, "未找到相关数据");
        if (form == NothingFound::BlankItem) list->add(list->name.substr(0, list->name.size() - 1));
        if (form == NothingFound::NoItems) content.erase(content.begin() + (list - content.data()));
    }
    Element response("Response");
    response.add("Msg");
    for (Element& child : content) response.children.push_back(std::move(child));
    leaveOut(site_.leave_out_tags, response);
    speakOlder(operation.code, response);
    setResult(operation, response, "0");
    return response;
}

NothingFound Hospital::nothingFound(std::string_view operation) const {
    for (const NothingFoundRule& rule : site_.nothing_found_of) {
        if (rule.operation == operation) return rule.form;
    }
    return site_.nothing_found;
}

void Hospital::speakOlder(std::string_view operation, Element& element) const {
    for (Element& child : element.children) {
        const bool is_input = child.name == "CertificateType" || child.name == "VisitType";  // renamed in requests alone
        if (!is_input) child.name = siteTag(operation, child.name, site_.minor_version);
        speakOlder(operation, child);
    }
}

}  // namespace adapters::sim::trancode
