#pragma once

#include <string_view>

#include "hub/contract/operations/statement.h"

namespace adapters::bank {

/// The largest statement that is fetched: some 500,000 rows.
inline constexpr std::size_t kStatementBytesMax = 64 * 1024 * 1024;

/// A statement of `day` for `client`, from its bytes as they came (GB18030). Nothing of it is taken unless all of it holds: the hash over
/// the lines before the last, day and client, rows counted from 1, both sums, and every member in its form. Also: PeerAnswerNotValid
/// with the number of the line, never with what stands there. Any thread.
///
/// What contradicts nothing in the file is not judged here: a transfer that stands there twice is the reconciliation's to find.
hub::core::Result<hub::contract::Statement> readStatement(std::string_view bytes, hub::core::Date day, std::string_view client);

}  // namespace adapters::bank
