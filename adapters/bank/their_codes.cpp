#include "adapters/bank/their_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "adapters/kit/json_reading.h"
#include "hub/core/text.h"

namespace adapters::bank {

namespace core = hub::core;
using hub::contract::RefusalReason;

namespace {

constexpr int kNotUnderstood = 400;
constexpr int kNotFound = 404;
constexpr int kRefused = 409;
constexpr int kBusy = 503;

struct Row {
    std::string_view code;
    int status;
    RefusalReason reason;  // of a refusal
};

constexpr auto kCodes = std::to_array<Row>({
    {"number_used", kRefused, RefusalReason::DuplicateNumber},
    {"no_such_transfer", kRefused, RefusalReason::Other},
    {"no_such_account", kRefused, RefusalReason::Other},
    {"balance_too_low", kRefused, RefusalReason::BalanceTooLow},
    {"person_differs", kRefused, RefusalReason::NotAllowed},
    {"no_such_card", kRefused, RefusalReason::Other},
    {"no_such_original", kRefused, RefusalReason::Other},
    {"too_much", kRefused, RefusalReason::AmountRefused},
    {"over_limit", kRefused, RefusalReason::NotAllowed},
    {"account_frozen", kRefused, RefusalReason::NotAllowed},
    {"not_valid", kNotUnderstood, RefusalReason::Other},
    {"not_ready", kNotFound, RefusalReason::Other},
});

struct Said {
    std::string code;  // empty when it says none that can be read
    std::string text;
};

Said saidIn(std::string_view body) {
    constexpr std::size_t kCodeMax = 64;
    constexpr std::size_t kTextMax = 1024;
    const core::Result<core::JsonDocument> document = core::JsonDocument::parse(body);
    if (!document.ok()) return {};
    core::Result<std::string> code = kit::textIn(document->root(), "code", kCodeMax);
    if (!code.ok()) return {};
    core::Result<std::optional<std::string>> text = kit::optionalTextIn(document->root(), "text", kTextMax);
    return {std::move(*code), text.ok() ? text->value_or("") : ""};
}

const Row* rowOf(int status, std::string_view code) {
    const auto row = std::find_if(kCodes.begin(), kCodes.end(), [&](const Row& one) { return one.code == code && one.status == status; });
    return row == kCodes.end() ? nullptr : &*row;
}

/// The code as it may be shown: the bank's are small letters and underscores, anything else only by its shape.
std::string shownCode(std::string_view code) {
    const bool plain = code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
    return plain ? std::string(code) : core::shapeOf(code);
}

}  // namespace

Answer theySay(int status, std::string_view body, std::span<const std::string_view> members) {
    if (status == kBusy) return kit::didNotAct(core::Failure(core::Error::ChannelBusy, fmt::format("status {}", status)));
    const Said said = saidIn(body);
    const Row* row = rowOf(status, said.code);
    if (row != nullptr && status == kRefused)
        return hub::contract::Refusal{row->reason, said.code, core::Sensitive<std::string>(said.text)};
    if (row != nullptr && status == kNotUnderstood) {
        std::string place = said.code;
        for (const std::string_view member : members) {
            if (said.text.find(member) != std::string::npos) place += fmt::format(" {}", member);
        }
        return kit::didNotAct(core::Failure(core::Error::RequestNotWritable, place));
    }
    return kit::mayHaveActed(core::Failure(core::Error::ChannelInTrouble, fmt::format("status {} {}", status, shownCode(said.code))));
}

bool says(int status, std::string_view body, std::string_view code) { return rowOf(status, code) != nullptr && saidIn(body).code == code; }

}  // namespace adapters::bank
