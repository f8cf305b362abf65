#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/contract/people.h"
#include "hub/core/result.h"
#include "hub/identity/credential.h"

namespace hub::identity {

/// What a scanned text is, and so whom to ask about it.
enum class CodeForm {
    CardCode,            ///< the hub's dynamic code: CardCodes
    PaperCode,           ///< PaperCodes
    RegionalCard,        ///< a card's number: Cards
    EhealthStatic,       ///< <card id>:1, names its card for good: Credentials, or the e-health card platform
    EhealthDynamic,      ///< <card id>:0:…, good once: the platform alone, for anybody can write down a card id
    InsuranceVoucher,    ///< good once: the insurer alone
    Certificate,         ///< IdentityStore::personByCertificate
    SocialSecurityCard,  ///< Credentials
    HospitalCard,        ///< of the hospital that scans: Credentials
};

constexpr auto enumNames(CodeForm) {
    using Name = std::pair<CodeForm, std::string_view>;
    return std::array{Name{CodeForm::CardCode, "card_code"},
                      Name{CodeForm::PaperCode, "paper_code"},
                      Name{CodeForm::RegionalCard, "regional_card"},
                      Name{CodeForm::EhealthStatic, "ehealth_static"},
                      Name{CodeForm::EhealthDynamic, "ehealth_dynamic"},
                      Name{CodeForm::InsuranceVoucher, "insurance_voucher"},
                      Name{CodeForm::Certificate, "certificate"},
                      Name{CodeForm::SocialSecurityCard, "social_security_card"},
                      Name{CodeForm::HospitalCard, "hospital_card"}};
}

/// One thing that a text can be.
struct ScannedCode {
    CodeForm form = CodeForm::HospitalCard;
    core::Sensitive<std::string> text;                 ///< in the one writing of its form
    std::optional<CredentialKey> credential;           ///< in its checked form, where Credentials may know it
    std::optional<contract::Certificate> certificate;  ///< in its checked form, of a Certificate
};

/// The longest text that is looked at, in bytes as scanned.
inline constexpr std::size_t kScannedBytesMax = 512;

/// What a scanned text can be, in the order to try: by shape and check characters alone, so several may fit, and which it is the first
/// look-up that succeeds says. What scanners and input methods do is undone (see plainText), and the case of letters where their writer
/// uses one case only. `hospital` is the code of the one that scans, whose own card is the last to try; empty: none.
/// Certificates are checked but for one thing: a day of birth may lie ahead, for there is no clock here.
/// Also: CodeNotRecognised with the shape of the text (it fits nothing, is longer than kScannedBytesMax, or has control characters inside).
core::Result<std::vector<ScannedCode>> recognise(std::string_view text, std::string_view hospital);

}  // namespace hub::identity
