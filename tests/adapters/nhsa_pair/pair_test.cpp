// The adapter and the simulator of the insurer, each written from schemas/wire/nhsa.md alone, understand one another, and what they come to
// obeys the rules that the hub checks.
#include <fmt/format.h>

#include "hub/contract/adapter.h"
#include "hub/contract/operations/settlement.h"
#include "hub/payment/split.h"
#include "tests/adapters/conformance/noted_host.h"
#include "tests/adapters/sim_nhsa/bench.h"
#include "tests/support/failures.h"

namespace adapters::nhsa {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}

namespace {

using namespace hub::contract;
using hub::core::Money;
using hub::core::Sensitive;

struct Pair {
    /// With the SM wrapper or without it.
    explicit Pair(bool sealed = false) : insurer(sealed ? tests::nhsa::sealedSettings() : tests::nhsa::goodSettings()) {
        hub::core::JsonWriter key(hub::core::Exposure::Revealed);
        key.string(tests::nhsa::dataFile("keys/insurer_public.pem"));
        const std::string sm =
            sealed ? fmt::format(R"(,"sm":{{"private_key":{{"secret":"private"}},"insurer_key":{},"shared_key":{{"secret":"shared"}}}})",
                                 key.text())
                   : std::string();
        const std::string settings = fmt::format(
            R"({{"chain":"counter","url":"http://127.0.0.1:{}{}","institution":"{}","counter":{{"institution_name":"模拟医院",)"
            R"("area":"{}","receiver":"SIM","operator_code":"OP01","operator_name":"测试员","mac":"02-00-00-00-00-01","ip":"127.0.0.1",)"
            R"("access":"{}","access_secret":{{"secret":"access"}}}}{}}})",
            insurer.port, insurer.settings.counter.path, tests::nhsa::kHospital, tests::nhsa::kArea, insurer.settings.counter.paasid, sm);
        auto opened = adapter->open({"YBJ", "UTF-8", settings}, host);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
    }
    ~Pair() { instance->stop(); }

    std::string number() { return fmt::format("PAIR{:016}", ++numbers); }

    template <Operation Op>
    Outcome<typename Op::Result> call(const typename Op::Request& request, Meta meta = {}) {
        if (meta.wire_id.empty()) meta.wire_id = number();
        last = meta.wire_id;
        meta.business_date = *hub::core::Date::parse("2030-01-02");
        return handlerOf<Op>(*instance)->call(meta, request);
    }
    template <Operation Op>
    typename Op::Result done(const typename Op::Request& request) {
        auto outcome = call<Op>(request);
        const std::string why = outcome.refusal   ? outcome.refusal->their_code + " " + outcome.refusal->their_text.reveal()
                                : outcome.trouble ? outcome.trouble->code + " " + outcome.trouble->detail
                                                  : std::string();
        BOOST_REQUIRE_MESSAGE(outcome.ending == Ending::Done, std::string(Op::kName) + " " + why);
        return *outcome.result;
    }

    InsuranceCredential credential() const {
        return {CredentialKind::Certificate, Sensitive<std::string>(std::string(tests::nhsa::kZhao)), std::nullopt};
    }
    Diagnosis diagnosis() const {
        return {"J00.x00", Sensitive<std::string>("急性上呼吸道感染"), true, "A03", "D379900000001", "测试医师", insurer.clock.utc()};
    }
    InsuredLine line(std::string key, std::string_view item, std::int64_t fen) const {
        InsuredLine one;
        one.key = std::move(key);
        one.national_item = item;
        one.hospital_item = "H1";
        one.amount = Money::fromFen(fen);
        one.unit_price = *hub::core::Decimal::parse(one.amount.yuan());
        one.quantity = *hub::core::Decimal::parse("1");
        one.department = "A03";
        one.department_name = "测试内科";
        one.doctor = "D379900000001";
        one.doctor_name = "测试医师";
        one.at = insurer.clock.utc();
        return one;
    }

    InsuredVisit registered() {
        const InsuredFind::Result insured = done<InsuredFind>({credential(), std::nullopt});
        BOOST_REQUIRE(!insured.insurances.empty());
        InsuredVisit visit;
        visit.insured_number = insured.insured_number;
        visit.insurance = "310";
        visit.care_type = "11";
        visit.insured_area = insured.insurances.front().area;
        visit.hospital_visit = "V" + number();
        VisitRegister::Request request;
        request.visit = visit;
        request.credential = credential();
        request.began_at = insurer.clock.utc();
        request.department = "A03";
        request.department_name = "测试内科";
        request.doctor = "D379900000001";
        request.doctor_name = "测试医师";
        visit.visit = done<VisitRegister>(request).visit;
        return visit;
    }

    /// Carries out the steps that the adapter declares, as the runner does.
    Outcome<ChargesUpload::Result> uploaded(const InsuredVisit& visit, std::vector<InsuredLine> lines) {
        ChargesUpload::Request request;
        request.visit = visit;
        request.credential = credential();
        request.batch = "B1";
        request.diagnoses = {diagnosis()};
        request.lines = std::move(lines);
        for (const InsuredLine& one : request.lines) request.total += one.amount;
        total = request.total;
        std::vector<StepDone> steps_done;
        for (const Capability& capability : instance->capabilities()) {
            if (capability.operation != ChargesUpload::kName) continue;
            for (const std::string& step : capability.steps) {
                Meta meta;
                meta.wire_id = number();
                meta.step = step;
                meta.steps_done = steps_done;
                auto outcome = call<ChargesUpload>(request, meta);
                if (outcome.ending != Ending::StepDone) return outcome;
                steps_done.push_back({step, meta.wire_id, *outcome.evidence});
            }
        }
        BOOST_FAIL("the upload came to no end");
        return Outcome<ChargesUpload::Result>::accepted();
    }

