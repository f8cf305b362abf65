#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/hl7v2/message.h"

namespace adapters::codec::hl7v2 {

/// What `codec check` found in files. Every message found counts, refused ones too: messages - round_trip_exact were rejected.
struct CheckReport {
    static constexpr std::size_t kRejectedListedMax = 1000;

    struct Rejected {
        std::string file;
        std::size_t offset = 0;  ///< in the file; in a captured MLLP stream, in the payload of the frame
        std::string reason;      ///< code and English text; no personal data
        friend bool operator==(const Rejected&, const Rejected&) = default;
    };

    std::size_t messages = 0;
    std::size_t round_trip_exact = 0;  ///< parsed, and written again byte for byte out of the index alone
    std::vector<Rejected> rejected;    ///< the first kRejectedListedMax
};

/// Adds what one file holds: a message, several behind each other, a batch, or the bytes of an MLLP connection (one whose first
/// frame begins before any message outside one). Bytes that belong to no message count as one that was rejected. Messages without
/// MSH-18 are read as UTF-8 where they are that, else as GB18030. Any bytes at all; linear time; memory bounded by the file's size.
void checkFile(std::string_view name, std::string_view bytes, CheckReport& report);

/// The message put together again from nothing but its subcomponents, its delimiters and what stands between segments. Equal to
/// write() when the index covers every byte once.
std::string rebuild(const Message& message);

}  // namespace adapters::codec::hl7v2
