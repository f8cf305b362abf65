#include "adapters/sim/bank/statement.h"

#include <fmt/format.h>

#include "adapters/sim/common/digest.h"
#include "adapters/sim/common/text.h"
#include "hub/core/exception.h"

namespace adapters::sim::bank {

using codec::charset::Charset;

namespace {

constexpr std::string_view kForeignNumber = "NOBODYS0001";
constexpr std::string_view kForeignBankNumber = "99999999000000000001";

bool isIn(TransferKind kind) { return kind == TransferKind::Pay; }
bool isOut(TransferKind kind) { return kind == TransferKind::GiveBack || kind == TransferKind::Payout; }

/// Everybody's checks keep out what GB18030 could not carry.
std::string bytesOf(const std::string& text, Charset charset) {
    const hub::core::Result<std::string> bytes = codec::charset::fromUtf8(charset, text);
    if (!bytes.ok()) throw hub::core::Exception("a statement: " + bytes.failure().message(hub::core::Language::English));
    return *bytes;
}

}  // namespace

Statement statementOf(Date day, std::string client, std::vector<StatementRow> rows) {
    Statement statement{day, std::move(client), rows.size(), Money(), Money(), std::move(rows)};
    for (const StatementRow& row : statement.rows) {
        if (isIn(row.kind)) statement.in += row.amount;
        if (isOut(row.kind)) statement.out += row.amount;
    }
    return statement;
}

Statement withDifference(Statement statement, Difference difference) {
    std::vector<StatementRow> rows = std::move(statement.rows);
    if (difference == Difference::ForeignRow) {
        const UtcTime at = rows.empty() ? statementMadeAt(statement.day) + -std::chrono::hours(12) : rows.back().booked_at;
        rows.push_back(
            {std::string(kForeignNumber), std::string(kForeignBankNumber), TransferKind::Pay, Money::fromFen(1), at, "", "其他"});
    } else if (!rows.empty()) {
        if (difference == Difference::MissingRow) rows.pop_back();
        if (difference == Difference::HigherAmount) rows.back().amount += Money::fromFen(1);
        if (difference == Difference::DoubledRow) {
            rows.push_back(rows.back());
            rows.back().bank_number = kForeignBankNumber;
        }
    }
    return statementOf(statement.day, std::move(statement.client), std::move(rows));
}

std::string fileOf(const Statement& statement, Charset charset) {
    std::string text = fmt::format("HD|{}|{}|{}|{}|{}|\r\n", compactDay(statement.day), statement.client, statement.count,
                                   statement.in.yuan(), statement.out.yuan());
    std::size_t line = 0;
    for (const StatementRow& row : statement.rows) {
        text += fmt::format("01|{}|{}|{}|{}|{}|{}|{}|{}|\r\n", ++line, row.number, row.bank_number, hub::core::enumName(row.kind),
                            row.amount.yuan(), common::shanghaiText("{:%Y%m%d%H%M%S}", row.booked_at), row.original, row.summary);
    }
    std::string bytes = bytesOf(text, charset);
    bytes += fmt::format("TR|{}|\r\n", common::toHex(common::sha256(bytes)));
    return bytes;
}

}  // namespace adapters::sim::bank
