// Payments through the command line, against a running hub: found, shown, told, decided by two.
#include "hub/app/commands/payment_commands.h"

#include <sstream>

#include "hub/app/foundation.h"
#include "tests/e2e/ended_command.h"
#include "tests/e2e/running_hub.h"

using namespace hub;
using adapters::cli::demo::textIn;
using cli::Exit;
using Ended = tests::EndedCommand;

namespace {

constexpr const char* kLi = "money-office/li";
constexpr const char* kWang = "money-office/wang";
constexpr const char* kFile = "P0001778899";
constexpr const char* kNothing = "11111111111111111111111111";

/// A hub that was left with a frozen payment, and a completed one whose refund is stuck.
struct Hub : tests::RunningHub {
    const app::config::SecretEnvironment no_secrets;
    payment::Payment frozen;
    payment::Payment completed;
    payment::Refund stuck;

    Hub() {
        tree.write("config/hub.yaml", "apiVersion: onecard/v1\nkind: Hub\n");
        leave();
        start();
        tokenOf("money-office", R"({"role":"operator"})");
        tokenOf("city-office", R"({"role":"steward"})");
    }

    static payment::Payment paidBy(const payment::Charge& charge, core::UtcTime now, const std::string& order) {
        payment::Payment payment;
        payment.id = *charge.payment;
        payment.client = "city-app";
        payment.request_key = order;
        payment.person = *charge.person;
        payment.hospital = "H01";
        payment.local_patient = charge.local_patient;
        payment.items = {{charge.id.bits, charge.content.key, charge.content.version, charge.content.total}};
        payment.total = charge.content.total;
        payment::Leg leg;
        leg.channel = "WX";
        leg.merchant = "M1";
        leg.order_number = order;
        leg.amount = payment.total;
        leg.state = payment::LegState::Paid;
        leg.channel_number = "42000" + order;
        leg.paid_at = now;
        payment.legs = {leg};
        payment.created_at = now;
        payment.expires_at = now + std::chrono::minutes(15);
        return payment;
    }

    void leave() {
        const auto foundation = app::Foundation::open({}, no_secrets, tree.path() / "data");
        BOOST_REQUIRE(foundation.ok());
        storage::Storage& storage = (*foundation)->storage();
        core::SystemIdSource ids((*foundation)->clock());
        const core::UtcTime now = (*foundation)->clock().utc();
        const auto chargeOf = [&](const std::string& key) {
            payment::Charge charge;
            charge.id = ids.next<payment::ChargeId>();
            charge.hospital = "H01";
            charge.person = ids.next<payment::PersonId>();
            charge.local_patient = core::Sensitive(core::CardNumber{kFile});
            charge.content.key = key;
            charge.content.version = "v1";
            charge.content.total = core::Money::fromFen(3500);
            charge.state = payment::ChargeState::InPayment;
            charge.payment = ids.next<payment::PaymentId>();
            charge.changed_at = now;
            return charge;
        };
        const payment::Charge first = chargeOf("C1");
        const payment::Charge second = chargeOf("C2");
        frozen = paidBy(first, now, "O1");
        frozen.state = payment::PaymentState::Frozen;
        frozen.next_check_at = now + std::chrono::hours(1);
        frozen.hand_over_at = now + std::chrono::hours(1);
        completed = paidBy(second, now, "O2");
        completed.state = payment::PaymentState::Completed;
        completed.his.his_receipt = "R0042";
        completed.his.terminal = "T7";
        completed.legs[0].refund_reserved = completed.total;
        stuck.id = ids.next<payment::RefundId>();
        stuck.client = "city-app";
        stuck.request_key = "RF1";
        stuck.payment = completed.id;
        stuck.person = completed.person;
        stuck.hospital = "H01";
        stuck.amount = completed.total;
        stuck.channel = "WX";
        stuck.merchant = "M1";
        stuck.order_number = "O2";
        stuck.number = "RF1";
        stuck.state = payment::RefundState::Stuck;
        stuck.created_at = now;
        stuck.next_check_at = now + std::chrono::hours(1);
        stuck.hand_over_at = now + std::chrono::hours(1);
        payment::Case question;
        question.id = ids.next<payment::CaseId>();
        question.subject = frozen.id.bits;
        question.kind = "step_stranded";
        question.hospital = "H01";
        question.opened_at = now;
        const auto work = [&](core::Transaction& transaction) -> core::Result<void> {
            for (const payment::Charge* charge : {&first, &second}) {
                const auto added = storage.charges().add(transaction, *charge);
                if (!added.ok()) return added;
            }
            for (const payment::Payment* one : {&frozen, &completed}) {
                const auto added = storage.payments().add(transaction, *one);
                if (!added.ok()) return added;
            }
            const auto refund = storage.refunds().add(transaction, stuck);
            if (!refund.ok()) return refund;
            const auto opened = storage.cases().open(transaction, question);
            return opened.ok() ? core::Result<void>() : opened.failure();
        };
        const core::WorkOutcome outcome = core::runAndWait(storage.units(), {"left", {}}, work);
        BOOST_REQUIRE((outcome.end == core::WorkEnd::Done));
    }

