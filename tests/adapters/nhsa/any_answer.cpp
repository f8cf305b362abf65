#include "tests/adapters/nhsa/any_answer.h"

#include "adapters/nhsa/canonical.h"
#include "adapters/nhsa/counter_reading.h"
#include "adapters/nhsa/mobile_words.h"
#include "adapters/nhsa/number_texts.h"
#include "adapters/nhsa/order_token.h"

namespace tests {

namespace {

namespace core = hub::core;
using namespace adapters::nhsa;
using namespace hub::contract;

/// A result that was read can pass to the hub and comes back the same.
template <class T>
void mustPass(const core::Result<T>& result) {
    if (!result.ok()) return;
    const std::string json = core::toJson(*result, core::Exposure::Revealed);
    const core::Result<T> again = core::fromJson<T>(json);
    HUB_ASSERT(again.ok() && core::toJson(*again, core::Exposure::Revealed) == json);
}

InsuredVisit visit() {
    return {VisitKind::Outpatient, core::Sensitive<std::string>("P370200000001"), "370200", "310", "11", "M0001", "V0001"};
}

void readAsCounter(core::JsonValue content) {
    static const CounterReading reading;
    SettlementOf of;
    of.visit = visit();
    of.total = core::Money::fromFen(18268);
    InsuredLine line;
    line.key = "K1";
    line.amount = core::Money::fromFen(100);
    SettlementRevoke::Request revoke;
    revoke.visit = visit();
    revoke.number = "L0001";
    revoke.settled.total = of.total;
    mustPass(reading.insured(content, {}));
    mustPass(reading.registered(content, visit()));
    const auto covers = reading.covers(content, std::span(&line, 1));
    HUB_ASSERT(!covers.ok() || covers->size() == 1);
    const auto quoted = reading.quoted(content, of);
    HUB_ASSERT(!quoted.ok() || quoted->total == of.total);
    mustPass(quoted);
    mustPass(reading.settled(content, of, "H37020000001203001020930000002"));
    mustPass(reading.revoked(content, revoke));
    mustPass(reading.found(content, {visit(), "L0001", std::nullopt, std::nullopt, std::nullopt}));
    mustPass(reading.compared(content));
}

void readAsMobile(core::JsonValue content) {
    static const MobileWords words("H37020000001");
    ChargesUpload::Request upload;
    upload.name = core::Sensitive(core::PersonName{"甲"});
    upload.certificate = Certificate{CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{"1"})};
    mustPass(words.uploaded(content, upload));
    const core::Result<ToldOrder> order = words.order(content, "ORD0001");
    if (order.ok()) mustPass(core::Result(MobileWords::settlementOf("ORD0001", *order)));
    SettlementRevoke::Request revoke;
    revoke.settled.total = core::Money::fromFen(18268);
    if (refundStageIn(content).ok()) mustPass(words.refunded(content, "01JGYH8M0000000000A1", revoke));
}

}  // namespace

void anyNhsaAnswer(std::string_view bytes) {
    static_cast<void>(OrderToken::of(core::Sensitive<std::string>(std::string(bytes))));
    const core::Result<core::JsonDocument> document = parseTexts(bytes);
    if (!document.ok()) return;
    const std::string text = canonical(document->root());
    const core::Result<core::JsonDocument> again = parseTexts(text);
    HUB_ASSERT(again.ok() && canonical(again->root()) == text);
    readAsCounter(document->root());
    readAsMobile(document->root());
}

}  // namespace tests
