#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/access/access_store.h"
#include "hub/access/tokens.h"
#include "hub/api/router.h"
#include "hub/flows/carrier.h"
#include "hub/gateway/gateway.h"

namespace hub::app {

/// What a client is, for its first token; where it stands already nothing of it is changed.
struct MakeToken {
    static constexpr std::string_view kTypeName = "MakeToken";
    access::Role role = access::Role::Entrance;
    std::optional<std::string> hospital;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("role", self.role, "what the token is for");
        field("hospital", self.hospital, "code of the hospital that the client stands for");
    }
};

struct MadeToken {
    static constexpr std::string_view kTypeName = "MadeToken";
    std::string client;
    std::string token;
    core::UtcTime expires_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("client", self.client, "whose it is");
        field("token", self.token, "shown once");
        field("expires_at_ms", self.expires_at, "until when it is good");
    }
};

/// What the routes stand on. All outlive them.
struct AdminHouse {
    flows::Carrier& carrier;
    access::AccessStore& access;
    access::Tokens& tokens;
    gateway::Gateway& gateway;
    const core::Clock& clock;
};

/// The admin API of the local socket, which only the hub's own user may open: no tokens.
std::vector<api::Route> adminRoutes(AdminHouse house);

}  // namespace hub::app
