#include "adapters/nhsa/their_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace adapters::nhsa {

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
constexpr Row unclear(std::int64_t code, Error error) { return {code, Verdict::Unclear, RefusalReason::Other, error}; }

constexpr auto kCounter = std::to_array<Row>({
    unclear(-1, Error::ChannelInTrouble),          nothingDone(kSignInNotValid, Error::ChannelRefusesOurSignature),
    refused(1004, RefusalReason::Other),          // a member is missing
    refused(1101, RefusalReason::NoSuchPatient),  // or the voucher's token is over
    refused(1102, RefusalReason::NotAllowed),     // name or certificate is somebody else's
    refused(1103, RefusalReason::NotAllowed),     // the insurance does not pay now
    refused(1104, RefusalReason::NotAllowed),     // another area
    refused(2001, RefusalReason::Other),          // no such visit
    refused(2002, RefusalReason::WrongState),      refused(2101, RefusalReason::AmountRefused),
    refused(2102, RefusalReason::Other),  // no such item
    refused(2103, RefusalReason::DuplicateNumber), refused(2201, RefusalReason::NoSuchCharge),
    refused(2202, RefusalReason::AmountRefused),   refused(2203, RefusalReason::AlreadyPaid),
    refused(2204, RefusalReason::WrongState),  // it is cleared
    refused(2301, RefusalReason::Other),       // no such settlement
    refused(2302, RefusalReason::WrongState),  // it is revoked already
    refused(2602, RefusalReason::WrongState),  // reversed before it arrived
    nothingDone(9001, Error::ChannelBusy),         unclear(kNumberUsed, Error::ChannelInTrouble),
});

constexpr auto kMobile = std::to_array<Row>({
    unclear(-1, Error::ChannelInTrouble),
    refused(1004, RefusalReason::Other),
    refused(1101, RefusalReason::NoSuchPatient),
    refused(1102, RefusalReason::NotAllowed),
    refused(1103, RefusalReason::NotAllowed),
    refused(2101, RefusalReason::AmountRefused),
    refused(2102, RefusalReason::Other),
    refused(2301, RefusalReason::Other),
    refused(2302, RefusalReason::WrongState),
    refused(2304, RefusalReason::WrongState),
    refused(2305, RefusalReason::AmountRefused),
    nothingDone(9001, Error::ChannelBusy),
});

Answer says(std::span<const Row> rows, std::int64_t code, std::string their_text, const std::string& place) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.code == code; });
    if (row == rows.end()) return kit::mayHaveActed(core::Failure(Error::PeerAnswerNotValid, "no meaning is known of " + place));
    if (row->verdict == Verdict::Refused)
        return hub::contract::Refusal{row->reason, std::to_string(code), core::Sensitive<std::string>(std::move(their_text))};
    core::Failure why(row->error, place);
    return row->verdict == Verdict::NothingDone ? kit::didNotAct(std::move(why)) : kit::mayHaveActed(std::move(why));
}

}  // namespace

Answer counterSays(std::int64_t code, std::string their_text, const std::string& place) {
    return says(kCounter, code, std::move(their_text), fmt::format("{} infcode {}", place, code));
}

Answer mobileSays(std::int64_t code, std::string their_text, const std::string& place) {
    return says(kMobile, code, std::move(their_text), fmt::format("{} code {}", place, code));
}

bool isRefusal(const Answer& answer, std::string_view code) {
    const auto* refusal = std::get_if<hub::contract::Refusal>(&answer);
    return refusal != nullptr && refusal->their_code == code;
}

}  // namespace adapters::nhsa
