#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/hl7v2/header.h"
#include "adapters/codec/hl7v2/message.h"
#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// MSA-1 (table 0008). A..: the application's word, C..: the message is safely stored or not (enhanced mode).
enum class AckCode { AA, AE, AR, CA, CE, CR };

std::string_view name(AckCode code);
/// AA and CA.
bool isPositive(AckCode code);

/// Table 0357, what an ERR segment says. The value is the number.
enum class ErrorCondition : std::uint16_t {
    SegmentSequence = 100,
    RequiredFieldMissing = 101,
    DataType = 102,
    TableValueNotFound = 103,
    UnsupportedMessageType = 200,
    UnsupportedEventCode = 201,
    UnsupportedProcessingId = 202,
    UnsupportedVersion = 203,
    UnknownKey = 204,
    DuplicateKey = 205,
    RecordLocked = 206,
    InternalError = 207,
};

/// The table's English words.
std::string_view text(ErrorCondition condition);

/// One ERR segment. It is written as ERR-1 (up to v2.4: segment^sequence^field^code) and as ERR-2 to ERR-4 and ERR-8 (since v2.5);
/// receivers skip what their version does not know.
struct AckError {
    ErrorCondition condition;
    std::string segment{};  ///< where: "MSH"; empty when it is no place in the message
    std::uint32_t occurrence = 1;
    Place place{};               ///< as far as known
    std::string user_message{};  ///< UTF-8, ERR-8
};

struct Acknowledgement {
    AckCode code;
    std::string control_id;  ///< new MSH-10, the caller's; at most 20 characters
    std::string sent_at;     ///< MSH-7: YYYYMMDDHHMMSS
    std::string text{};      ///< UTF-8, MSA-3; empty: the field is left out
    std::vector<AckError> errors{};
};

/// The bytes that answer `request` (case 70): written with its delimiters and in its charset, sender and receiver (MSH-3 and 4, MSH-5 and
/// 6) swapped, MSH-11, 12 and 18 copied byte for byte, MSA-2 = its MSH-10 whatever that is (49), MSH-9 ACK with its event where it has one.
/// Ends with CR (35). It needs no more than a beginning of an MSH, so what cannot be parsed can be answered (38, 48); bytes without any MSH
/// are answered with the usual delimiters, P and 2.4, and an empty MSA-2.
/// TextNotInCharset where `text` or a user message has characters the request's charset does not: say it in ASCII then (69).
hub::core::Result<std::string> acknowledge(std::string_view request, charset::Charset default_charset,
                                           const Acknowledgement& acknowledgement);

/// What is wrong with the header of a message that parsed: MSH-9 or MSH-10 missing (48, 49), each 101. Empty: nothing.
std::vector<AckError> headerErrors(const Message& message);

/// The ERR for a message that Message::parse refused.
AckError errorFor(const hub::core::Failure& parse_failure);

/// Table 0155.
enum class AckWhen { Always, Never, OnError, OnSuccess };

/// What MSH-15 and MSH-16 ask for (71). Original mode, both absent or empty: one application answer, always. In enhanced mode the one that
/// is empty means never; a value outside the table means always, since a peer that waits is worse off than one that gets a word too many.
struct AckModes {
    bool enhanced = false;
    AckWhen commit = AckWhen::Never;
    AckWhen application = AckWhen::Always;

    static AckModes askedBy(const Header& header);
};

bool isWanted(AckWhen when, bool success);

}  // namespace adapters::codec::hl7v2
