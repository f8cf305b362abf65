#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// Where something stands in the bytes split. The line ends and blank lines behind a message belong to it.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view of(std::string_view bytes) const { return bytes.substr(begin, end - begin); }
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// A number that BTS-1 or FTS-1 states and what was found (case 47).
struct StatedCount {
    std::size_t offset = 0;               ///< of the BTS or FTS
    std::optional<std::size_t> stated{};  ///< nothing when the field is empty: it is optional
    bool readable = true;                 ///< false when there is something that is no number
    std::size_t found = 0;                ///< messages of the batch, batches of the file
};

/// What bytes consist of, one message, several, or a batch file (HL7 v2, 2.10.3: [FHS] {[BHS] {messages} [BTS]} [FTS]).
struct Batch {
    std::vector<ByteRange> messages;
    std::vector<ByteRange> outside;  ///< lines other than FHS, BHS, BTS and FTS that belong to no message; blank ones are not listed
    std::vector<StatedCount> counts;
};

/// A message begins at each line that starts with MSH and a character that can separate fields, and ends before the next one or a line
/// FHS, BHS, BTS or FTS. A byte order mark and blanks at the start of a line do not matter. Linear; any bytes; allocates by the number of
/// messages only.
Batch splitBatch(std::string_view bytes);

/// Hl7BatchCountWrong, with the trailer's offset, for the first stated number that is not the one found.
hub::core::Result<void> checkCounts(const Batch& batch);

}  // namespace adapters::codec::hl7v2
