#pragma once

#include "adapters/wechat_pay/notification_key.h"
#include "adapters/wechat_pay/signature.h"
#include "adapters/wechat_pay/words.h"
#include "hub/contract/events.h"
#include "hub/contract/host.h"
#include "hub/contract/operations/inbound.h"

namespace adapters::wechat_pay {

/// What the channel pushes to /in/{counterparty}: signed, its content sealed, perhaps twice, perhaps never. Any thread.
///
/// 204 only after Host::accept; 401 when it is not signed as it must be; 500 when it is, but cannot be read, so that the channel sends
/// it again once the settings are right. A kind of notification that is not mapped is kept without an event.
class Notifications {
  public:
    /// All three outlive it.
    Notifications(const Words& words, const PlatformKeys& keys, hub::contract::Host& host, NotificationKey key, std::string merchant)
        : words_(words), keys_(keys), host_(host), key_(std::move(key)), merchant_(std::move(merchant)) {}

    /// Not Done when the hub could not keep it.
    hub::contract::Outcome<hub::contract::HttpPush::Result> take(const hub::contract::HttpPush::Request& push) const;

  private:
    hub::core::Result<hub::contract::Inbound> read(const std::string& body) const;
    hub::core::Result<std::vector<hub::contract::Event>> eventsOf(const std::string& type, hub::core::JsonValue notification) const;

    const Words& words_;
    const PlatformKeys& keys_;
    hub::contract::Host& host_;
    const NotificationKey key_;
    const std::string merchant_;
};

}  // namespace adapters::wechat_pay