    SettlementOf of(const InsuredVisit& visit) const { return {visit, credential(), "B1", total, true, std::nullopt}; }

    tests::nhsa::Bench insurer;
    tests::NotedHost host{{{"access", insurer.settings.counter.secret},
                           {"private", tests::nhsa::dataFile("keys/hospital_private.pem")},
                           {"shared", "SIM-SM4-KEY-0016"}},
                          insurer.clock};
    std::unique_ptr<Adapter> adapter = adapters::nhsa::makeAdapter();
    std::unique_ptr<Instance> instance;
    Money total;
    std::string last;  ///< wire id of the last call
    int numbers = 0;
};

struct SealedPair : Pair {
    SealedPair() : Pair(/*sealed=*/true) {}
};

constexpr hub::payment::SplitRules kRules{false};

std::vector<InsuredLine> threeLines(const Pair& pair) {
    return {pair.line("L1", tests::nhsa::kTable, 50'000), pair.line("L2", tests::nhsa::kLimited, 15'000),
            pair.line("L3", tests::nhsa::kOwn, 1'234)};
}

void settlesAndGivesBack(Pair& pair) {
    const InsuredVisit visit = pair.registered();
    const auto upload = pair.uploaded(visit, threeLines(pair));
    BOOST_REQUIRE((upload.ending == Ending::Done));
    BOOST_TEST(upload.result->lines.size() == 3U);
    const auto quote = pair.done<SettlementQuote>({pair.of(visit)});
    BOOST_TEST(!hub::payment::breachIn(quote.amounts, pair.total, kRules));
    BOOST_TEST((quote.amounts.fund.isPositive()));

    const auto settled = pair.done<SettlementConfirm>({pair.of(visit), quote.amounts, "INV0001"});
    BOOST_TEST(!hub::payment::breachIn(settled.settlement.amounts, pair.total, kRules));
    BOOST_TEST((hub::payment::splitOf(settled.settlement.amounts, kRules) == hub::payment::splitOf(quote.amounts, kRules)));
    BOOST_TEST((settled.settlement.our_number == pair.last));
    const auto found = pair.done<SettlementFind>({visit, settled.settlement.number, std::nullopt, std::nullopt, std::nullopt});
    BOOST_REQUIRE(found.settlement);
    BOOST_TEST((found.settlement->state == SettlementState::Settled));

    const auto back =
        pair.done<SettlementRevoke>({visit, settled.settlement.number, pair.credential(), std::nullopt, settled.settlement.amounts});
    BOOST_TEST(!hub::payment::breachInRevocation(back.revocation.amounts, settled.settlement.amounts));
    const auto revoked = pair.done<SettlementFind>({visit, settled.settlement.number, std::nullopt, std::nullopt, std::nullopt});
    BOOST_TEST((revoked.settlement->state == SettlementState::Revoked));
    pair.done<ChargesRevoke>({visit, "B1"});
    pair.done<VisitCancel>({visit});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nhsa_pair)

BOOST_FIXTURE_TEST_CASE(a_bill_is_settled_and_given_back_to_the_fen, Pair) { settlesAndGivesBack(*this); }

BOOST_FIXTURE_TEST_CASE(a_bill_is_settled_and_given_back_in_the_countrys_own_ciphers, SealedPair) { settlesAndGivesBack(*this); }

BOOST_FIXTURE_TEST_CASE(a_settlement_whose_answer_is_lost_is_reversed_and_settled_anew, Pair) {
    const InsuredVisit visit = registered();
    BOOST_REQUIRE((uploaded(visit, threeLines(*this)).ending == Ending::Done));
    const auto quote = done<SettlementQuote>({of(visit)});
    const std::int64_t before = insurer.balance(tests::nhsa::kZhao);
    insurer.fault("2207", adapters::sim::common::FaultKind::PlainText);
    BOOST_REQUIRE((call<SettlementConfirm>({of(visit), quote.amounts, "INV0002"}).ending == Ending::Unknown));
    CallReverse::Request reverse{visit, std::string(SettlementConfirm::kName), last, std::nullopt};
    done<CallReverse>(reverse);
    done<CallReverse>(reverse);  // again is done again
    BOOST_TEST(insurer.balance(tests::nhsa::kZhao) == before);
    const auto again = done<SettlementConfirm>({of(visit), quote.amounts, "INV0003"});
    BOOST_TEST((hub::payment::splitOf(again.settlement.amounts, kRules) == hub::payment::splitOf(quote.amounts, kRules)));
}

BOOST_FIXTURE_TEST_CASE(a_split_that_is_one_fen_wrong_is_carried_as_it_is_and_seen_by_the_hub, Pair) {
    const InsuredVisit visit = registered();
    BOOST_REQUIRE((uploaded(visit, threeLines(*this)).ending == Ending::Done));
    insurer.fault("2206", adapters::sim::common::FaultKind::BrokenSum);
    const auto quote = done<SettlementQuote>({of(visit)});
    BOOST_TEST(hub::payment::breachIn(quote.amounts, total, kRules).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