    /// `onecard` with this typed.
    Ended run(std::vector<std::string> arguments, const std::string& staff = {}) const {
        arguments.insert(arguments.end(), {"--data", data()});
        if (!staff.empty()) arguments.insert(arguments.end(), {"--staff", staff});
        std::ostringstream out;
        std::ostringstream err;
        const int exit = cli::runCommandLine(arguments, app::paymentCommands(), out, err, false);
        BOOST_TEST(out.str().find(kFile) == std::string::npos, out.str());
        return {exit, out.str(), err.str()};
    }
    Ended resolves(const std::string& id, const std::string& word, const std::string& staff) const {
        return run({"payment", "resolve", id, "--decision", word, "--reason", "checked_at_the_counter", "--json"}, staff);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(payment_commands, Hub)

BOOST_AUTO_TEST_CASE(payments_are_found_and_shown_without_naming_anybody) {
    const std::string id = frozen.id.text();
    for (const std::vector<std::string>& by : std::vector<std::vector<std::string>>{{id},
                                                                                    {"--number", "O1"},
                                                                                    {"--number", "42000O1"},
                                                                                    {"--person", frozen.person.text()},
                                                                                    {"--hospital", "H01", "--state", "frozen"},
                                                                                    {"--state", "frozen"}}) {
        std::vector<std::string> find{"payment", "find"};
        find.insert(find.end(), by.begin(), by.end());
        const Ended found = run(find);
        BOOST_TEST(found.with(Exit::Ok));
        BOOST_TEST(found.says(id), found.out);
        BOOST_TEST(!found.says(completed.id.text()), found.out);
    }
    BOOST_TEST(run({"payment", "find", "--hospital", "H01", "--json"}).says(R"("state":"completed")"));
    BOOST_TEST(run({"payment", "find", "--number", "O9"}).out == "没有这样的支付\n");
    BOOST_TEST(run({"payment", "find"}).with(Exit::Failed));
    BOOST_TEST(run({"payment", "find", "--state", "frosen"}).with(Exit::Usage));
    BOOST_TEST(run({"payment", "find", kNothing}).with(Exit::NotFound));

    const Ended shown = run({"payment", "show", id});
    for (const char* said : {"冻结：等待人工决定", "35.00 元", "两位运营人员决定", "院内前一步成、后一步未成", "O1", "C1"})
        BOOST_TEST(shown.says(said), said << shown.out);
    const Ended english = run({"payment", "show", completed.id.text(), "--lang", "en"});
    for (const char* said : {"completed: the hospital has it", "R0042", "T7", "stuck: a person decides"})
        BOOST_TEST(english.says(said), said << english.out);
    BOOST_TEST(run({"payment", "show", kNothing}).with(Exit::NotFound));
}

BOOST_AUTO_TEST_CASE(a_frozen_payment_is_completed_by_two_and_its_story_says_so) {
    const std::string id = frozen.id.text();
    BOOST_TEST(resolves(id, "completed", "").with(Exit::Usage));
    BOOST_TEST(resolves(id, "completed", "city-office/li").with(Exit::Forbidden));
    BOOST_TEST(resolves(id, "complete", kLi).with(Exit::Usage));
    BOOST_TEST(resolves(kNothing, "completed", kLi).with(Exit::NotFound));
    BOOST_TEST(resolves(completed.id.text(), "completed", kLi).with(Exit::Conflict));
    const Ended proposed = resolves(id, "completed", kLi);
    BOOST_REQUIRE(proposed.with(Exit::Ok));
    const std::string decision = textIn(proposed.out, "decision_id");
    BOOST_TEST(proposed.err.find("onecard payment confirm " + decision) != std::string::npos, proposed.err);
    BOOST_TEST(run({"payment", "decisions"}).says("待第二人确认"));
    BOOST_TEST(run({"payment", "confirm", decision}, kLi).with(Exit::Conflict));
    BOOST_TEST(run({"payment", "confirm", decision}).with(Exit::Usage));
    const Ended confirmed = run({"payment", "confirm", decision}, kWang);
    BOOST_TEST(confirmed.with(Exit::Ok));
    BOOST_TEST(confirmed.says("已确认"), confirmed.out);
    BOOST_TEST(run({"payment", "drop", decision}, kWang).with(Exit::Conflict));
    const Ended shown = run({"payment", "show", id});
    BOOST_TEST(shown.says("完成：医院已收"), shown.out);
    BOOST_TEST(!shown.says("待处理"), shown.out);

    const Ended why = run({"why", id});
    for (const char* said : {"发起", "到账", "院内前一步成、后一步未成", "认定已收", "checked_at_the_counter", kLi, kWang,
                             "payment.confirm_decision", "现在: 完成：医院已收"})
        BOOST_TEST(why.says(said), said << why.out);
    BOOST_TEST(run({"why", id, "--json"}).says(R"("kind":"decision")"));
    BOOST_TEST(run({"why", kNothing}).with(Exit::NotFound));
}

BOOST_AUTO_TEST_CASE(a_stuck_refund_is_decided_by_its_own_words) {
    BOOST_TEST(resolves(stuck.id.text(), "completed", kLi).with(Exit::NotFound));  // no payment has this id
    const Ended proposed = resolves(stuck.id.text(), "done_by_hand", kLi);
    BOOST_REQUIRE(proposed.with(Exit::Ok));
    const std::string decision = textIn(proposed.out, "decision_id");
    BOOST_TEST(run({"payment", "drop", decision}, kLi).says("已放弃"));
    BOOST_TEST(run({"payment", "decisions", "--state", "dropped"}).says(decision));
    BOOST_TEST(run({"payment", "confirm", decision}, kWang).with(Exit::Conflict));
}

BOOST_AUTO_TEST_CASE(a_refund_for_the_person_cannot_take_what_is_on_its_way_back) {
    const std::string id = completed.id.text();
    BOOST_TEST(run({"payment", "refund", id, "--reason", "paid_twice"}).with(Exit::Usage));
    BOOST_TEST(run({"payment", "refund", id, "--reason", "paid_twice"}, kLi).with(Exit::Conflict));
    BOOST_TEST(run({"payment", "refund", frozen.id.text(), "--amount", "100", "--reason", "paid_twice"}, kLi).with(Exit::Conflict));
    BOOST_TEST(run({"payment", "refund", kNothing, "--reason", "paid_twice"}, kLi).with(Exit::NotFound));
}

BOOST_AUTO_TEST_SUITE_END()
