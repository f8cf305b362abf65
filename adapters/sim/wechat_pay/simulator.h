#pragma once

#include <memory>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/wechat_pay/channel.h"
#include "adapters/sim/wechat_pay/control.h"
#include "adapters/sim/wechat_pay/merchant_calls.h"
#include "adapters/sim/wechat_pay/notifier.h"
#include "adapters/sim/wechat_pay/settings.h"
#include "adapters/sim/wechat_pay/signatures.h"
#include "hub/core/executor.h"

namespace adapters::sim::wechat_pay {

/// The channel on 127.0.0.1 with its side door under /_sim/. Any thread.
class WechatPaySimulator {
  public:
    /// Faults and clock outlive the simulator. Also: SimNotValid (settings, keys). Throws Exception when the books cannot be used.
    static hub::core::Result<std::unique_ptr<WechatPaySimulator>> make(const WechatPaySettings& settings, common::Faults& faults,
                                                                       const hub::core::Clock& clock);

    /// As stop().
    ~WechatPaySimulator();

    /// The port it listens on. Nothing leaves by itself: see runDue(). Also: SimNotListening. REQUIRES: not started.
    hub::core::Result<std::uint16_t> start();

    /// As start(), and notifications leave by themselves, eight at a time.
    hub::core::Result<std::uint16_t> startWithPace();

    /// What is due by the clock: payers act, refunds end, notifications leave one after the other. Returns when all were answered.
    void runDue() { notifier_.sendDue(); }

    /// Ends what waits and closes the port; the books stay. The second call does nothing.
    void stop();

  private:
    WechatPaySimulator(const WechatPaySettings& settings, std::unique_ptr<Signatures> signatures, common::Faults& faults,
                       const hub::core::Clock& clock);

    common::HttpAnswer answer(const common::HttpRequest& request, common::Waiting& waiting);
    common::HttpAnswer merchantAnswer(const common::HttpRequest& request, common::Waiting& waiting);
    void actFurther(Call call, const std::string& subject, const common::Fate& fate);
    common::HttpAnswer shaped(const Reply& reply, const common::Fate& fate);
    void tick();

    const WechatPaySettings settings_;
    common::Faults& faults_;
    const hub::core::Clock& clock_;
    const std::unique_ptr<Signatures> signatures_;
    Channel channel_;
    Notifier notifier_;
    MerchantCalls calls_;
    ChannelControl control_;
    common::HttpServer server_;
    std::unique_ptr<hub::core::ThreadExecutor> pace_;
};

/// The simulator as a process of its own: reads WechatPaySettings from a JSON file, prints {"port": …} on one line of stdout when it is
/// ready, runs until SIGINT or SIGTERM, and returns the exit code: 0, or 1 with a message on stderr. Call it from main() before any thread
/// is started.
int runWechatPay(const std::string& settings_file);

}  // namespace adapters::sim::wechat_pay
