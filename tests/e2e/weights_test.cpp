#include <sstream>

#include "hub/api/rest/weight_views.h"
#include "hub/app/commands/commands.h"
#include "hub/cli/command.h"
#include "hub/identity/index/judgement.h"
#include "tests/e2e/running_hub.h"

using namespace hub;

namespace {

const std::string kStarting = identity::index::nameOf(identity::matching::startingWeights());

struct Weights : tests::OpenedHub {
    Weights() { tokenOf("city-office", R"({"role":"steward"})"); }

    /// What `onecard match weights …` prints on the side its exit belongs to.
    std::string printed(const std::vector<std::string>& words, int exit = 0) {
        std::vector<std::string> arguments{"match", "weights"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        for (const std::string& word : {std::string("--data"), data(), std::string("--lang"), std::string("en")}) arguments.push_back(word);
        std::ostringstream out;
        std::ostringstream err;
        BOOST_TEST(cli::runCommandLine(arguments, app::commands(), out, err, false) == exit, err.str() + out.str());
        return exit == 0 ? out.str() : err.str();
    }
    template <class View>
    View viewOf(std::vector<std::string> words) {
        words.push_back("--json");
        const auto view = core::fromJson<View>(printed(words));
        BOOST_REQUIRE(view.ok());
        return *view;
    }
    bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(weights_commands, Weights)

BOOST_AUTO_TEST_CASE(weights_are_estimated_tried_and_activated_from_the_command_line) {
    BOOST_REQUIRE(registered().ok());
    const auto list = viewOf<api::rest::WeightsListView>({"list"});
    BOOST_REQUIRE(list.weights.size() == 1U);
    BOOST_TEST(list.weights[0].name == kStarting);
    BOOST_TEST((list.weights[0].state == identity::WeightsState::Active));

    const auto run = viewOf<api::rest::WeightsRunView>({"estimate", "--staff", "city-office/li"});
    BOOST_TEST(run.ended());
    BOOST_TEST(run.by == "city-office/li");
    BOOST_TEST(*run.weights == kStarting);  // nobody to learn from
    BOOST_TEST(says(printed({"try", kStarting, "--staff", "city-office/li"}), "records to review"));
    const auto shown = viewOf<api::rest::WeightsView>({"show", kStarting});
    BOOST_REQUIRE(shown.trial.has_value());
    BOOST_TEST(shown.trial->against == kStarting);
    BOOST_TEST(*shown.about.tried_by == "city-office/li");
    BOOST_TEST(shown.history.size() == 2U);
    BOOST_TEST(says(printed({"activate", kStarting, "--staff", "city-office/wang"}), "active"));  // as they are already
    BOOST_TEST(!viewOf<api::rest::WeightsRunView>({"estimate", "--staff", "city-office/li", "--no-wait"}).run_id.none());
    BOOST_TEST(says(printed({"list"}), kStarting + "\tactive\tstarting"));
}

BOOST_AUTO_TEST_CASE(what_is_refused_ends_with_the_exit_of_its_kind) {
    BOOST_TEST(says(printed({"show", "00000000"}, 5), "OC-IDN-035"));
    BOOST_TEST(says(printed({"try", "00000000", "--staff", "city-office/li"}, 5), "OC-IDN-035"));
    BOOST_TEST(says(printed({"activate", "00000000", "--staff", "city-office/li"}, 5), "OC-IDN-035"));
    printed({"estimate"}, 2);  // by whom?
    printed({"estimate", "--staff", "elsewhere/li"}, 5);
    printed({"replay"}, 2);
    printed({"replay", "--file", "01J00000000000000000000000"}, 5);
    printed({"replay", "--review", "01J00000000000000000000000"}, 5);
    BOOST_TEST(server->stop() == 0U);
    server.reset();
    printed({"list"}, 7);
}

BOOST_AUTO_TEST_SUITE_END()
