#include <sstream>

#include "hub/app/commands/commands.h"
#include "hub/app/foundation.h"
#include "hub/cli/command.h"
#include "hub/flows/inbound_gate.h"
#include "tests/e2e/running_hub.h"

using namespace hub;

namespace {

const app::config::SecretEnvironment kSecrets;

/// What of a hub in `tree` nobody knows the end of, before it starts: one case, one write, one event that could not be applied.
void leaveDoubts(const tests::FileTree& tree) {
    const auto foundation = app::Foundation::open({}, kSecrets, tree.path() / "data");
    BOOST_REQUIRE(foundation.ok());
    storage::Storage& storage = (*foundation)->storage();
    core::SystemIdSource ids((*foundation)->clock());
    const auto work = [&](core::Transaction& transaction) -> core::Result<void> {
        payment::Case question;
        question.id = ids.next<payment::CaseId>();
        question.about = payment::CaseAbout::Refund;
        question.subject = ids.next<payment::CaseId>().bits;
        question.kind = "refund_refused";
        question.hospital = "H01";
        const auto opened = storage.cases().open(transaction, question);
        if (!opened.ok()) return opened.failure();
        core::Attempt attempt;
        attempt.id = ids.next<core::AttemptId>();
        attempt.flow_kind = "payment";
        attempt.flow_id = ids.next<payment::CaseId>().bits;
        attempt.step = "his_confirm";
        attempt.counterparty = "H01";
        attempt.operation = "payment.confirm";
        attempt.wire_id = "W1";
        attempt.state = core::AttemptState::Unknown;
        attempt.next_check_at = (*foundation)->clock().utc() + std::chrono::hours(1);
        const auto added = storage.attempts().add(transaction, attempt);
        if (!added.ok()) return added;
        core::OutboxMessage event;
        event.id = ids.next<core::OutboxId>();
        event.topic = flows::kInboundTopic;
        event.order_key = ids.next<payment::CaseId>().bits;
        const auto waits = storage.outbox().add(transaction, event);
        if (!waits.ok()) return waits;
        const auto leased = storage.outbox().lease(transaction, event.topic, {1}, "test", std::chrono::minutes(1), 1);
        if (!leased.ok()) return leased.failure();
        return storage.outbox().bury(transaction, event.id, "test", "OC-COR-004");
    };
    const core::WorkOutcome outcome = core::runAndWait(storage.units(), {"doubts", {}}, work);
    BOOST_REQUIRE((outcome.end == core::WorkEnd::Done));
}

std::string printed(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    BOOST_TEST(cli::runCommandLine(arguments, app::commands(), out, err, false) == 0, err.str());
    return out.str();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(doubts, tests::RunningHub)

BOOST_AUTO_TEST_CASE(a_new_hub_has_none) {
    start();
    BOOST_TEST(printed({"doubts", "--data", data(), "--json"}) == "{\"cases\":[],\"unfinished\":[],\"events_parked\":0}\n");
    BOOST_TEST(printed({"doubts", "--data", data()}) == "没有未决事项\n");
}

BOOST_AUTO_TEST_CASE(open_cases_writes_without_an_end_and_parked_events_are_listed_until_they_are_dealt_with) {
    leaveDoubts(tree);
    start();
    const std::string json = printed({"doubts", "--data", data(), "--json"});
    for (const char* part : {"\"about\":\"refund\"", "\"kind\":\"refund_refused\"", "\"operation\":\"payment.confirm\"",
                             "\"state\":\"unknown\"", "\"events_parked\":1"})
        BOOST_TEST(json.find(part) != std::string::npos, json);
    const std::string text = printed({"doubts", "--data", data(), "--lang", "en"});
    for (const char* part : {"case\t", "unfinished\t", "events not applied\t1"}) BOOST_TEST(text.find(part) != std::string::npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
