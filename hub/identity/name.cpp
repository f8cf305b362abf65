#include "hub/identity/name.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <string>

#include "hub/core/exception.h"
#include "hub/core/text.h"

namespace hub::identity {

namespace {

constexpr std::int32_t kCharactersMax = 50;

void require(UErrorCode status) {
    if (U_FAILURE(status)) throw core::Exception(fmt::format("ICU: {}", u_errorName(status)));
}

/// REQUIRES: well-formed UTF-8.
icu::UnicodeString normalised(const icu::Normalizer2* form, const std::string& text, UErrorCode status) {
    require(status);
    const icu::UnicodeString result = form->normalize(icu::UnicodeString::fromUTF8(text), status);
    require(status);
    return result;
}

template <class Each>
void eachCharacter(const icu::UnicodeString& text, const Each& each) {
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) each(text.char32At(at));
}

bool isNameDot(UChar32 c) {
    switch (c) {
        case 0x002E:  // full stop
        case 0x00B7:  // middle dot: the right one
        case 0x2022:  // bullet
        case 0x2027:  // hyphenation point
        case 0x2219:  // bullet operator
        case 0x30FB:  // katakana middle dot
            return true;
        default:
            return false;
    }
}

/// What two writings of one name have in common. REQUIRES: well-formed UTF-8.
icu::UnicodeString skeleton(const std::string& name) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString result;
    eachCharacter(normalised(form, name, status), [&](UChar32 c) {
        if (u_isUWhiteSpace(c)) return;
        result.append(isNameDot(c) ? UChar32{0x00B7} : c);
    });
    return result;
}

core::Failure notValid(std::string detail) { return core::Failure(core::Error::PersonNameNotValid, std::move(detail)); }

}  // namespace

core::Result<core::PersonName> checkName(const core::PersonName& name) {
    if (!core::isUtf8(name.text)) return notValid("not UTF-8");
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
    icu::UnicodeString text = normalised(form, name.text, status);
    text.trim();
    bool control = false;
    eachCharacter(text, [&](UChar32 c) { control = control || u_iscntrl(c); });
    if (control) return notValid("a control character");
    const std::int32_t characters = text.countChar32();
    if (characters == 0 || characters > kCharactersMax) return notValid(fmt::format("{} characters", characters));
    core::PersonName checked;
    text.toUTF8String(checked.text);
    return checked;
}

bool sameName(const core::PersonName& one, const core::PersonName& other) {
    if (!core::isUtf8(one.text) || !core::isUtf8(other.text)) return false;
    return skeleton(one.text) == skeleton(other.text);
}

}  // namespace hub::identity
