#include "hub/identity/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "hub/core/text.h"
#include "hub/identity/characters.h"
#include "hub/identity/check_character.h"

namespace hub::identity {

using contract::Certificate;
using contract::CertificateKind;
using contract::Sex;
using core::Date;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kFreeFormMax = 64;

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }

bool areDigits(std::string_view text) { return areAll(text, text.size(), isDigit); }

Failure notValid(CertificateKind kind, std::string_view what) {
    return Failure(core::Error::CertificateNotValid, fmt::format("{}, {}", core::enumName(kind), what));
}

/// The 18 characters of the 15 of before 1999.
std::string lengthened(std::string_view old) {
    std::string number = fmt::format("{}19{}", old.substr(0, 6), old.substr(6));
    number += checkCharacter(number);
    return number;
}

struct Form {
    CertificateKind kind;
    std::string_view number;  ///< upper case
    Date today;

    CheckedCertificate checked(std::optional<Date> birth_date = {}, std::optional<Sex> sex = {}) const {
        return {Certificate{kind, core::Sensitive(core::CertificateNumber{std::string(number)})}, birth_date, sex};
    }
};

/// The 18 characters that resident IDs and both kinds of permits share.
Result<Date> birthDateOf18(const Form& form) {
    const std::string_view number = form.number;
    if (number.size() != 18 || !areDigits(number.substr(0, 17))) return notValid(form.kind, "18 characters with 17 digits are expected");
    if (number[17] != checkCharacter(number)) return notValid(form.kind, "the check character does not fit");
    const Result<Date> birth_date = Date::parse(number.substr(6, 8));
    if (!birth_date.ok()) return notValid(form.kind, "there is no such day of birth");
    if (*birth_date > form.today) return notValid(form.kind, "the day of birth has not come");
    return *birth_date;
}

Result<CheckedCertificate> residentId(const Form& form) {
    const Result<Date> birth_date = birthDateOf18(form);
    if (!birth_date.ok()) return birth_date.failure();
    if (form.number[0] < '1' || form.number[0] > '8') return notValid(form.kind, "there is no such region");
    return form.checked(*birth_date, (form.number[16] - '0') % 2 == 1 ? Sex::Male : Sex::Female);
}

bool isPermitRegion(std::string_view number) {
    return number.starts_with("810000") || number.starts_with("820000") || number.starts_with("830000");
}

Result<CheckedCertificate> residencePermit(const Form& form) {
    if (!isPermitRegion(form.number)) return notValid(form.kind, "810000, 820000 or 830000 is expected in front");
    return residentId(form);
}

Result<CheckedCertificate> permanentResidence(const Form& form) {
    const std::string_view number = form.number;
    if (number.starts_with('9')) {
        const Result<Date> birth_date = birthDateOf18(form);
        if (!birth_date.ok()) return birth_date.failure();
        return form.checked(*birth_date);
    }
    const bool old_form = number.size() == 15 && std::all_of(number.begin(), number.begin() + 3, isUpper) && areDigits(number.substr(3));
    if (!old_form) return notValid(form.kind, "18 characters with a 9 in front, or 3 letters and 12 digits are expected");
    return form.checked();
}

Result<CheckedCertificate> hongKongMacauPass(const Form& form) {
    const std::string_view number = form.number;
    const bool fits = (number.size() == 9 || number.size() == 11) && (number[0] == 'H' || number[0] == 'M') && areDigits(number.substr(1));
    if (!fits) return notValid(form.kind, "H or M and 8 or 10 digits are expected");
    return form.checked();
}

Result<CheckedCertificate> taiwanPass(const Form& form) {
    if (form.number.size() != 8 || !areDigits(form.number)) return notValid(form.kind, "8 digits are expected");
    return form.checked();
}

Result<CheckedCertificate> passport(const Form& form) {
    const std::string_view number = form.number;
    const bool fits = number.size() >= 5 && number.size() <= 17 &&
                      std::all_of(number.begin(), number.end(), [](char c) { return isDigit(c) || isUpper(c); });
    if (!fits) return notValid(form.kind, "5 to 17 letters and digits are expected");
    return form.checked();
}

Result<CheckedCertificate> freeForm(const Form& form) {
    const std::string_view number = form.number;
    const bool visible = std::none_of(number.begin(), number.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
    const bool fits = !number.empty() && number.size() <= kFreeFormMax && visible && number.front() != ' ' && number.back() != ' ';
    if (!fits || !core::isUtf8(number)) return notValid(form.kind, "1 to 64 bytes without control characters are expected");
    return form.checked();
}

bool isRenewedUnderAnotherNumber(CertificateKind kind) {
    return kind == CertificateKind::Passport || kind == CertificateKind::HongKongMacauPass || kind == CertificateKind::TaiwanPass;
}

bool hasFreeForm(CertificateKind kind) {
    return kind == CertificateKind::OfficerCard || kind == CertificateKind::BirthCertificate || kind == CertificateKind::Other;
}

bool isOf2017(const Certificate& permanent_residence) { return !permanent_residence.number.reveal().text.starts_with('9'); }

/// What many systems write as resident IDs besides.
CertificateKind trueKind(CertificateKind kind, std::string_view number) {
    if (kind != CertificateKind::ResidentId || number.size() != 18) return kind;
    if (number[0] == '9') return CertificateKind::PermanentResidence;
    return isPermitRegion(number) ? CertificateKind::ResidencePermit : kind;
}

}  // namespace

Result<CheckedCertificate> checkCertificate(const Certificate& certificate, Date today) {
    std::string number = certificate.number.reveal().text;
    std::transform(number.begin(), number.end(), number.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (certificate.kind == CertificateKind::ResidentId && number.size() == 15 && areDigits(number)) number = lengthened(number);
    const Form form{trueKind(certificate.kind, number), number, today};
    switch (form.kind) {
        case CertificateKind::ResidentId:
            return residentId(form);
        case CertificateKind::ResidencePermit:
            return residencePermit(form);
        case CertificateKind::PermanentResidence:
            return permanentResidence(form);
        case CertificateKind::HongKongMacauPass:
            return hongKongMacauPass(form);
        case CertificateKind::TaiwanPass:
            return taiwanPass(form);
        case CertificateKind::Passport:
            return passport(form);
        case CertificateKind::OfficerCard:
        case CertificateKind::BirthCertificate:
        case CertificateKind::Other:
            return freeForm(form);
    }
    HUB_ASSERT(false);
}

bool isSame(const Certificate& one, const Certificate& other) { return one.kind == other.kind && one.number == other.number; }

bool givesWay(const Certificate& old, const Certificate& next) {
    if (old.kind == CertificateKind::BirthCertificate) return !hasFreeForm(next.kind);
    if (old.kind != next.kind) return false;
    if (old.kind == CertificateKind::PermanentResidence) return isOf2017(old) && !isOf2017(next);
    return isRenewedUnderAnotherNumber(old.kind);
}

}  // namespace hub::identity
