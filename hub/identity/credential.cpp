#include "hub/identity/credential.h"

#include <fmt/format.h>

#include "hub/core/text.h"
#include "hub/identity/characters.h"

namespace hub::identity {

using contract::CredentialKind;
using core::Result;

namespace {

constexpr std::string_view kWideBlank = "\u3000";
constexpr std::size_t kWideBytes = 3;

/// The plain character of U+FF01 to U+FF5E, which stand as '!' to '~' do; '\0' when `text` begins with none of them.
char narrowed(std::string_view text) {
    if (text.size() < kWideBytes || text[0] != '\xef') return '\0';
    const auto low = static_cast<unsigned char>(text[2]);
    if (low < 0x80 || low > 0xbf) return '\0';
    if (text[1] == '\xbc' && low >= 0x81) return static_cast<char>('!' + (low - 0x81));
    if (text[1] == '\xbd' && low <= 0x9e) return static_cast<char>('`' + (low - 0x80));
    return '\0';
}

std::string_view trimmed(std::string_view text) {
    while (true) {
        if (text.starts_with(' ')) {
            text.remove_prefix(1);
        } else if (text.starts_with(kWideBlank)) {
            text.remove_prefix(kWideBlank.size());
        } else if (text.ends_with(' ') || text.ends_with('\r') || text.ends_with('\n')) {
            text.remove_suffix(1);
        } else if (text.ends_with(kWideBlank)) {
            text.remove_suffix(kWideBlank.size());
        } else {
            return text;
        }
    }
}

std::optional<std::string> numberOf(CredentialKind kind, const std::string& plain) {
    switch (kind) {
        case CredentialKind::HospitalCard:
        case CredentialKind::InsuranceVoucher:
            if (plain.empty() || plain.size() > kCredentialNumberMax || !areAll(plain, plain.size(), isVisible)) return std::nullopt;
            return plain;
        case CredentialKind::SocialSecurityCard:
            if (!areAll(plain, 9, isLetterOrDigit)) return std::nullopt;
            return upperCase(plain);
        case CredentialKind::EhealthCard:
            if (!areAll(plain, 64, isHexadecimal)) return std::nullopt;
            return lowerCase(plain);
        case CredentialKind::RegionalCard:
        case CredentialKind::Certificate:
            return std::nullopt;
    }
    HUB_ASSERT(false);
}

}  // namespace

std::string plainText(std::string_view scanned) {
    std::string plain;
    for (std::string_view rest = trimmed(scanned); !rest.empty();) {
        const char narrow = narrowed(rest);
        plain += narrow == '\0' ? rest[0] : narrow;
        rest.remove_prefix(narrow == '\0' ? 1 : kWideBytes);
    }
    return plain;
}

Result<CredentialKey> checkCredentialKey(const CredentialKey& key) {
    const bool of_hospital = key.kind == CredentialKind::HospitalCard;
    std::optional<std::string> number = numberOf(key.kind, plainText(key.number.reveal().text));
    if (!number || (of_hospital && key.issuer.empty()))
        return core::Failure(core::Error::CodeNotRecognised,
                             fmt::format("{} {}", core::enumName(key.kind), core::shapeOf(key.number.reveal().text)));
    return CredentialKey{key.kind, of_hospital ? key.issuer : std::string(), core::Sensitive(core::CardNumber{*std::move(number)})};
}

}  // namespace hub::identity
