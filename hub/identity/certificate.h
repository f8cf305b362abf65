#pragma once

#include <optional>

#include "hub/contract/people.h"
#include "hub/core/date.h"
#include "hub/core/result.h"

namespace hub::identity {

/// A certificate in the one form it is kept, compared and indexed in, with what its number says about its holder.
struct CheckedCertificate {
    contract::Certificate certificate;
    std::optional<core::Date> birth_date;
    std::optional<contract::Sex> sex;
};

/// What can be known of a number by itself: its form, its check digit, that its day of birth exists and is not after `today`.
/// Whether the certificate exists and whose it is, a verification by an identity service says, never this. Also: CertificateNotValid
/// with the kind and what is wrong, never the number.
///
/// Letters become upper case first; nothing else is repaired. By kind:
/// - resident_id: GB 11643-1999, 4.3: 17 digits and a check character by ISO 7064 MOD 11-2 (weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2,
///   remainder 0..10 is 1 0 X 9 8 7 6 5 4 3 2); digits 7 to 14 are the day of birth, an odd 17th digit is male. The region begins with 1
///   to 8 (GB/T 2260). The 15 digits of GB 11643-1989 get their 19 and their check character, and are the 18 from then on. Numbers that
///   begin with 81, 82, 83 or 9 are taken for the two kinds below: many systems write all of them as resident IDs.
/// - residence_permit (港澳台居民居住证, since 2018-09-01): region 810000, 820000 or 830000, else as resident_id.
/// - permanent_residence (外国人永久居留身份证): since 2023-12-01 18 characters: 9, province, nationality, day of birth at 7 to 14,
///   sequence, check character as above; until then (2017 form, still valid) three letters of the nationality and 12 digits.
/// - hong_kong_macau_pass: H or M and 8 digits, in the old form 10. taiwan_pass: 8 digits. passport: 5 to 17 letters and digits.
/// - officer_card, birth_certificate, other: 1 to 64 bytes of UTF-8 without blanks at the ends and without control characters; their
///   authorities publish no form to hold them to.
core::Result<CheckedCertificate> checkCertificate(const contract::Certificate& certificate, core::Date today);

/// Whether the two are one. REQUIRES, as the next: both in their checked form.
bool isSame(const contract::Certificate& one, const contract::Certificate& other);

/// Whether who holds `old` may come to hold `next` in its place (换证). A passport or a pass has another number after each renewal; a birth
/// certificate gives way to whatever has a form of its own; the permanent residence of the 2017 form to that of 2023. A number that is
/// given for life never gives way to another.
bool givesWay(const contract::Certificate& old, const contract::Certificate& next);

}  // namespace hub::identity
