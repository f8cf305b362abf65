#pragma once

#include <boost/test/unit_test.hpp>

#include "hub/contract/operations/health.h"
#include "hub/contract/operations/verify.h"
#include "hub/core/executor.h"
#include "tests/adapters/conformance/clocked_host.h"
#include "tests/adapters/ehealth_card/ehealth_subject.h"
#include "tests/adapters/ehealth_card/toy_platform.h"
#include "tests/support/failures.h"

namespace adapters::ehealth_card {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}

namespace tests {

/// An instance of the adapter against a toy platform.
struct EhealthBench {
    using Meta = hub::contract::Meta;

    EhealthBench() {
        platform.start();
        auto opened = adapter->open({"DZJKK", "UTF-8", EhealthSubject::settingsJson(platform.url(), std::chrono::seconds(20))}, host);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
    }
    ~EhealthBench() { instance->stop(); }

    template <hub::contract::Operation Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request,
                                                     std::string wire_id = "01JGYH8M0000000000000000A1") {
        Meta meta;
        meta.wire_id = std::move(wire_id);
        meta.staff_id = "S001";
        return hub::contract::handlerOf<Op>(*instance)->call(meta, request);
    }

    hub::core::VirtualExecutor clock{hub::core::UtcTime{1893547800000}};  // never moved while a call runs
    ClockedHost host{clock, EhealthSubject::keys()};
    const std::atomic<bool> tokens_are_calls = true;
    ToyPlatform platform{clock, tokens_are_calls};
    std::unique_ptr<hub::contract::Adapter> adapter = adapters::ehealth_card::makeAdapter();
    std::unique_ptr<hub::contract::Instance> instance;
};

inline hub::contract::Certificate certificateOf(int person) {
    return {hub::contract::CertificateKind::ResidentId, hub::core::Sensitive(hub::core::CertificateNumber{conformance::numberOf(person)})};
}
inline hub::core::Sensitive<hub::core::PersonName> nameOfPerson(int person) {
    return hub::core::Sensitive(hub::core::PersonName{conformance::nameOf(person)});
}
inline hub::contract::PersonDetails detailsOf(int person) {
    hub::contract::PersonDetails details;
    details.name = nameOfPerson(person);
    details.sex = hub::contract::Sex::Female;
    details.birth_date = hub::core::Sensitive(hub::core::Date{1990, 3, 1});
    details.certificate = certificateOf(person);
    return details;
}
inline hub::contract::Credential ehealthCard(std::string number) {
    return {hub::contract::CredentialKind::EhealthCard, hub::core::Sensitive(hub::core::CardNumber{std::move(number)})};
}

}  // namespace tests
