#pragma once

#include <boost/test/unit_test.hpp>

#include "hub/contract/operations/bank.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/statement.h"
#include "hub/core/executor.h"
#include "tests/adapters/bank/bank_subject.h"
#include "tests/adapters/bank/golden.h"
#include "tests/adapters/bank/toy_bank.h"
#include "tests/adapters/conformance/noted_host.h"
#include "tests/adapters/conformance/trouble.h"
#include "tests/support/failures.h"

namespace adapters::bank {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}

namespace tests {

/// An instance of the adapter against a toy bank, at the time of the golden bytes.
struct BankBench {
    BankBench() {
        bank.start();
        auto opened = adapter->open({"YH", "UTF-8", BankSubject::settingsJson(bank.url(), std::chrono::seconds(20))}, host);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
    }
    ~BankBench() { instance->stop(); }

    static hub::contract::Meta meta(std::string wire_id) {
        hub::contract::Meta meta;
        meta.wire_id = std::move(wire_id);
        return meta;
    }

    template <hub::contract::Operation Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request,
                                                     std::string wire_id = "01JGYH8M00000000000000BP01") {
        return hub::contract::handlerOf<Op>(*instance)->call(meta(std::move(wire_id)), request);
    }
    template <hub::contract::Operation Op>
    hub::contract::Inquiry<typename Op::Result> inquire(const typename Op::Request& request,
                                                        std::string wire_id = "01JGYH8M00000000000000BP01") {
        return hub::contract::handlerOf<Op>(*instance)->inquire(meta(std::move(wire_id)), request);
    }

    hub::core::VirtualExecutor clock{kGoldenNow};  // never moved while the bank runs
    NotedHost host{BankSubject::keys(), clock};
    ToyBank bank{clock};
    std::unique_ptr<hub::contract::Adapter> adapter = adapters::bank::makeAdapter();
    std::unique_ptr<hub::contract::Instance> instance;
};

/// The person of the golden bytes.
inline hub::contract::AccountOpen::Request openRequest() {
    hub::contract::AccountOpen::Request request;
    request.person.name = hub::core::Sensitive(hub::core::PersonName{"㛃䶮𠮷"});
    request.person.certificate = hub::contract::Certificate{hub::contract::CertificateKind::ResidentId,
                                                            hub::core::Sensitive(hub::core::CertificateNumber{"990101199003000013"})};
    request.person.phone = hub::core::Sensitive(hub::core::PhoneNumber{"10000000001"});
    request.linked_card = hub::core::Sensitive<std::string>("9955000000000000012");
    return request;
}

inline hub::contract::TransferCreate::Request transferRequest(hub::contract::TransferKind kind, std::int64_t fen, std::string summary) {
    hub::contract::TransferCreate::Request request;
    request.kind = kind;
    request.account = hub::core::Sensitive<std::string>("9955880000000000017");
    request.amount = hub::core::Money::fromFen(fen);
    request.summary = std::move(summary);
    return request;
}

}  // namespace tests
