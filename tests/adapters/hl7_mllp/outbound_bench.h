#pragma once

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/hl7_mllp/hl7_mllp.h"
#include "adapters/hl7_mllp/messages.h"
#include "tests/adapters/hl7_mllp/inbound_bench.h"
#include "tests/adapters/hl7_mllp/toy_hospital.h"

namespace tests {

inline constexpr std::string_view kHead = "\x0BMSH|^~\\&|HIS|SIM|ONECARD|HUB|20261121080000||ACK|K1|P|2.4||||||UNICODE UTF-8\r";
inline constexpr std::string_view kTail = "\r\x1C\r";

/// An answer of the toy hospital: its MSH, then these.
inline std::string frame(std::string_view segments) { return std::string(kHead) + std::string(segments) + std::string(kTail); }

inline hub::core::Sensitive<hub::core::CardNumber> patient(const std::string& number = "P1") {
    return hub::core::Sensitive(hub::core::CardNumber{number});
}

inline hub::contract::Meta metaOf(const std::string& wire_id) {
    hub::contract::Meta meta;
    meta.wire_id = wire_id;
    meta.business_date = *hub::core::Date::parse("2026-11-21");
    meta.deadline_at = hub::core::SystemClock().utc() + std::chrono::minutes(1);
    return meta;
}

/// The adapter with the toy hospital as its peer; `more` are further settings.
class OutboundBench {
  public:
    explicit OutboundBench(const std::string& more = "")
        : toy(adapters::codec::charset::Charset::Utf8), adapter_(adapters::hl7_mllp::makeAdapter()) {
        toy.start();
        const std::string json = fmt::format(R"({{"host":"127.0.0.1","port":{},"senders":[{{"application":"HIS","facility":"SIM"}}],)"
                                             R"("listen":{{"address":"127.0.0.1"}}{}}})",
                                             toy.port(), more);
        instance_ = std::move(*adapter_->open({"SIM001", "UTF-8", json, {}}, host_));
        BOOST_REQUIRE(instance_->start().ok());
    }
    ~OutboundBench() { instance_->stop(); }
    OutboundBench(const OutboundBench&) = delete;
    OutboundBench& operator=(const OutboundBench&) = delete;

    template <class Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request, const std::string& wire_id = "W1") {
        return hub::contract::handlerOf<Op>(*instance_)->call(metaOf(wire_id), request);
    }
    hub::contract::Instance& instance() { return *instance_; }

    ToyHl7Hospital toy;

  private:
    KeepingHost host_;
    std::unique_ptr<hub::contract::Adapter> adapter_;
    std::unique_ptr<hub::contract::Instance> instance_;
};

/// The writer alone, by the standard's words and `more`.
struct Written {
    adapters::hl7_mllp::Words words;
    adapters::hl7_mllp::Messages messages{words, adapters::codec::charset::Charset::Utf8};

    explicit Written(const std::string& more = "")
        : words(*adapters::hl7_mllp::Words::make(
              adapters::kit::readSettings<adapters::hl7_mllp::Settings>(
                  R"({"host":"h","port":1,"senders":[{"application":"HIS","facility":"SIM"}])" + more + "}")
                  .value)) {}
};

}  // namespace tests
