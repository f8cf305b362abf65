#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/bank/records.h"

namespace adapters::sim::bank {

struct StatementRow {
    std::string number;
    std::string bank_number;
    TransferKind kind = TransferKind::Pay;
    Money amount;
    UtcTime booked_at;
    std::string original;
    std::string summary;
};

/// A day as the file says it. Count and sums need not be those of the rows: faults are made here.
struct Statement {
    Date day;
    std::string client;
    std::size_t count = 0;
    Money in;
    Money out;
    std::vector<StatementRow> rows;
};

/// With the count and the sums that these rows have.
Statement statementOf(Date day, std::string client, std::vector<StatementRow> rows);

/// How a statement that is issued anew differs from the books; the file agrees with itself all the same.
enum class Difference {
    None,          ///< not at all: it puts an earlier one right
    MissingRow,    ///< the last row is not there
    DoubledRow,    ///< the last row stands there twice, under two numbers of the bank
    ForeignRow,    ///< a pay of one fen under a number that nobody has used
    HigherAmount,  ///< the last row is one fen higher
};
constexpr auto enumNames(Difference) {
    using Name = std::pair<Difference, std::string_view>;
    return std::array{Name{Difference::None, "none"}, Name{Difference::MissingRow, "missing_row"},
                      Name{Difference::DoubledRow, "doubled_row"}, Name{Difference::ForeignRow, "foreign_row"},
                      Name{Difference::HigherAmount, "higher_amount"}};
}

/// Without a row, only a foreign one can differ: it comes back as it was.
Statement withDifference(Statement statement, Difference difference);

/// The file with its trailer, in that charset.
std::string fileOf(const Statement& statement, codec::charset::Charset charset);

}  // namespace adapters::sim::bank
