#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/api/rest/views.h"
#include "hub/identity/relation.h"

/// What clients send and get of relations and of children, as JSON. Names are masked.
namespace hub::api::rest {

struct PermissionsView {
    static constexpr std::string_view kTypeName = "RelationPermissions";
    bool show_code = false;
    bool book = false;
    bool pay = false;
    bool see_reports = false;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("show_code", self.show_code, "show the subject's card code");
        field("book", self.book, "make and cancel the subject's bookings");
        field("pay", self.pay, "see and pay the subject's bills");
        field("see_reports", self.see_reports, "read the subject's reports");
    }
};

/// An id or a code: exactly one of them. A certificate is never typed.
struct MakeRelation {
    static constexpr std::string_view kTypeName = "MakeRelation";
    identity::RelationKind kind = identity::RelationKind::FamilyAccount;
    std::optional<identity::PersonId> subject;
    std::optional<core::Sensitive<std::string>> code;
    identity::Kinship kinship = identity::Kinship::Other;
    std::optional<PermissionsView> permissions;
    std::optional<core::UtcTime> expires_at;
    std::optional<std::int32_t> birth_order;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "guardian and mother_child are granted by staff alone");
        field("subject_id", self.subject, "for whom");
        field("code", self.code, "instead of it: the card code or paper code that the subject shows");
        field("kinship", self.kinship, "what the subject is to the holder");
        field("permissions", self.permissions, "of a family_account; absent: none");
        field("expires_at_ms", self.expires_at, "when it ends by itself; absent: never, or a guardian's on the 14th birthday");
        field("birth_order", self.birth_order, "of mother_child: 1 to 9 among the children of one birth");
    }
};

struct ChangeRelation {
    static constexpr std::string_view kTypeName = "ChangeRelation";
    std::optional<PermissionsView> permissions;
    std::optional<core::UtcTime> expires_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("permissions", self.permissions, "of a family_account, all four anew; absent: none");
        field("expires_at_ms", self.expires_at, "when it ends by itself; absent: never");
    }
};

struct RelationView {
    static constexpr std::string_view kTypeName = "Relation";
    identity::RelationId relation_id;
    identity::RelationKind kind = identity::RelationKind::FamilyAccount;
    identity::PersonId holder;
    std::string holder_name;
    identity::PersonId subject;
    std::optional<std::string> subject_name;
    identity::Kinship kinship = identity::Kinship::Other;
    PermissionsView permissions;
    std::optional<std::int32_t> birth_order;
    identity::RelationState state = identity::RelationState::Asked;
    core::UtcTime asked_at;
    std::optional<core::UtcTime> active_from;
    std::optional<core::UtcTime> expires_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("relation_id", self.relation_id, "our id of it");
        field("kind", self.kind, "family_account, mutual_aid, guardian or mother_child");
        field("holder_id", self.holder, "who may");
        field("holder_name", self.holder_name, "masked");
        field("subject_id", self.subject, "for whom");
        field("subject_name", self.subject_name, "masked; the holder is told once the subject has accepted");
        field("kinship", self.kinship, "what the subject is to the holder");
        field("permissions", self.permissions, "what the holder may do while it is active");
        field("birth_order", self.birth_order, "of mother_child: among the children of one birth");
        field("state", self.state, "asked, active, refused or revoked");
        field("asked_at_ms", self.asked_at, "when it was asked for or granted");
        field("active_from_ms", self.active_from, "since when it is active");
        field("expires_at_ms", self.expires_at, "from when on it allows nothing");
    }
};

struct RelationsView {
    static constexpr std::string_view kTypeName = "Relations";
    std::vector<RelationView> held;
    std::vector<RelationView> given;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("held", self.held, "in which the person may do something for another; the oldest 100");
        field("given", self.given, "in which another may do something for the person; the oldest 100");
    }
};

struct RegisterNewborn {
    static constexpr std::string_view kTypeName = "RegisterNewborn";
    identity::PersonId mother;
    std::int32_t birth_order = 1;
    identity::PersonId guardian;
    identity::Kinship kinship = identity::Kinship::Child;
    core::Sensitive<core::PersonName> name;
    contract::Sex sex = contract::Sex::Unknown;
    core::Sensitive<core::Date> birth_date;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("mother_id", self.mother, "the child's mother");
        field("birth_order", self.birth_order, "1 to 9 among the children of one birth");
        field("guardian_id", self.guardian, "who answers for the child; the mother may");
        field("kinship", self.kinship, "what the child is to the guardian");
        field("name", self.name, "as the hospital calls the child");
        field("sex", self.sex, "GB/T 2261.1");
        field("birth_date", self.birth_date, "day of birth");
    }
};

struct RegisterChild {
    static constexpr std::string_view kTypeName = "RegisterChild";
    contract::PersonDetails person;
    identity::PersonId guardian;
    identity::Kinship kinship = identity::Kinship::Child;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person", self.person, "the child, under 14, with its certificate");
        field("guardian_id", self.guardian, "who consents: verified and of age");
        field("kinship", self.kinship, "what the child is to the guardian");
    }
};

struct ChildView {
    static constexpr std::string_view kTypeName = "ChildOfMother";
    std::int32_t birth_order = 1;
    PersonView child;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("birth_order", self.birth_order, "among the children of one birth");
        field("child", self.child, "the child with its active card");
    }
};

struct ChildrenView {
    static constexpr std::string_view kTypeName = "ChildrenOfMother";
    std::vector<ChildView> children;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("children", self.children, "oldest relation first");
    }
};

}  // namespace hub::api::rest
