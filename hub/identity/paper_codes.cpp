#include "hub/identity/paper_codes.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "hub/identity/characters.h"

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kForm = "OC2";
constexpr std::size_t kIdSize = 26;
constexpr std::size_t kDaySize = 8;
constexpr std::size_t kKeySize = 4;
constexpr std::size_t kSaidSize = kForm.size() + 2 * kIdSize + kDaySize;  // what the signature is over
constexpr std::size_t kSignatureSize = 128;
static_assert(kSaidSize + kKeySize + kSignatureSize == PaperCodes::kTextSize);

struct Parts {
    PaperCode code;
    vault::Signature signature;
};

/// Digits, and of hexadecimal ones only those in upper case: one code has one writing.
template <class Number>
bool readNumber(std::string_view text, Number& number, int base) {
    const bool plain = areAll(text, text.size(), [](char c) { return isDigit(c) || (c >= 'A' && c <= 'F'); });
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return plain && error == std::errc() && end == text.data() + text.size();
}

std::optional<Parts> parse(std::string_view text) {
    if (text.size() != PaperCodes::kTextSize || !text.starts_with(kForm)) return std::nullopt;
    auto take = [&, at = kForm.size()](std::size_t size) mutable { return text.substr(std::exchange(at, at + size), size); };
    const Result<PaperCodeId> id = PaperCodeId::parse(take(kIdSize));
    const Result<CardId> card = CardId::parse(take(kIdSize));
    const Result<core::Date> valid_until = core::Date::parse(take(kDaySize));
    if (!id.ok() || !card.ok() || !valid_until.ok()) return std::nullopt;
    Parts parts{{*id, *card, *valid_until}, {}};
    if (!readNumber(take(kKeySize), parts.signature.key, 10)) return std::nullopt;
    for (std::uint8_t& byte : parts.signature.bytes) {
        if (!readNumber(take(2), byte, 16)) return std::nullopt;
    }
    return parts;
}

std::string saidBy(const PaperCode& code) {
    const core::Date day = code.valid_until;
    std::string text = fmt::format("{}{}{}{:04}{:02}{:02}", kForm, code.id.text(), code.card.text(), day.year, day.month, day.day);
    HUB_ASSERT(text.size() == kSaidSize);
    return text;
}

std::string signedText(std::string text, const vault::Signature& signature) {
    text += fmt::format("{:04}", signature.key);
    for (const std::uint8_t byte : signature.bytes) text += fmt::format("{:02X}", byte);
    HUB_ASSERT(text.size() == PaperCodes::kTextSize);
    return text;
}

Failure notActive(CardState state) { return Failure(Error::CardNotActive, std::string(core::enumName(state))); }

}  // namespace

Result<PaperCodes::Printed> PaperCodes::issue(core::Transaction& transaction, CardId id, int valid_days) {
    HUB_ASSERT(valid_days >= 1 && valid_days <= kValidDaysMax);
    const Result<Card> card = cards_.findCard(transaction, id);
    if (!card.ok()) return card.failure();
    if (card->state != CardState::Active) return notActive(card->state);
    const core::UtcTime now = clock_.utc();
    const core::Date valid_until = core::shanghaiDate(now + std::chrono::hours(24) * valid_days, core::Duration(0));
    const PaperCode code{ids_.next<PaperCodeId>(), id, valid_until};
    const std::string said = saidBy(code);
    const vault::Signature signature = signer_.sign(kPurpose, said);
    const Result<void> revoked = store_.revokePaperCodeOf(transaction, id, now);
    if (!revoked.ok()) return revoked.failure();
    const Result<bool> added = store_.addPaperCode(transaction, {code, now, std::nullopt, signature.key});
    if (!added.ok()) return added.failure();
    if (!*added) return Failure(Error::VersionConflict, id.text());  // another lane issued one a moment ago
    return Printed{code, signedText(said, signature)};
}

Result<PaperCode> PaperCodes::read(std::string_view text, const Verify& verify, core::Date today) {
    const std::optional<Parts> parts = parse(text);
    if (!parts || !verify(kPurpose, text.substr(0, kSaidSize), parts->signature)) return Failure(Error::CardCodeNotValid);
    if (today > parts->code.valid_until) return Failure(Error::CardCodeExpired);
    return parts->code;
}

Result<PaperCodes::Shown> PaperCodes::check(core::ReadTransaction& transaction, std::string_view text) {
    const Result<PaperCode> code = read(
        text,
        [&](std::string_view purpose, std::string_view bytes, const vault::Signature& signature) {
            return signer_.verify(purpose, bytes, signature);
        },
        today());
    if (!code.ok()) return code.failure();
    const Result<std::optional<IssuedPaperCode>> issued = store_.findPaperCode(transaction, code->id);
    if (!issued.ok()) return issued.failure();
    if (!*issued) return Failure(Error::CardCodeNotValid);  // signed, but its unit of work was not committed
    if ((*issued)->revoked_at) return Failure(Error::CredentialNotActive, "revoked");
    const Result<Card> card = cards_.findCard(transaction, code->card);
    if (!card.ok()) return card.failure();
    if (card->state != CardState::Active) return notActive(card->state);
    return Shown{*code, *card};
}

Result<IssuedPaperCode> PaperCodes::find(core::ReadTransaction& transaction, PaperCodeId id) {
    const Result<std::optional<IssuedPaperCode>> issued = store_.findPaperCode(transaction, id);
    if (!issued.ok()) return issued.failure();
    if (!*issued) return Failure(Error::CredentialNotFound);
    return **issued;
}

Result<void> PaperCodes::revoke(core::Transaction& transaction, PaperCodeId id) {
    const Result<IssuedPaperCode> issued = find(transaction, id);
    if (!issued.ok()) return issued.failure();
    return store_.revokePaperCode(transaction, id, clock_.utc());
}

Result<std::vector<PaperCodeId>> PaperCodes::revoked(core::ReadTransaction& transaction, PaperCodeId after, std::size_t limit) {
    return store_.revokedPaperCodes(transaction, today(), after, limit);
}

}  // namespace hub::identity
