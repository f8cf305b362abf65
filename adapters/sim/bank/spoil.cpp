#include "adapters/sim/bank/spoil.h"

#include <array>

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/common/json_members.h"

namespace adapters::sim::bank {

using codec::charset::Charset;
using common::FaultKind;

namespace {

constexpr std::array<std::string_view, 3> kResults{"state", "balance", "account"};

Body jsonBody(std::string text, const common::Fate& fate) {
    for (const std::string_view amount : {"amount", "balance"}) {
        if (fate.find(FaultKind::WrongAmount) != nullptr) common::spoilAmount(text, amount, /*third_decimal=*/false);
        if (fate.find(FaultKind::ThirdDecimal) != nullptr) common::spoilAmount(text, amount, /*third_decimal=*/true);
    }
    for (const std::string_view result : kResults) {
        if (fate.find(FaultKind::OddResult) != nullptr) common::setMember(text, result, R"("under_review")");
        if (fate.find(FaultKind::NoResult) != nullptr) common::removeMember(text, result);
    }
    if (fate.find(FaultKind::WrongCharset) != nullptr) {
        const hub::core::Result<std::string> bytes = codec::charset::fromUtf8(Charset::Gb18030, text);
        if (bytes.ok()) text = *bytes;
    }
    return {"application/json", std::move(text)};
}

Body fileBody(Statement statement, const common::Fate& fate) {
    const bool has_rows = !statement.rows.empty();
    const Money fen = Money::fromFen(1);
    if (fate.find(FaultKind::MissingRow) != nullptr && has_rows) statement.rows.pop_back();
    if (fate.find(FaultKind::DoubledRow) != nullptr && has_rows) statement.rows.push_back(statement.rows.back());
    if (fate.find(FaultKind::WrongAmount) != nullptr && has_rows) statement.rows.front().amount += fen;
    if (fate.find(FaultKind::WrongTotals) != nullptr) statement.in += fen;
    std::string file = fileOf(statement, fate.find(FaultKind::WrongCharset) != nullptr ? Charset::Utf8 : Charset::Gb18030);
    if (fate.find(FaultKind::CutFile) != nullptr) file.resize(file.size() / 2);
    return {"text/plain; charset=GB18030", std::move(file)};
}

}  // namespace

Body bodyOf(Reply reply, const common::Fate& fate) {
    if (auto* statement = std::get_if<Statement>(&reply.content)) return fileBody(std::move(*statement), fate);
    return jsonBody(std::get<std::string>(std::move(reply.content)), fate);
}

}  // namespace adapters::sim::bank
