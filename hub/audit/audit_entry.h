#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"
#include "hub/core/ids.h"

namespace hub::identity {
struct PersonTag;  // audit names people and never looks into them
}

namespace hub::audit {

using PersonId = core::Id<identity::PersonTag>;
using AuditId = core::Id<struct AuditTag>;

enum class ActorKind { Staff, Person, Client, Hub };

constexpr auto enumNames(ActorKind) {
    using Name = std::pair<ActorKind, std::string_view>;
    return std::array{Name{ActorKind::Staff, "staff"}, Name{ActorKind::Person, "person"}, Name{ActorKind::Client, "client"},
                      Name{ActorKind::Hub, "hub"}};
}

/// What for (诊疗, 结算, 监管, 本人, 破窗). None is for what needs no purpose, never for reading a record.
enum class Purpose { None, Treatment, Settlement, Supervision, Own, Emergency };

constexpr auto enumNames(Purpose) {
    using Name = std::pair<Purpose, std::string_view>;
    return std::array{Name{Purpose::None, "none"},
                      Name{Purpose::Treatment, "treatment"},
                      Name{Purpose::Settlement, "settlement"},
                      Name{Purpose::Supervision, "supervision"},
                      Name{Purpose::Own, "own"},
                      Name{Purpose::Emergency, "emergency"}};
}

enum class Outcome { Done, Refused, Failed };

constexpr auto enumNames(Outcome) {
    using Name = std::pair<Outcome, std::string_view>;
    return std::array{Name{Outcome::Done, "done"}, Name{Outcome::Refused, "refused"}, Name{Outcome::Failed, "failed"}};
}

/// Who did or saw what, about whom, for which purpose. Ids, codes and words of the program: no personal data, so an entry can be
/// shown and exported. Texts have at most 64 bytes, `subject` 200.
struct AuditEntry {
    AuditId id;
    core::UtcTime at;
    ActorKind actor_kind = ActorKind::Hub;
    std::string actor;  ///< staff id as the hospital claims it, person id, client code, or the part of the hub
    std::string role;   ///< of the staff claim or of the token
    std::string department;
    std::string client;
    std::string hospital;  ///< for which the actor acts; empty: none
    std::string action;    ///< "person.register", "record.read"
    PersonId about;        ///< none when it is about nobody
    std::string subject;   ///< ids of what it was done to: "payment/01J…"
    Purpose purpose = Purpose::None;
    Outcome outcome = Outcome::Done;
    std::string trace;
};

}  // namespace hub::audit
