#include "adapters/ehealth_card/their_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace adapters::ehealth_card {

namespace core = hub::core;
using core::Error;
using hub::contract::RefusalReason;

namespace {

enum class Verdict {
    Refused,      ///< final, for `reason`
    NothingDone,  ///< turned away before it acted: `error`
    Unclear,      ///< it may have acted: `error`
};

struct Row {
    std::int64_t code;
    Verdict verdict;
    RefusalReason reason;
    Error error;
};

constexpr Row refused(std::int64_t code, RefusalReason reason) { return {code, Verdict::Refused, reason, Error::PeerAnswerNotValid}; }
constexpr Row nothingDone(std::int64_t code, Error error) { return {code, Verdict::NothingDone, RefusalReason::Other, error}; }

/// "Expired" and "used" have no word of their own among the reasons; each has one that the other does not, so that they can be told
/// apart without their codes.
constexpr RefusalReason kNoSuchCode = RefusalReason::NoSuchPatient;
constexpr RefusalReason kExpired = RefusalReason::WrongState;
constexpr RefusalReason kUsed = RefusalReason::DuplicateNumber;

constexpr auto kPlatform = std::to_array<Row>({
    nothingDone(1001, Error::ChannelRefusesOurSignature),
    nothingDone(kTokenNotValid, Error::ChannelRefusesOurSignature),
    nothingDone(1003, Error::ChannelRefusesOurSignature),
    nothingDone(1004, Error::RequestNotWritable),
    refused(2001, kNoSuchCode),
    refused(2002, kExpired),
    refused(2003, kUsed),
    refused(3001, RefusalReason::NotAllowed),
    nothingDone(9999, Error::ChannelBusy),
});

constexpr auto kVoucherService = std::to_array<Row>({
    refused(1, kNoSuchCode),
    refused(2, kExpired),
    refused(3, kUsed),
    {-1, Verdict::Unclear, RefusalReason::Other, Error::ChannelInTrouble},
});

Answer says(std::span<const Row> rows, std::int64_t code, const std::string& their_text, const std::string& place) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.code == code; });
    if (row == rows.end()) return kit::NoAnswer{core::Failure(Error::PeerAnswerNotValid, "no meaning is known of " + place), false};
    if (row->verdict == Verdict::Refused)
        return hub::contract::Refusal{row->reason, std::to_string(code), core::Sensitive<std::string>(their_text)};
    return kit::NoAnswer{core::Failure(row->error, place), /*surely_not_written=*/row->verdict == Verdict::NothingDone};
}

}  // namespace

Answer platformSays(std::int64_t code, const std::string& their_text, const std::vector<std::string_view>& members) {
    std::string place = fmt::format("resultCode {}", code);
    constexpr std::int64_t kMemberMissing = 1004;
    if (code == kMemberMissing) {
        for (const std::string_view member : members) {
            if (their_text.find(member) != std::string::npos) place += fmt::format(" {}", member);
        }
    }
    return says(kPlatform, code, their_text, place);
}

Answer voucherServiceSays(std::int64_t code, const std::string& their_text) {
    return says(kVoucherService, code, their_text, fmt::format("code {}", code));
}

}  // namespace adapters::ehealth_card
