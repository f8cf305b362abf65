#pragma once

#include <string_view>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/wechat_pay/channel.h"
#include "adapters/sim/wechat_pay/signatures.h"

namespace adapters::sim::wechat_pay {

/// Sends notifications to merchants, each on a connection of its own, and waits for the answer. Any thread.
class Notifier {
  public:
    /// All outlive the notifier.
    Notifier(Channel& channel, Signatures& signatures, common::Faults& faults, const NotificationSettings& settings)
        : channel_(channel), signatures_(signatures), faults_(faults), settings_(settings) {}

    /// Once, or as the faults of `notify` say, and gives it back to the channel.
    void send(const Notification& notification);

    /// The one that waits to tell of this order or refund, due or not; nothing when there is none.
    void sendOf(std::string_view subject);

    /// Everything that is due now, also what becomes due meanwhile; at most 10000.
    void sendDue();

  private:
    int deliver(const Notification& notification, const common::Fate& fate);

    Channel& channel_;
    Signatures& signatures_;
    common::Faults& faults_;
    const NotificationSettings& settings_;
};

}  // namespace adapters::sim::wechat_pay
