#pragma once

#include <string>
#include <vector>

#include "tests/flows/region.h"

namespace tests {

/// A laboratory report of one line.
inline hub::contract::Report reportOf(std::string key, std::string version,
                                      hub::contract::ReportStatus status = hub::contract::ReportStatus::Final, std::string value = "5.1") {
    hub::contract::Report report;
    report.header.key = std::move(key);
    report.header.version = std::move(version);
    report.header.status = status;
    report.header.title = "测试血常规";
    hub::contract::ReportLine line;
    line.item_name = "测试项目";
    line.value = hub::core::Sensitive<std::string>(std::move(value));
    report.lines.push_back(std::move(line));
    return report;
}

/// Types of the events that wait to be relayed to the person's stream, as published.
inline std::vector<std::string> eventTypes(FlowWorld& world, const hub::core::IdBits& person) {
    using namespace hub;
    std::vector<std::string> types;
    const auto look = [&](core::Transaction& transaction) -> core::Result<flows::Next> {
        types.clear();
        // Of each cause one message is handed out at a time: deliver them one after the other.
        while (true) {
            const auto some =
                world.storage->outbox().lease(transaction, flows::kEventTopic, world.clock.utc(), "test", core::Duration(60'000), 100);
            if (!some.ok()) return some.failure();
            if (some->empty()) return flows::Next{};
            for (const core::OutboxMessage& message : *some) {
                const auto event = flows::eventIn(message);
                if (!event.ok()) return event.failure();
                if (event->stream == flows::personStream(person)) types.push_back(event->type);
                const auto delivered = world.storage->outbox().delivered(transaction, message.id, "test");
                if (!delivered.ok()) return delivered.failure();
            }
        }
    };
    BOOST_REQUIRE(world.unit(look).ok());
    return types;
}

}  // namespace tests
