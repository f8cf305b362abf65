#include "hub/identity/scanned_code.h"

#include "hub/core/date.h"
#include "hub/core/text.h"
#include "hub/identity/card.h"
#include "hub/identity/certificate.h"
#include "hub/identity/characters.h"
#include "hub/identity/paper_codes.h"

namespace hub::identity {

using contract::CertificateKind;
using contract::CredentialKind;
using core::Result;

namespace {

constexpr std::size_t kCardCodeSize = 200;
constexpr std::size_t kEhealthIdSize = 64;
constexpr std::size_t kVoucherSize = 28;
constexpr core::Date kLastDay{2199, 12, 31};  // no day of birth comes after it

struct Scan {
    std::string text;  ///< plain
    std::string_view hospital;
};
using Recognised = std::optional<ScannedCode>;

ScannedCode codeOf(CodeForm form, std::string text) { return {form, core::Sensitive(std::move(text)), {}, {}}; }

/// With what Credentials knows it by, if `number` can be one of the kind.
Recognised credentialOf(CodeForm form, std::string text, const CredentialKey& key) {
    Result<CredentialKey> checked = checkCredentialKey(key);
    if (!checked.ok()) return std::nullopt;
    ScannedCode code = codeOf(form, std::move(text));
    code.credential = *std::move(checked);
    return code;
}

CredentialKey keyOf(CredentialKind kind, std::string_view issuer, std::string_view number) {
    return {kind, std::string(issuer), core::Sensitive(core::CardNumber{std::string(number)})};
}

Recognised signedCode(const Scan& scan, CodeForm form, std::string_view front, std::size_t size) {
    if (!areAll(scan.text, size, isLetterOrDigit)) return std::nullopt;
    std::string upper = upperCase(scan.text);
    if (!upper.starts_with(front)) return std::nullopt;
    return codeOf(form, std::move(upper));
}

Recognised cardCode(const Scan& scan) { return signedCode(scan, CodeForm::CardCode, "OC1", kCardCodeSize); }

Recognised paperCode(const Scan& scan) { return signedCode(scan, CodeForm::PaperCode, "OC2", PaperCodes::kTextSize); }

Recognised regionalCard(const Scan& scan) {
    if (!checkCardNumber({scan.text}).ok()) return std::nullopt;
    return codeOf(CodeForm::RegionalCard, scan.text);
}

Recognised ehealthStatic(const Scan& scan) {
    const std::string_view text = scan.text;
    if (text.size() != kEhealthIdSize + 2 || !text.ends_with(":1")) return std::nullopt;
    return credentialOf(CodeForm::EhealthStatic, lowerCase(text), keyOf(CredentialKind::EhealthCard, {}, text.substr(0, kEhealthIdSize)));
}

/// Behind the card's id the case is the platform's affair.
Recognised ehealthDynamic(const Scan& scan) {
    constexpr std::string_view kMiddle = ":0:";
    constexpr std::size_t kOnceSize = 32;
    constexpr std::size_t kOnceAt = kEhealthIdSize + kMiddle.size();
    constexpr std::size_t kSerialAt = kOnceAt + kOnceSize + 1;
    const std::string_view text = scan.text;
    if (text.size() <= kSerialAt) return std::nullopt;
    const std::string_view serial = text.substr(kSerialAt);
    const bool fits = areAll(text.substr(0, kEhealthIdSize), kEhealthIdSize, isHexadecimal) &&
                      text.substr(kEhealthIdSize, kMiddle.size()) == kMiddle &&
                      areAll(text.substr(kOnceAt, kOnceSize), kOnceSize, isHexadecimal) && text[kSerialAt - 1] == ':' &&
                      areAll(serial, serial.size(), isVisible);
    if (!fits) return std::nullopt;
    return codeOf(CodeForm::EhealthDynamic, lowerCase(text.substr(0, kEhealthIdSize)).append(text.substr(kEhealthIdSize)));
}

Recognised insuranceVoucher(const Scan& scan) {
    if (!areAll(scan.text, kVoucherSize, isDigit)) return std::nullopt;
    return codeOf(CodeForm::InsuranceVoucher, scan.text);
}

template <CertificateKind kind>
Recognised certificate(const Scan& scan) {
    const Result<CheckedCertificate> checked = checkCertificate({kind, core::Sensitive(core::CertificateNumber{scan.text})}, kLastDay);
    if (!checked.ok()) return std::nullopt;
    ScannedCode code = codeOf(CodeForm::Certificate, checked->certificate.number.reveal().text);
    code.certificate = checked->certificate;
    return code;
}

/// The kinds that share 18 characters: checkCertificate tells them apart.
Recognised residentCertificate(const Scan& scan) {
    Recognised resident = certificate<CertificateKind::ResidentId>(scan);
    return resident ? resident : certificate<CertificateKind::PermanentResidence>(scan);
}

Recognised socialSecurityCard(const Scan& scan) {
    return credentialOf(CodeForm::SocialSecurityCard, upperCase(scan.text), keyOf(CredentialKind::SocialSecurityCard, {}, scan.text));
}

Recognised hospitalCard(const Scan& scan) {
    return credentialOf(CodeForm::HospitalCard, scan.text, keyOf(CredentialKind::HospitalCard, scan.hospital, scan.text));
}

constexpr std::array kInOrder{cardCode,
                              paperCode,
                              regionalCard,
                              ehealthStatic,
                              ehealthDynamic,
                              insuranceVoucher,
                              residentCertificate,
                              socialSecurityCard,
                              certificate<CertificateKind::HongKongMacauPass>,
                              certificate<CertificateKind::TaiwanPass>,
                              certificate<CertificateKind::Passport>,
                              hospitalCard};

}  // namespace

Result<std::vector<ScannedCode>> recognise(std::string_view text, std::string_view hospital) {
    const core::Failure not_recognised(core::Error::CodeNotRecognised, core::shapeOf(text));
    if (text.size() > kScannedBytesMax) return not_recognised;
    const Scan scan{plainText(text), hospital};
    if (!areAll(scan.text, scan.text.size(), isVisible)) return not_recognised;
    std::vector<ScannedCode> codes;
    for (const auto recognised : kInOrder) {
        Recognised code = recognised(scan);
        if (code) codes.push_back(*std::move(code));
    }
    if (codes.empty()) return not_recognised;
    return codes;
}

}  // namespace hub::identity
