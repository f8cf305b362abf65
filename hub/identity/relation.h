#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/result.h"
#include "hub/identity/ids.h"

namespace hub::identity {

using RelationId = core::Id<struct RelationTag>;

/// One never implies another: who may book for a relative may not spend their insurance account.
enum class RelationKind {
    FamilyAccount,  ///< 亲情账户: the holder acts for the subject as far as its permissions go
    MutualAid,      ///< 家庭共济: the holder may spend the subject's insurance account, and nothing else
    Guardian,       ///< 监护: the holder acts for a child until its 14th birthday
    MotherChild,    ///< 大小卡: the child's card is found from the mother's; by itself it permits nothing
};

constexpr auto enumNames(RelationKind) {
    using Name = std::pair<RelationKind, std::string_view>;
    return std::array{Name{RelationKind::FamilyAccount, "family_account"}, Name{RelationKind::MutualAid, "mutual_aid"},
                      Name{RelationKind::Guardian, "guardian"}, Name{RelationKind::MotherChild, "mother_child"}};
}

/// What the subject is to the holder.
enum class Kinship { Spouse, Parent, Child, Grandparent, Grandchild, Sibling, Ward, Other };

constexpr auto enumNames(Kinship) {
    using Name = std::pair<Kinship, std::string_view>;
    return std::array{Name{Kinship::Spouse, "spouse"},
                      Name{Kinship::Parent, "parent"},
                      Name{Kinship::Child, "child"},
                      Name{Kinship::Grandparent, "grandparent"},
                      Name{Kinship::Grandchild, "grandchild"},
                      Name{Kinship::Sibling, "sibling"},
                      Name{Kinship::Ward, "ward"},
                      Name{Kinship::Other, "other"}};
}

/// What a holder may want to do for a subject.
enum class Permission { ShowCode, Book, Pay, SeeReports, SpendInsurance };

constexpr auto enumNames(Permission) {
    using Name = std::pair<Permission, std::string_view>;
    return std::array{Name{Permission::ShowCode, "show_code"}, Name{Permission::Book, "book"}, Name{Permission::Pay, "pay"},
                      Name{Permission::SeeReports, "see_reports"}, Name{Permission::SpendInsurance, "spend_insurance"}};
}

/// The switches of a family account. A guardian has all of them, the other kinds none.
struct Permissions {
    bool show_code = false;
    bool book = false;
    bool pay = false;
    bool see_reports = false;

    friend bool operator==(const Permissions&, const Permissions&) = default;
};

inline constexpr Permissions kAllPermissions{.show_code = true, .book = true, .pay = true, .see_reports = true};

enum class RelationState {
    Asked,    ///< by the holder; the subject has not answered
    Active,   ///< until it expires
    Refused,  ///< for good
    Revoked,  ///< for good
};

constexpr auto enumNames(RelationState) {
    using Name = std::pair<RelationState, std::string_view>;
    return std::array{Name{RelationState::Asked, "asked"}, Name{RelationState::Active, "active"}, Name{RelationState::Refused, "refused"},
                      Name{RelationState::Revoked, "revoked"}};
}

/// `consent_by` of a relation that nobody of a staff has seen certificates for.
inline constexpr std::string_view kConsentByPerson = "person";

/// What one person may do for another. A value.
struct Relation {
    RelationId id;
    RelationKind kind = RelationKind::FamilyAccount;
    PersonId holder;   ///< who may
    PersonId subject;  ///< for whom
    Kinship kinship = Kinship::Other;
    Permissions permissions;
    std::optional<std::int32_t> birth_order;  ///< of MotherChild alone: 1 to 9 among the children of one birth
    RelationState state = RelationState::Asked;
    core::UtcTime asked_at;
    std::optional<core::UtcTime> active_from;
    std::optional<core::UtcTime> expires_at;  ///< not included; nothing is allowed from this millisecond on
    std::string consent_by;                   ///< staff id or kConsentByPerson; empty while it is only asked for
    std::int64_t version = 1;
};

/// One line of a relation's history, which is only ever added to.
struct RelationChange {
    std::int64_t number = 1;  ///< the relation's version this change made
    RelationState state = RelationState::Asked;
    Permissions permissions;
    std::optional<core::UtcTime> expires_at;
    std::string by;  ///< staff id, or the id of the person; at most 64 bytes
    core::UtcTime at;
};

/// What a holder asks for, or staff grants.
struct RelationRequest {
    RelationKind kind = RelationKind::FamilyAccount;
    PersonId holder;
    PersonId subject;
    Kinship kinship = Kinship::Other;
    Permissions permissions;                  ///< of FamilyAccount alone
    std::optional<core::UtcTime> expires_at;  ///< never of Guardian, which ends with the 14th birthday
    std::optional<std::int32_t> birth_order;  ///< of MotherChild alone
    std::optional<RelationId> id = {};        ///< of the relation, where the caller has to know it beforehand; none: a new one
};

inline constexpr int kChildUnder = 14;
inline constexpr int kGuardianFrom = 18;
inline constexpr std::int32_t kFamilyAccountsMost = 8;  ///< a holder, with those asked for
inline constexpr std::int32_t kMutualAidsMost = 7;      ///< a subject
inline constexpr std::int32_t kBirthOrderMost = 9;

/// The rules, as functions of what they are told.

/// True for one that is asked for or active and has not expired.
bool isLive(const Relation& relation, core::UtcTime now);

/// Whether this relation lets its holder do it for its subject.
bool allowed(const Relation& relation, Permission permission, core::UtcTime now);

/// Whether who was born on `birth` is `age` years old on `today`. Those of 29 February wait for 1 March in other years.
bool hasReached(core::Date birth, int age, core::Date today);

/// The first millisecond, in Shanghai, of the day on which who was born on `birth` is `age` years old.
core::UtcTime birthdayBegins(core::Date birth, int age);

/// What can be said of a request without knowing the two people. Also: RelationNotAllowed.
core::Result<void> checkRequest(const RelationRequest& request, core::UtcTime now);

/// Whose relations of this kind are counted, and how many of them there may be.
struct RelationQuota {
    PersonId of;
    std::int32_t most = 0;
};

/// None for a kind, or in a state, that is not counted. Asking for mutual aid is not: others could use up what a subject may give.
std::optional<RelationQuota> quotaOf(const Relation& relation);

}  // namespace hub::identity
