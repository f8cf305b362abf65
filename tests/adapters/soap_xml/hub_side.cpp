#include "tests/adapters/soap_xml/hub_side.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/kit/mapping/merge_patch.h"

namespace tests::soap_xml {

std::string settingsJson(std::uint16_t port, const std::string& more) {
    const core::Result<core::JsonDocument> good = core::JsonDocument::parse(fmt::format(
        R"({{"endpoint":"http://127.0.0.1:{}/HisService.asmx","auth_key":{{"secret":"sim.key"}},"user":"SIM/OP01","hospital_id":"SIMHOSP01",
        "devices":["SIM00001","SIM00002"],"pay_type":"22","code_maps":{{
        "booking_state":{{"codes":{{"0":"reserved","1":"paid","2":"checked_in","3":"cancelled","4":"stopped"}}}},
        "report_status":{{"codes":{{"0":"preliminary","1":"final","2":"corrected"}}}}}}}})",
        port));
    const core::Result<core::JsonDocument> patch = core::JsonDocument::parse(more);
    BOOST_REQUIRE(good.ok() && patch.ok());
    std::string merged = adapters::kit::mapping::mergePatch(good->root(), patch->root());
    constexpr std::string_view kNull = R"("@null")";
    for (std::size_t at = merged.find(kNull); at != std::string::npos; at = merged.find(kNull)) merged.replace(at, kNull.size(), "null");
    return merged;
}

Hub::Hub(sim::Hospital& hospital, const std::string& more_settings, const std::string& charset)
    : host(hospital.clock), adapter_(adapters::soap_xml::makeAdapter()) {
    const contract::InstanceSettings settings{"SIM001", charset, settingsJson(hospital.port(), more_settings)};
    core::Result<std::unique_ptr<contract::Instance>> instance = adapter_->open(settings, host);
    BOOST_REQUIRE_MESSAGE(instance.ok(), (instance.ok() ? "" : instance.failure().detail()));
    instance_ = std::move(*instance);
    BOOST_REQUIRE(instance_->start().ok());
}

Hub::~Hub() {
    if (instance_) instance_->stop();
}

contract::Meta Hub::meta(const std::string& wire_id) {
    contract::Meta meta;
    meta.wire_id = wire_id.empty() ? fmt::format("HUB{:017}", ++calls_) : wire_id;
    meta.attempt = "ATTEMPT-" + meta.wire_id;
    meta.counterparty = "SIM001";
    meta.trace = "trace";
    meta.business_date = core::shanghaiDate(host.clock().utc(), core::Duration(0));
    meta.deadline_at = host.clock().utc() + std::chrono::minutes(1);
    return meta;
}

void Hub::requireDone(std::string_view operation, std::string_view ending, const std::optional<contract::Trouble>& trouble) {
    BOOST_REQUIRE_MESSAGE(ending == "done", operation << " is " << ending << (trouble ? " " + trouble->code + " " + trouble->detail : ""));
}

contract::PatientFind::Request byCard(const std::string& number) {
    contract::PatientFind::Request request;
    request.credential = contract::Credential{contract::CredentialKind::HospitalCard, core::Sensitive(core::CardNumber{number})};
    return request;
}

contract::PatientFind::Request byResidentId(const std::string& number) {
    contract::PatientFind::Request request;
    request.certificate = contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{number})};
    return request;
}

void failNext(sim::Hospital& hospital, const std::string& code, sim::common::FaultKind kind, bool acts) {
    hospital.fault(sim::nextCall(code, kind, acts));
}

}  // namespace tests::soap_xml
