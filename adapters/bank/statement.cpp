#include "adapters/bank/statement.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "adapters/bank/words.h"
#include "adapters/codec/charset/charset.h"
#include "adapters/kit/sha256.h"

namespace adapters::bank {

namespace core = hub::core;
using namespace hub::contract;
using core::Money;

namespace {

constexpr std::string_view kLineEnd = "\r\n";

core::Failure notValid(std::string_view place, std::string_view what) {
    return core::Failure(core::Error::PeerAnswerNotValid, fmt::format("{}: {}", place, what));
}

/// The members of a line, each of which ends with a bar; nothing when it has not exactly `count`.
template <std::size_t count>
std::optional<std::array<std::string_view, count>> membersOf(std::string_view line) {
    std::array<std::string_view, count> members;
    for (std::string_view& member : members) {
        const std::size_t bar = line.find('|');
        if (bar == std::string_view::npos) return std::nullopt;
        member = line.substr(0, bar);
        line.remove_prefix(bar + 1);
    }
    if (!line.empty()) return std::nullopt;
    return members;
}

/// Digits without a sign, and without zeros before them.
std::optional<std::size_t> countOf(std::string_view text) {
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size() || text != std::to_string(count)) return std::nullopt;
    return count;
}

/// Yuan with two decimals, neither more nor fewer.
std::optional<Money> amountOf(std::string_view text) {
    const core::Result<Money> amount = Money::parseYuan(text);
    if (!amount.ok() || amount->yuan() != text) return std::nullopt;
    return *amount;
}

StatementLineKind lineKindOf(TransferKind kind) {
    switch (kind) {
        case TransferKind::TopUp:
            return StatementLineKind::TopUp;
        case TransferKind::Withdraw:
            return StatementLineKind::Withdraw;
        case TransferKind::Pay:
            return StatementLineKind::Payment;
        case TransferKind::GiveBack:
            return StatementLineKind::Refund;
        case TransferKind::Payout:
            return StatementLineKind::Payout;
    }
    HUB_ASSERT(false);
}

/// Takes the lines of one file, in their order.
class Reader {
  public:
    Reader(core::Date day, std::string_view client)
        : day_(day), client_(client), kinds_(transferKinds()), time_(*kit::mapping::TimeFormat::parse("yyyyMMddHHmmss")) {
        statement_.day = day;
    }

    core::Result<void> takeHeader(std::string_view line) {
        const auto members = membersOf<6>(line);
        if (!members || (*members)[0] != "HD") return notValid("line 1", "is no header");
        std::string day = day_.text();
        std::erase(day, '-');
        if ((*members)[1] != day) return notValid("line 1", "the day is another");
        if ((*members)[2] != client_) return notValid("line 1", "the client is another");
        const std::optional<std::size_t> rows = countOf((*members)[3]);
        const std::optional<Money> in = amountOf((*members)[4]);
        const std::optional<Money> out = amountOf((*members)[5]);
        if (!rows || !in || !out) return notValid("line 1", "it has no totals");
        rows_ = *rows;
        in_ = *in;
        out_ = *out;
        return {};
    }

    core::Result<void> takeRow(std::string_view text) {
        const std::string place = fmt::format("line {}", statement_.lines.size() + 2);
        const auto members = membersOf<9>(text);
        if (!members || (*members)[0] != "01") return notValid(place, "is no row");
        const auto [type, row, our_number, bank_number, kind_word, yuan, time, original, summary] = *members;
        if (countOf(row) != statement_.lines.size() + 1) return notValid(place, "rows are not counted from 1");
        if (!our_number.empty() && !isOurNumber(our_number)) return notValid(place, "our number is not of our form");
        if (!isBankNumber(bank_number)) return notValid(place, "the bank's number is not digits");
        const core::Result<TransferKind> kind = kinds_.ours<TransferKind>(kind_word);
        if (!kind.ok()) return notValid(place, "the kind is not known");
        const std::optional<Money> amount = amountOf(yuan);
        if (!amount || !amount->isPositive()) return notValid(place, "it has no amount");
        const core::Result<core::UtcTime> at = time_.readTime(time);
        if (!at.ok()) return notValid(place, "it has no time");
        const bool gives_back = *kind == TransferKind::GiveBack;
        if (gives_back ? !isOurNumber(original) : !original.empty()) return notValid(place, "the original does not go with the kind");

        StatementLine line;
        line.kind = lineKindOf(*kind);
        if (!our_number.empty()) line.our_number = our_number;
        line.their_number = bank_number;
        line.amount = *amount;
        line.at = *at;
        if (gives_back) line.original = original;
        statement_.lines.push_back(std::move(line));
        return add(*kind, *amount, place);
    }

    core::Result<Statement> finish(std::string hash) {
        if (statement_.lines.size() != rows_) return notValid("line 1", "it counts another number of rows");
        if (in_ != summed_in_ || out_ != summed_out_) return notValid("line 1", "the rows have other sums");
        statement_.hash = std::move(hash);
        return std::move(statement_);
    }

  private:
    /// What only moves between a person's own accounts is in neither sum.
    core::Result<void> add(TransferKind kind, Money amount, std::string_view place) {
        if (kind == TransferKind::TopUp || kind == TransferKind::Withdraw) return {};
        Money& sum = kind == TransferKind::Pay ? summed_in_ : summed_out_;
        const core::Result<Money> larger = sum.checkedAdd(amount);
        if (!larger.ok()) return notValid(place, "the sum is out of range");
        sum = *larger;
        return {};
    }

    const core::Date day_;
    const std::string_view client_;
    const kit::CodeMap kinds_;
    const kit::mapping::TimeFormat time_;
    Statement statement_;
    std::size_t rows_ = 0;
    Money in_;
    Money out_;
    Money summed_in_;
    Money summed_out_;
};

/// The bytes without the last line, which holds their hash. A line end is never part of a character of GB18030.
core::Result<std::string_view> sealedPart(std::string_view bytes) {
    if (!bytes.ends_with(kLineEnd)) return notValid("the file", "it does not end with a line end");
    const std::size_t before = bytes.substr(0, bytes.size() - kLineEnd.size()).rfind(kLineEnd);
    if (before == std::string_view::npos) return notValid("the file", "it has not even two lines");
    const std::string_view sealed = bytes.substr(0, before + kLineEnd.size());
    const std::string trailer = fmt::format("TR|{}|{}", kit::sha256(sealed).hex(), kLineEnd);
    if (bytes.substr(sealed.size()) != trailer) return notValid("the last line", "it is not the hash of the lines before");
    return sealed;
}

}  // namespace

core::Result<Statement> readStatement(std::string_view bytes, core::Date day, std::string_view client) {
    const core::Result<std::string_view> sealed = sealedPart(bytes);
    if (!sealed.ok()) return sealed.failure();
    // Before it is cut into members: a bar can be the second byte of a character.
    const core::Result<std::string> text = codec::charset::toUtf8(codec::charset::Charset::Gb18030, *sealed);
    if (!text.ok()) return notValid("the file", "it is not GB18030");

    Reader reader(day, client);
    bool is_first = true;
    for (std::string_view rest = *text; !rest.empty();) {
        const std::size_t end = rest.find(kLineEnd);
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + kLineEnd.size());
        if (line.find_first_of(kLineEnd) != std::string_view::npos) return notValid("the file", "a line end stands inside a line");
        const core::Result<void> taken = is_first ? reader.takeHeader(line) : reader.takeRow(line);
        if (!taken.ok()) return taken.failure();
        is_first = false;
    }
    return reader.finish(kit::sha256(bytes).hex());
}

}  // namespace adapters::bank
