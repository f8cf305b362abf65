#include "hub/app/gateway_setup.h"

#include <utility>

namespace hub::app {

namespace {

gateway::CounterpartyLimits limitsOf(const config::CounterpartyLimits& limits) {
    gateway::CounterpartyLimits made;
    made.threads = limits.threads;
    made.queue = limits.queue_max;
    made.answer_max = limits.deadline;
    made.breaker_failures = limits.breaker.failures;
    made.breaker_open = limits.breaker.open_for;
    made.calls_per_second = limits.bucket.calls_per_s;
    made.burst = limits.bucket.burst;
    return made;
}

contract::InboundPolicy inboundOf(const config::InboundPolicy& policy) {
    contract::InboundPolicy made;
    made.port = policy.port;
    made.unmapped_type =
        policy.unmapped_type == config::UnmappedType::Store ? contract::UnmappedType::Store : contract::UnmappedType::Reject;
    switch (policy.ack) {
        case config::Acknowledgement::Original:
            made.ack = contract::Acknowledgement::Original;
            break;
        case config::Acknowledgement::Enhanced:
            made.ack = contract::Acknowledgement::Enhanced;
            break;
        case config::Acknowledgement::AsAsked:
            made.ack = contract::Acknowledgement::AsAsked;
            break;
    }
    return made;
}

gateway::CounterpartySetup setupOf(const std::string& code, const config::CounterpartySpec& spec, const MakeHost& make_host) {
    const bool reject = spec.inbound.same_id_other_body == config::SameIdOtherBody::Reject;
    gateway::CounterpartySetup setup;
    setup.adapter = spec.adapter;
    setup.settings = {code, spec.charset, spec.settings.json(), inboundOf(spec.inbound)};
    setup.limits = limitsOf(spec.limits);
    setup.host = make_host(code, reject ? core::SameIdOtherBody::Reject : core::SameIdOtherBody::Accept);
    return setup;
}

}  // namespace

std::vector<gateway::CounterpartySetup> gatewaySetups(const config::Loaded& loaded, const MakeHost& make_host) {
    std::vector<gateway::CounterpartySetup> setups;
    for (const config::HospitalConfig& hospital : loaded.hospitals) {
        if (hospital.spec.enabled) setups.push_back(setupOf(hospital.metadata.code, hospital.spec, make_host));
    }
    for (const config::CounterpartyConfig& other : loaded.counterparties) {
        if (other.spec.enabled) setups.push_back(setupOf(other.metadata.code, other.spec, make_host));
    }
    return setups;
}

}  // namespace hub::app
