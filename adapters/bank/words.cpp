#include "adapters/bank/words.h"

#include <algorithm>
#include <vector>

#include "adapters/kit/json_reading.h"

namespace adapters::bank {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonDocument;
using core::JsonValue;
using core::Money;
using kit::CodeMap;
using kit::notValid;
using kit::optionalTextIn;
using kit::textIn;

namespace {

constexpr std::size_t kWordMax = 64;  // bytes of a code, number or time

core::Failure notWritable(std::string_view what) { return core::Failure(core::Error::RequestNotWritable, std::string(what)); }

/// One JSON object, written member by member.
class Members {
  public:
    Members() : out_(core::Exposure::Revealed) { out_.beginObject(); }
    Members& text(std::string_view name, std::string_view value) {
        out_.key(name);
        out_.string(value);
        return *this;
    }
    Members& amount(std::string_view name, Money value) {
        out_.key(name);
        out_.integer(value.fen());
        return *this;
    }
    std::string json() {
        out_.endObject();
        return out_.text();
    }

  private:
    core::JsonWriter out_;
};

/// On a statement it stands between bars, on one line.
core::Result<void> checkSummary(std::string_view summary) {
    constexpr std::ptrdiff_t kCharactersMax = 60;
    const auto begins_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    if (std::count_if(summary.begin(), summary.end(), begins_character) > kCharactersMax)
        return notWritable("the summary has more than 60 characters");
    const auto breaks_line = [](char byte) { return byte == '|' || static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F; };
    if (std::any_of(summary.begin(), summary.end(), breaks_line)) return notWritable("the summary has a bar or a control character");
    return {};
}

core::Result<JsonDocument> objectIn(std::string_view body) {
    core::Result<JsonDocument> document = JsonDocument::parse(body);
    if (!document.ok() || !document->root().isObject()) return core::Failure(core::Error::PeerAnswerNotValid, "its body is no JSON object");
    return document;
}

core::Result<Money> amountIn(JsonValue content, std::string_view name, std::int64_t fen_min) {
    const core::Result<std::int64_t> fen = kit::numberIn(content, name, fen_min, Money::kFenMax);
    if (!fen.ok()) return fen.failure();
    return Money::fromFen(*fen);
}

core::Result<std::optional<std::string>> bankNumberIn(JsonValue content) {
    core::Result<std::optional<std::string>> number = optionalTextIn(content, "bank_number", kWordMax);
    if (number.ok() && *number && !isBankNumber(**number)) return notValid("bank_number", "is not digits");
    return number;
}

}  // namespace

bool isOurNumber(std::string_view number) {
    constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    return number.size() >= 6 && number.size() <= 32 && number.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool isBankNumber(std::string_view number) { return !number.empty() && number.size() <= kWordMax && kit::isDigits(number, number.size()); }

CodeMap transferKinds() {
    std::vector<CodeMap::Row> rows;
    for (const auto& [kind, name] : enumNames(TransferKind())) rows.push_back({std::string(name), std::string(name)});
    return *CodeMap::make("kind", rows, {});
}

Words::Words()
    : certificate_kind_(*CodeMap::make("certificate_type",
                                       {{"01", "resident_id"},
                                        {"03", "passport"},
                                        {"06", "hong_kong_macau_pass"},
                                        {"07", "taiwan_pass"},
                                        {"09", "residence_permit"},
                                        {"10", "permanent_residence"}},
                                       {})),
      transfer_kind_(transferKinds()),
      transfer_state_(*CodeMap::make("state", {{"accepted", "accepted"}, {"done", "done"}, {"rejected", "rejected"}}, {})),
      time_(*kit::mapping::TimeFormat::parse("yyyy-MM-dd HH:mm:ss")),
      day_(*kit::mapping::TimeFormat::parse("yyyyMMdd")) {}

core::Result<std::string> Words::ofOpen(const std::string& our_number, const AccountOpen::Request& request) const {
    const PersonDetails& person = request.person;
    if (!isOurNumber(our_number)) return notWritable("our number is not of the bank's form");
    if (!person.certificate || !person.phone) return notWritable("an account is opened with a certificate and a telephone");
    const core::Result<std::string> kind = certificate_kind_.theirs(person.certificate->kind);
    if (!kind.ok()) return kind.failure();
    return Members()
        .text("number", our_number)
        .text("name", person.name.reveal().text)
        .text("certificate_type", *kind)
        .text("certificate", person.certificate->number.reveal().text)
        .text("phone", person.phone->reveal().text)
        .text("linked_card", request.linked_card.reveal())
        .json();
}

std::string Words::ofBalance(const core::Sensitive<std::string>& account) { return Members().text("account", account.reveal()).json(); }

core::Result<std::string> Words::ofTransfer(const std::string& our_number, const TransferCreate::Request& request) const {
    if (!isOurNumber(our_number)) return notWritable("our number is not of the bank's form");
    if (!request.amount.isPositive()) return notWritable("the amount is not above zero");
    const bool gives_back = request.kind == TransferKind::GiveBack;
    if (gives_back != request.original.has_value()) return notWritable("what is given back names the payment, and nothing else does");
    if (gives_back && !isOurNumber(*request.original)) return notWritable("the number of the payment is not of the bank's form");
    const core::Result<void> summary = checkSummary(request.summary);
    if (!summary.ok()) return summary.failure();
    const core::Result<std::string> kind = transfer_kind_.theirs(request.kind);
    if (!kind.ok()) return kind.failure();
    return Members()
        .text("number", our_number)
        .text("kind", *kind)
        .text("account", request.account.reveal())
        .amount("amount", request.amount)
        .text("original", request.original.value_or(""))
        .text("summary", request.summary)
        .json();
}

core::Result<std::string> Words::ofFind(const std::string& our_number) {
    if (!isOurNumber(our_number)) return notWritable("our number is not of the bank's form");
    return Members().text("number", our_number).json();
}

core::Result<AccountOpen::Result> Words::opened(std::string_view body) const {
    constexpr std::size_t kAccountDigits = 19;
    const core::Result<JsonDocument> document = objectIn(body);
    if (!document.ok()) return document.failure();
    core::Result<std::string> account = textIn(document->root(), "account", kAccountDigits);
    if (!account.ok()) return account.failure();
    if (!kit::isDigits(*account, kAccountDigits)) return notValid("account", "is not 19 digits");
    const core::Result<core::UtcTime> opened_at = timeIn(document->root(), "opened_at");
    if (!opened_at.ok()) return opened_at.failure();
    return AccountOpen::Result{core::Sensitive<std::string>(std::move(*account)), *opened_at};
}

core::Result<AccountBalance::Result> Words::balance(std::string_view body) const {
    const core::Result<JsonDocument> document = objectIn(body);
    if (!document.ok()) return document.failure();
    const core::Result<Money> balance = amountIn(document->root(), "balance", 0);
    if (!balance.ok()) return balance.failure();
    const core::Result<core::UtcTime> at = timeIn(document->root(), "at");
    if (!at.ok()) return at.failure();
    return AccountBalance::Result{*balance, *at};
}

core::Result<BankTransfer> Words::transfer(std::string_view body, std::string_view our_number) const {
    const core::Result<JsonDocument> document = objectIn(body);
    if (!document.ok()) return document.failure();
    const JsonValue content = document->root();
    const core::Result<std::string> number = textIn(content, "number", kWordMax);
    if (!number.ok()) return number.failure();
    if (*number != our_number) return notValid("number", "is another");
    const core::Result<std::string> their_kind = textIn(content, "kind", kWordMax);
    if (!their_kind.ok()) return their_kind.failure();
    const core::Result<TransferKind> kind = transfer_kind_.ours<TransferKind>(*their_kind);
    if (!kind.ok()) return kind.failure();
    const core::Result<std::string> their_state = textIn(content, "state", kWordMax);
    if (!their_state.ok()) return their_state.failure();
    const core::Result<TransferState> state = transfer_state_.ours<TransferState>(*their_state);
    if (!state.ok()) return state.failure();
    const core::Result<Money> amount = amountIn(content, "amount", 1);
    if (!amount.ok()) return amount.failure();
    core::Result<std::optional<std::string>> bank_number = bankNumberIn(content);
    if (!bank_number.ok()) return bank_number.failure();

    BankTransfer transfer{*number, *kind, *state, *amount, std::move(*bank_number), {}, {}, {}};
    if (*state == TransferState::Done) {
        if (!transfer.bank_number) return notValid("bank_number", "of what is done is missing");
        const core::Result<core::UtcTime> booked_at = timeIn(content, "booked_at");
        if (!booked_at.ok()) return booked_at.failure();
        transfer.booked_at = *booked_at;
        const core::Result<std::string> bank_day = textIn(content, "bank_day", kWordMax);
        if (!bank_day.ok()) return bank_day.failure();
        const core::Result<core::Date> day = day_.readDate(*bank_day);
        if (!day.ok()) return day.failure();
        transfer.bank_day = *day;
    }
    if (*state == TransferState::Rejected) {
        core::Result<std::string> reason = textIn(content, "reason", kWordMax);
        if (!reason.ok()) return reason.failure();
        if (reason->find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) return notValid("reason", "is no code");
        transfer.reason = std::move(*reason);
    }
    return transfer;
}

core::Result<core::UtcTime> Words::timeIn(JsonValue content, std::string_view name) const {
    const core::Result<std::string> text = textIn(content, name, kWordMax);
    if (!text.ok()) return text.failure();
    return time_.readTime(*text);
}

}  // namespace adapters::bank
