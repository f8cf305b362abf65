#pragma once

#include <boost/test/unit_test.hpp>

#include "hub/contract/operations/collect.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/inbound.h"
#include "hub/core/executor.h"
#include "tests/adapters/conformance/noted_host.h"
#include "tests/adapters/conformance/trouble.h"
#include "tests/adapters/wechat_pay/golden.h"
#include "tests/adapters/wechat_pay/toy_channel.h"
#include "tests/adapters/wechat_pay/wechat_subject.h"
#include "tests/support/failures.h"

namespace adapters::wechat_pay {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}

namespace tests {

/// An instance of the adapter against a toy channel, at the time of the golden bytes.
struct WechatBench {
    using Meta = hub::contract::Meta;

    explicit WechatBench(hub::core::UtcTime now = {1893547800000}) : clock(now), host(WechatSubject::keys(), clock), channel(clock) {
        channel.start();
        auto opened = adapter->open({"SLZF", "UTF-8", WechatSubject::settingsJson(channel.url(), std::chrono::seconds(20))}, host);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
    }
    ~WechatBench() { instance->stop(); }

    static Meta meta(std::string wire_id) {
        Meta meta;
        meta.wire_id = std::move(wire_id);
        return meta;
    }

    template <hub::contract::Operation Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request,
                                                     std::string wire_id = "01JGYH8M0000000000000000A1") {
        return hub::contract::handlerOf<Op>(*instance)->call(meta(std::move(wire_id)), request);
    }
    template <hub::contract::Operation Op>
    hub::contract::Inquiry<typename Op::Result> inquire(const typename Op::Request& request,
                                                        std::string wire_id = "01JGYH8M0000000000000000A1") {
        return hub::contract::handlerOf<Op>(*instance)->inquire(meta(std::move(wire_id)), request);
    }

    hub::core::VirtualExecutor clock;  // never moved while the channel runs
    NotedHost host;
    ToyChannel channel;
    std::unique_ptr<hub::contract::Adapter> adapter = adapters::wechat_pay::makeAdapter();
    std::unique_ptr<hub::contract::Instance> instance;
};

}  // namespace tests
