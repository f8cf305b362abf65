#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "hub/access/client.h"

namespace hub::access {

/// One thing a token may do. The numbers stand in the database: append only.
enum class Scope : std::uint32_t {
    PersonRegister = 0,
    PersonExchange = 1,  ///< trade a person token for a real-name login
    PersonRead = 2,
    CardManage = 3,
    Book = 4,
    Pay = 5,
    RecordRead = 6,
    StaffAct = 7,      ///< name the member of staff who acts
    HospitalPush = 8,  ///< tell the hub what happened at the hospital
    CaseDecide = 9,
    ConsoleRead = 10,
    AuditRead = 11,
    AccessManage = 12,
    PersonUnmask = 13,    ///< see a person's data in full, for a stated purpose; each time is audited
    IdentityReview = 14,  ///< decide whether two people are one
};

constexpr auto enumNames(Scope) {
    using Name = std::pair<Scope, std::string_view>;
    return std::array{Name{Scope::PersonRegister, "person.register"},
                      Name{Scope::PersonExchange, "person.exchange"},
                      Name{Scope::PersonRead, "person.read"},
                      Name{Scope::CardManage, "card.manage"},
                      Name{Scope::Book, "book"},
                      Name{Scope::Pay, "pay"},
                      Name{Scope::RecordRead, "record.read"},
                      Name{Scope::StaffAct, "staff.act"},
                      Name{Scope::HospitalPush, "hospital.push"},
                      Name{Scope::CaseDecide, "case.decide"},
                      Name{Scope::ConsoleRead, "console.read"},
                      Name{Scope::AuditRead, "audit.read"},
                      Name{Scope::AccessManage, "access.manage"},
                      Name{Scope::PersonUnmask, "person.unmask"},
                      Name{Scope::IdentityReview, "identity.review"}};
}

/// A set of scopes; a value.
class Scopes {
  public:
    constexpr Scopes() = default;
    constexpr Scopes(std::initializer_list<Scope> scopes) {
        for (const Scope scope : scopes) bits_ |= bit(scope);
    }
    /// As stored; bits without a name are dropped, so an older program grants no more than it knows.
    static constexpr Scopes fromBits(std::uint32_t bits) {
        Scopes scopes;
        for (const auto& [scope, name] : enumNames(Scope{})) scopes.bits_ |= bits & bit(scope);
        return scopes;
    }

    constexpr bool has(Scope scope) const { return (bits_ & bit(scope)) != 0; }
    constexpr Scopes both(Scopes other) const { return fromBits(bits_ & other.bits_); }
    constexpr Scopes without(Scope scope) const { return fromBits(bits_ & ~bit(scope)); }
    constexpr std::uint32_t bits() const { return bits_; }
    friend constexpr bool operator==(Scopes, Scopes) = default;

  private:
    static constexpr std::uint32_t bit(Scope scope) { return std::uint32_t{1} << static_cast<std::uint32_t>(scope); }

    std::uint32_t bits_ = 0;
};

/// What a token is for. System, security and audit administration are three hands (GB/T 22239-2019 level 3): no role has two of
/// CaseDecide, AccessManage and AuditRead.
enum class Role {
    Entrance,  ///< an entrance's system token
    Hospital,  ///< a hospital's system token
    Person,    ///< a person's token; only by exchange
    Operator,  ///< sees the console and decides cases
    Security,  ///< manages clients and tokens
    Auditor,   ///< reads the audit
    Steward,   ///< keeps the master index: decides who is one person
};

constexpr auto enumNames(Role) {
    using Name = std::pair<Role, std::string_view>;
    return std::array{Name{Role::Entrance, "entrance"}, Name{Role::Hospital, "hospital"}, Name{Role::Person, "person"},
                      Name{Role::Operator, "operator"}, Name{Role::Security, "security"}, Name{Role::Auditor, "auditor"},
                      Name{Role::Steward, "steward"}};
}

Scopes scopesOf(Role role);

/// True when a client of this kind may have a system token of that role; none may have a Person's.
bool mayHave(ClientKind kind, Role role);

}  // namespace hub::access
