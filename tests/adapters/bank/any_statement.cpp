#include "tests/adapters/bank/any_statement.h"

#include <algorithm>
#include <string>

#include "adapters/bank/statement.h"
#include "adapters/kit/sha256.h"

namespace tests {

namespace core = hub::core;
using hub::contract::Statement;

namespace {

void check(const Statement& statement, std::string_view bytes) {
    HUB_ASSERT(statement.ready);
    HUB_ASSERT(statement.hash == adapters::kit::sha256(bytes).hex());
    // Header, trailer, and a line for each row.
    HUB_ASSERT(std::count(bytes.begin(), bytes.end(), '\n') == static_cast<std::ptrdiff_t>(statement.lines.size()) + 2);
    for (const auto& line : statement.lines) {
        HUB_ASSERT(line.amount.isPositive());
        HUB_ASSERT(!line.their_number.empty());
        HUB_ASSERT(line.original.has_value() == (line.kind == hub::contract::StatementLineKind::Refund));
    }
}

/// The same bytes under a hash that fits, so that what stands behind it is tried too.
std::string sealed(std::string_view bytes) {
    std::string text(bytes.substr(0, bytes.rfind("TR|")));
    if (!text.ends_with("\r\n")) text += "\r\n";
    return text + "TR|" + adapters::kit::sha256(text).hex() + "|\r\n";
}

}  // namespace

void anyStatementBytes(std::string_view bytes) {
    constexpr core::Date kDay{2026, 11, 28};
    for (const std::string& one : {std::string(bytes), sealed(bytes)}) {
        const core::Result<Statement> statement = adapters::bank::readStatement(one, kDay, "QYYKT0001");
        if (statement.ok()) {
            HUB_ASSERT(statement->day == kDay);
            check(*statement, one);
        } else {
            HUB_ASSERT(statement.failure().error() == core::Error::PeerAnswerNotValid);
        }
    }
}

}  // namespace tests
