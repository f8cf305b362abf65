#include "adapters/sim/bank/calls.h"

#include <algorithm>

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/common/side_door.h"
#include "adapters/sim/common/text.h"

namespace adapters::sim::bank {

using hub::core::Exposure;
using hub::core::JsonDocument;
using hub::core::Result;

namespace {

constexpr std::string_view kVersion = "/v1/";
constexpr std::string_view kStatements = "statements/";
constexpr std::size_t kDayLength = 10;
constexpr std::size_t kNameMax = 60;
constexpr std::size_t kCertificateMax = 32;
constexpr std::size_t kPhoneMin = 6;
constexpr std::size_t kPhoneMax = 20;
constexpr std::size_t kSummaryMax = 60;

bool isLong(std::string_view text, std::size_t from, std::size_t to) { return text.size() >= from && text.size() <= to; }

bool isNumber(std::string_view text) { return isLong(text, kNumberMin, kNumberMax) && common::isLettersAndDigits(text); }

/// What a statement and a person can read: no line end, no other control character, no '|', nothing that GB18030 lacks.
bool isPlain(std::string_view text) {
    const auto breaks = [](char one) { return static_cast<unsigned char>(one) < 0x20 || one == 0x7F || one == '|'; };
    return std::none_of(text.begin(), text.end(), breaks) && codec::charset::fromUtf8(codec::charset::Charset::Gb18030, text).ok();
}

/// The first member that is wrong, if one is.
std::optional<std::string> wrongIn(const OpenRequest& request) {
    const std::size_t name = common::characters(request.name);
    if (!isNumber(request.number)) return "number";
    if (name < 1 || name > kNameMax || !isPlain(request.name)) return "name";
    if (!isCertificateType(request.certificate_type)) return "certificate_type";
    if (!isLong(request.certificate, 1, kCertificateMax) || !isPlain(request.certificate)) return "certificate";
    if (!isLong(request.phone, kPhoneMin, kPhoneMax) || !common::isDigits(request.phone)) return "phone";
    if (!isCardNumber(request.linked_card)) return "linked_card";
    return std::nullopt;
}

std::optional<std::string> wrongIn(const BalanceRequest& request) {
    return request.account.empty() ? std::optional<std::string>("account") : std::nullopt;
}

std::optional<std::string> wrongIn(const TransferRequest& request) {
    const bool is_give_back = request.kind == TransferKind::GiveBack;
    if (!isNumber(request.number)) return "number";
    if (request.account.empty()) return "account";
    if (!request.amount.isPositive()) return "amount";
    if (is_give_back ? !isNumber(request.original) : !request.original.empty()) return "original";
    if (common::characters(request.summary) > kSummaryMax || !isPlain(request.summary)) return "summary";
    return std::nullopt;
}

std::optional<std::string> wrongIn(const FindRequest& request) {
    return isNumber(request.number) ? std::nullopt : std::optional<std::string>("number");
}

/// Strict: each member and no other, each of its type.
template <class Request>
Answer<Request> read(const std::string& body) {
    const Result<JsonDocument> document = JsonDocument::parse(body);
    if (!document.ok()) return notValid("JSON");
    Request request;
    hub::core::json::Problem problem;
    hub::core::json::read(document->root(), "", request, problem);
    if (problem.any()) return notValid(problem.text().starts_with('/') ? problem.text().substr(1) : problem.text());
    if (std::optional<std::string> wrong = wrongIn(request)) return notValid(*std::move(wrong));
    return request;
}

template <class T>
Reply reply(const T& content, std::string number = {}) {
    return {200, hub::core::toJson(content, Exposure::Revealed), std::move(number)};
}

struct TransferText {
    static constexpr std::string_view kTypeName = "TransferText";
    const Transfer& transfer;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        const Transfer& one = self.transfer;
        const bool done = one.state == TransferState::Done;
        field("number", one.what.number, "the client's");
        field("kind", one.what.kind, "from where to where");
        field("state", one.state, "accepted is not done");
        field("amount", one.what.amount, "whole fen");
        field("bank_number", one.bank_number, "digits");
        field("booked_at", done ? timeText(one.booked_at) : std::string(), "yyyy-MM-dd HH:mm:ss");
        field("bank_day", done ? compactDay(bankDay(one.booked_at)) : std::string(), "yyyyMMdd");
        field("reason", one.reason, "of a rejection");
    }
};

Reply transferReply(const Answer<Transfer>& transfer) {
    if (!transfer.ok()) return refusalReply(transfer.refusal());
    return reply(TransferText{*transfer}, transfer->what.number);
}

}  // namespace

std::optional<Call> callOf(const common::HttpRequest& request) {
    std::string_view path = request.path;
    if (!path.starts_with(kVersion) || !request.query.empty()) return std::nullopt;
    path.remove_prefix(kVersion.size());
    if (path.starts_with(kStatements)) return request.method == "GET" ? std::optional(Call::Statement) : std::nullopt;
    const std::optional<Call> call = request.method == "POST" ? hub::core::enumFromName<Call>(path) : std::nullopt;
    return call == Call::Statement ? std::nullopt : call;
}

Reply refusalReply(const Refusal& refusal) {
    return {httpStatusOf(refusal.code), common::jsonObject({{"code", refusal.code}, {"text", refusal.message}}), ""};
}

Reply Calls::answer(Call call, const common::HttpRequest& request) {
    switch (call) {
        case Call::Open:
            return open(request.body);
        case Call::Balance:
            return balance(request.body);
        case Call::Create:
            return create(request.body);
        case Call::Find:
            return find(request.body);
        case Call::Statement:
            return statement(std::string_view(request.path).substr(kVersion.size() + kStatements.size()));
    }
    HUB_ASSERT(false);
}

Reply Calls::open(const std::string& body) {
    const Answer<OpenRequest> request = read<OpenRequest>(body);
    if (!request.ok()) return refusalReply(request.refusal());
    const Answer<OpenedAccount> account = bank_.open(*request);
    return account.ok() ? reply(*account) : refusalReply(account.refusal());
}

Reply Calls::balance(const std::string& body) {
    const Answer<BalanceRequest> request = read<BalanceRequest>(body);
    if (!request.ok()) return refusalReply(request.refusal());
    const Answer<Balance> balance = bank_.balance(request->account);
    return balance.ok() ? reply(*balance) : refusalReply(balance.refusal());
}

Reply Calls::create(const std::string& body) {
    const Answer<TransferRequest> request = read<TransferRequest>(body);
    return request.ok() ? transferReply(bank_.create(*request)) : refusalReply(request.refusal());
}

Reply Calls::find(const std::string& body) {
    const Answer<FindRequest> request = read<FindRequest>(body);
    return request.ok() ? transferReply(bank_.find(request->number)) : refusalReply(request.refusal());
}

Reply Calls::statement(std::string_view day_text) {
    const Result<Date> day = Date::parse(day_text);
    if (day_text.size() != kDayLength || !day.ok()) return refusalReply(notValid("day"));
    const Answer<Statement> statement = bank_.statement(*day);
    if (!statement.ok()) return refusalReply(statement.refusal());
    return {200, *statement, ""};
}

}  // namespace adapters::sim::bank
