#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "hub/contract/people.h"
#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/identity/ids.h"

namespace hub::identity {

enum class PersonState {
    Unverified,  ///< the certificate number is a possible one; nobody has said that it is this person's
    Verified,    ///< an identity service, or staff who saw the certificate, said so
    Suspended,   ///< nothing new is begun until it is taken up again
    Closed,      ///< for good; what stands stays readable
};

constexpr auto enumNames(PersonState) {
    using Name = std::pair<PersonState, std::string_view>;
    return std::array{Name{PersonState::Unverified, "unverified"}, Name{PersonState::Verified, "verified"},
                      Name{PersonState::Suspended, "suspended"}, Name{PersonState::Closed, "closed"}};
}

/// True while something new may be begun for the person.
constexpr bool isActive(PersonState state) { return state == PersonState::Unverified || state == PersonState::Verified; }

/// A person of the region, once. The certificate in `details` is in its checked form, and belongs to no other person;
/// nor did it.
struct Person {
    PersonId id;
    contract::PersonDetails details;
    PersonState state = PersonState::Unverified;
    core::UtcTime registered_at;
    std::int64_t version = 1;
};

/// A certificate that gave way to another (换证). It keeps leading to its person, and never becomes anybody else's.
struct FormerCertificate {
    FormerCertificateId id;
    PersonId person;
    contract::Certificate certificate;  ///< in its checked form
    core::UtcTime given_up_at;
};

/// What tells a child without a certificate (新生儿) from every other.
struct NewbornKey {
    PersonId mother;
    core::Date birth_date;
    std::int32_t birth_order = 1;  ///< 1 to 9 among the children of one birth
};

}  // namespace hub::identity
