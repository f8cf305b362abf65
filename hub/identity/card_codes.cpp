#include "hub/identity/card_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kPurpose = "card code";
constexpr std::string_view kForm = "OC1";
constexpr std::size_t kIdSize = 26;
constexpr std::size_t kTimeSize = 13;
constexpr std::size_t kKeySize = 4;
constexpr std::size_t kSignedSize = kForm.size() + 2 * kIdSize + kTimeSize;
constexpr std::size_t kCodeSize = kSignedSize + kKeySize + 128;

using Nonce = core::Id<struct NonceTag>;

struct Code {
    CardId card;
    Nonce nonce;
    core::UtcTime issued_at;
    vault::Signature signature;
};

template <class Number>
bool readNumber(std::string_view text, Number& number, int base) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return plain && error == std::errc() && end == text.data() + text.size();
}

std::optional<Code> parse(std::string_view text) {
    if (text.size() != kCodeSize || !text.starts_with(kForm)) return std::nullopt;
    auto take = [&, at = kForm.size()](std::size_t size) mutable { return text.substr(std::exchange(at, at + size), size); };
    const Result<CardId> card = CardId::parse(take(kIdSize));
    const Result<Nonce> nonce = Nonce::parse(take(kIdSize));
    if (!card.ok() || !nonce.ok()) return std::nullopt;
    Code code{*card, *nonce, {}, {}};
    if (!readNumber(take(kTimeSize), code.issued_at.ms, 10) || !readNumber(take(kKeySize), code.signature.key, 10)) return std::nullopt;
    for (std::uint8_t& byte : code.signature.bytes) {
        if (!readNumber(take(2), byte, 16)) return std::nullopt;
    }
    return code;
}

Failure notActive(CardState state) { return Failure(Error::CardNotActive, std::string(core::enumName(state))); }

}  // namespace

Result<std::string> CardCodes::issue(const Card& card) {
    if (card.state != CardState::Active) return notActive(card.state);
    std::string code = fmt::format("{}{}{}{:013}", kForm, card.id.text(), ids_.next<Nonce>().text(), clock_.utc().ms);
    HUB_ASSERT(code.size() == kSignedSize);
    const vault::Signature signature = signer_.sign(kPurpose, code);
    code += fmt::format("{:04}", signature.key);
    for (const std::uint8_t byte : signature.bytes) code += fmt::format("{:02X}", byte);
    return code;
}

Result<Card> CardCodes::redeem(core::Transaction& transaction, std::string_view text) {
    const std::optional<Code> code = parse(text);
    if (!code || !signer_.verify(kPurpose, text.substr(0, kSignedSize), code->signature)) return Failure(Error::CardCodeNotValid);
    // A phone shows another within the minute; and a key that is not signed with any more opens nothing, for it may have been given away.
    if (code->signature.key != signer_.current()) return Failure(Error::CardCodeExpired);
    const core::UtcTime now = clock_.utc();
    if (code->issued_at > now + kClockSkewMax) return Failure(Error::CardCodeNotValid);
    if (now >= code->issued_at + kValidFor) return Failure(Error::CardCodeExpired);
    const Result<bool> first = store_.useCode(transaction, code->nonce.bits, now);
    if (!first.ok()) return first.failure();
    if (!*first) return Failure(Error::CardCodeUsed);
    Result<Card> card = store_.findCard(transaction, code->card);
    if (card.ok() && card->state != CardState::Active) return notActive(card->state);
    return card;
}

}  // namespace hub::identity
