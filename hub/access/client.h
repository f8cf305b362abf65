#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace hub::access {

/// Who comes in by a system token.
enum class ClientKind {
    Entrance,  ///< where people come in: city app, WeChat, kiosk
    Hospital,  ///< a hospital's own systems, with its staff behind them
    Office,    ///< the commission and whoever runs the hub
};

constexpr auto enumNames(ClientKind) {
    using Name = std::pair<ClientKind, std::string_view>;
    return std::array{Name{ClientKind::Entrance, "entrance"}, Name{ClientKind::Hospital, "hospital"}, Name{ClientKind::Office, "office"}};
}

enum class ClientState { Active, Disabled };

constexpr auto enumNames(ClientState) {
    using Name = std::pair<ClientState, std::string_view>;
    return std::array{Name{ClientState::Active, "active"}, Name{ClientState::Disabled, "disabled"}};
}

struct Client {
    std::string code;  ///< 2 to 32 lower-case letters, digits and dashes, a letter first
    ClientKind kind = ClientKind::Entrance;
    std::string hospital;  ///< code of the counterparty it stands for; empty unless it is a hospital's
    ClientState state = ClientState::Active;
    core::UtcTime added_at;
};

/// Also: ClientNotValid with what is wrong.
core::Result<void> checkClient(const Client& client);

}  // namespace hub::access
