#include "hub/identity/relation.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::chrono::hours kShanghai(8);

std::chrono::sys_days birthday(core::Date birth, int age) {
    const std::chrono::year_month_day day(std::chrono::year(birth.year + age), std::chrono::month(static_cast<unsigned>(birth.month)),
                                          std::chrono::day(static_cast<unsigned>(birth.day)));
    return day;  // 29 February of a year that has none counts on to 1 March
}

bool has(const Permissions& permissions, Permission permission) {
    switch (permission) {
        case Permission::ShowCode:
            return permissions.show_code;
        case Permission::Book:
            return permissions.book;
        case Permission::Pay:
            return permissions.pay;
        case Permission::SeeReports:
            return permissions.see_reports;
        case Permission::SpendInsurance:
            return false;
    }
    return false;
}

bool isOneOf(Kinship kinship, std::initializer_list<Kinship> those) { return std::ranges::find(those, kinship) != those.end(); }

bool fits(RelationKind kind, Kinship kinship) {
    switch (kind) {
        case RelationKind::FamilyAccount:
            return true;
        case RelationKind::MutualAid:
            return isOneOf(kinship, {Kinship::Spouse, Kinship::Parent, Kinship::Child});
        case RelationKind::Guardian:
            return isOneOf(kinship, {Kinship::Child, Kinship::Grandchild, Kinship::Sibling, Kinship::Ward, Kinship::Other});
        case RelationKind::MotherChild:
            return kinship == Kinship::Child;
    }
    return false;
}

bool birthOrderFits(const RelationRequest& request) {
    if (request.kind != RelationKind::MotherChild) return !request.birth_order;
    return request.birth_order && *request.birth_order >= 1 && *request.birth_order <= kBirthOrderMost;
}

}  // namespace

bool isLive(const Relation& relation, core::UtcTime now) {
    const bool open = relation.state == RelationState::Asked || relation.state == RelationState::Active;
    return open && (!relation.expires_at || now < *relation.expires_at);
}

bool allowed(const Relation& relation, Permission permission, core::UtcTime now) {
    if (relation.state != RelationState::Active || !isLive(relation, now)) return false;
    if (permission == Permission::SpendInsurance) return relation.kind == RelationKind::MutualAid;
    return has(relation.permissions, permission);
}

bool hasReached(core::Date birth, int age, core::Date today) { return birthday(birth, age) <= birthday(today, /*age=*/0); }

core::UtcTime birthdayBegins(core::Date birth, int age) {
    return {std::chrono::duration_cast<core::Duration>(birthday(birth, age).time_since_epoch() - kShanghai).count()};
}

Result<void> checkRequest(const RelationRequest& request, core::UtcTime now) {
    if (request.holder == request.subject) return Failure(Error::RelationNotAllowed, "with oneself");
    if (!fits(request.kind, request.kinship)) return Failure(Error::RelationNotAllowed, "kinship");
    if (request.kind != RelationKind::FamilyAccount && request.permissions != Permissions())
        return Failure(Error::RelationNotAllowed, "permissions");
    if (request.expires_at && (request.kind == RelationKind::Guardian || *request.expires_at <= now))
        return Failure(Error::RelationNotAllowed, "expires_at");
    if (!birthOrderFits(request)) return Failure(Error::RelationNotAllowed, "birth_order");
    return {};
}

std::optional<RelationQuota> quotaOf(const Relation& relation) {
    const bool active = relation.state == RelationState::Active;
    if (!active && relation.state != RelationState::Asked) return std::nullopt;
    switch (relation.kind) {
        case RelationKind::FamilyAccount:
            return RelationQuota{relation.holder, kFamilyAccountsMost};
        case RelationKind::MutualAid:
            return active ? std::optional(RelationQuota{relation.subject, kMutualAidsMost}) : std::nullopt;
        case RelationKind::MotherChild:
            return RelationQuota{relation.subject, 1};
        case RelationKind::Guardian:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace hub::identity
