#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/contract/people.h"
#include "hub/core/clock.h"
#include "hub/core/describe.h"
#include "hub/core/page.h"
#include "hub/identity/ids.h"

namespace hub::identity {

using WithdrawalId = core::Id<struct WithdrawalTag>;

/// What somebody holds in place of a certificate that was entered wrongly. Sex and day of birth where the certificate does not say them,
/// and those that stand came of the wrong one.
struct RightCertificate {
    static constexpr std::string_view kTypeName = "RightCertificate";
    contract::Certificate certificate;
    std::optional<contract::Sex> sex;
    std::optional<core::Sensitive<core::Date>> birth_date;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate", self.certificate, "that the person really holds");
        field("sex", self.sex, "where the certificate does not say it and what stands is wrong");
        field("birth_date", self.birth_date, "likewise");
    }
};

enum class WithdrawalState {
    Proposed,   ///< waits for a second person
    Withdrawn,  ///< the certificate leads nowhere any more
    Dropped,    ///< it stays as it was
};

constexpr auto enumNames(WithdrawalState) {
    using Name = std::pair<WithdrawalState, std::string_view>;
    return std::array{Name{WithdrawalState::Proposed, "proposed"}, Name{WithdrawalState::Withdrawn, "withdrawn"},
                      Name{WithdrawalState::Dropped, "dropped"}};
}

enum class Held {
    Present,  ///< the certificate that the person has
    Former,   ///< one that gave way to another
};

constexpr auto enumNames(Held) {
    using Name = std::pair<Held, std::string_view>;
    return std::array{Name{Held::Present, "present"}, Name{Held::Former, "former"}};
}

/// That a certificate was entered wrongly and is taken back (证件撤销).
struct Withdrawal {
    WithdrawalId id;
    std::int64_t version = 1;
    PersonId person;  ///< the registration that has it, or had it
    WithdrawalState state = WithdrawalState::Proposed;
    Held held = Held::Former;
    contract::Certificate certificate;      ///< in its checked form
    std::optional<RightCertificate> right;  ///< of one held now: what takes its place; none: nothing does
    std::string why;                        ///< a word of the program; not empty, at most 64 bytes, no personal data
    std::string proposed_by;                ///< "office/4711", at most 64 bytes
    core::UtcTime proposed_at;
    std::optional<std::string> decided_by;
    std::optional<core::UtcTime> decided_at;

    core::Place place() const { return {proposed_at, id.bits}; }
};

}  // namespace hub::identity
