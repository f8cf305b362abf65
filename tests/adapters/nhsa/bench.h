#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hub/contract/operations/health.h"
#include "hub/contract/operations/settlement.h"
#include "hub/core/executor.h"
#include "tests/adapters/conformance/noted_host.h"
#include "tests/adapters/conformance/trouble.h"
#include "tests/adapters/nhsa/golden.h"
#include "tests/adapters/nhsa/nhsa_subject.h"
#include "tests/adapters/nhsa/toy_counter.h"
#include "tests/adapters/nhsa/toy_mobile.h"
#include "tests/support/failures.h"

namespace adapters::nhsa {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}

namespace tests::nhsa {

inline constexpr const char* kMsgid = "H37020000001203001020930000002";
inline constexpr const char* kOurNumber = "01JGYH8M0000000000A1";

/// The adapter open to an insurer at some address, at the golden time.
struct Opened {
    /// `other_secrets`: in place of the right ones of their names.
    explicit Opened(const hub::core::Clock& clock, std::map<std::string, std::string> other_secrets = {})
        : host(withRightOnes(std::move(other_secrets)), clock) {}
    ~Opened() {
        if (instance) instance->stop();
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;

    void open(const std::string& settings) {
        auto opened = adapters::nhsa::makeAdapter()->open({"YBJ", "UTF-8", settings}, host);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
    }

    template <hub::contract::Operation Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request, const hub::contract::Meta& meta) {
        return hub::contract::handlerOf<Op>(*instance)->call(meta, request);
    }

    static std::map<std::string, std::string> withRightOnes(std::map<std::string, std::string> others) {
        others.merge(NhsaSubject::keys());
        return others;
    }

    NotedHost host;
    std::unique_ptr<hub::contract::Instance> instance;
};

struct CounterBench {
    explicit CounterBench(bool sealed = false)
        : insurer(clock, sign_ins_are_calls, sealed ? std::optional(goldenKeys("insurer", "hospital", counterKey())) : std::nullopt) {
        insurer.start();
        adapter.open(NhsaSubject::settingsJson(adapters::nhsa::Chain::Counter, insurer.url(), std::chrono::seconds(20), sealed));
    }

    template <hub::contract::Operation Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request, const std::string& wire_id = kMsgid) {
        hub::contract::Meta meta;
        meta.wire_id = wire_id;
        return adapter.call<Op>(request, meta);
    }

    hub::core::VirtualExecutor clock{hub::core::UtcTime{kGoldenMs}};  // never moved while a call runs
    const std::atomic<bool> sign_ins_are_calls = true;
    ToyCounter insurer;
    Opened adapter{clock};
};

struct MobileBench {
    explicit MobileBench(bool sealed = false)
        : insurer(clock, sealed ? std::optional(goldenKeys("insurer", "hospital", mobileKey())) : std::nullopt) {
        insurer.start();
        adapter.open(NhsaSubject::settingsJson(adapters::nhsa::Chain::Mobile, insurer.url(), std::chrono::seconds(20), sealed));
    }

    template <hub::contract::Operation Op>
    hub::contract::Outcome<typename Op::Result> call(const typename Op::Request& request, const std::string& wire_id = kOurNumber) {
        hub::contract::Meta meta;
        meta.wire_id = wire_id;
        return adapter.call<Op>(request, meta);
    }
    template <hub::contract::Operation Op>
    hub::contract::Inquiry<typename Op::Result> inquire(const typename Op::Request& request) {
        hub::contract::Meta meta;
        meta.wire_id = kOurNumber;
        return hub::contract::handlerOf<Op>(*adapter.instance)->inquire(meta, request);
    }

    hub::core::VirtualExecutor clock{hub::core::UtcTime{kGoldenMs}};
    ToyMobile insurer;
    Opened adapter{clock};
};

// Synthetic people and what happens to them.

inline hub::contract::InsuranceCredential voucher() {
    return {hub::contract::CredentialKind::InsuranceVoucher, hub::core::Sensitive<std::string>("00000000000000000000000000000001"),
            std::nullopt};
}
inline hub::contract::InsuredVisit visitOf(hub::contract::VisitKind kind = hub::contract::VisitKind::Outpatient) {
    return {kind, hub::core::Sensitive<std::string>("P370200000001"), "370200", "310", "11", "M0001", "V0001"};
}
inline hub::contract::SettlementOf settlementOf(std::int64_t fen) {
    hub::contract::SettlementOf of;
    of.visit = visitOf();
    of.credential = voucher();
    of.batch = "B0001";
    of.total = hub::core::Money::fromFen(fen);
    return of;
}
inline hub::contract::SettlementAmounts amountsOf(std::int64_t fund, std::int64_t account, std::int64_t cash, std::int64_t hospital) {
    hub::contract::SettlementAmounts amounts;
    amounts.total = hub::core::Money::fromFen(fund + account + cash + hospital);
    amounts.fund = hub::core::Money::fromFen(fund);
    amounts.account = hub::core::Money::fromFen(account);
    amounts.cash = hub::core::Money::fromFen(cash);
    amounts.hospital_part = hub::core::Money::fromFen(hospital);
    return amounts;
}
inline hub::contract::Diagnosis diagnosisOf(bool main) {
    return {main ? "J00" : "R05",         hub::core::Sensitive<std::string>(main ? "感冒" : "咳嗽"), main, "D1", "DR1", "医师甲",
            hub::core::UtcTime{kGoldenMs}};
}
inline hub::contract::InsuredLine lineOf(int number) {
    hub::contract::InsuredLine line;
    line.key = "K" + std::to_string(number);
    line.national_item = "N1";
    line.hospital_item = "H1";
    line.unit_price = {"0.5"};
    line.quantity = {"2"};
    line.amount = hub::core::Money::fromFen(100);
    line.department = "D1";
    line.department_name = "内科";
    line.doctor = "DR1";
    line.doctor_name = "医师甲";
    line.at = hub::core::UtcTime{kGoldenMs};
    return line;
}
inline hub::contract::ChargesUpload::Request uploadOf(int lines) {
    hub::contract::ChargesUpload::Request request;
    request.visit = visitOf();
    request.credential = voucher();
    request.batch = "B0001";
    request.diagnoses = {diagnosisOf(true), diagnosisOf(false)};
    for (int i = 1; i <= lines; ++i) request.lines.push_back(lineOf(i));
    request.total = hub::core::Money::fromFen(100 * lines);
    return request;
}

inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE_MESSAGE(text.find(from) != std::string::npos, text << " holds no " << from);
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace tests::nhsa
