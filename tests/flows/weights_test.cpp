#include "hub/flows/weights_flow.h"
#include "hub/identity/index/judgement.h"

#include <future>
#include <mutex>
#include <set>

#include "hub/core/exception.h"
#include "hub/flows/people_load.h"
#include "hub/flows/weights_sample.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using core::Sensitive;
using flows::WeightsRun;
using flows::WeightsRunId;
using flows::WeightsRunState;
using flows::WeightsWork;
using identity::PersonId;
using identity::matching::Weights;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

const std::string kStarting = identity::index::nameOf(identity::matching::startingWeights());

Fields staff(const std::string& id) { return {{"Staff-Id", id}, {"Staff-Role", "steward"}, {"Staff-Department", "master-index"}}; }

/// Somebody of an invented town, as each of its hospitals has them.
flows::LoadRow rowOf(int number, const std::string& hospital) {
    const std::vector<std::string> surnames{"赵", "钱", "孙", "周", "吴", "郑", "冯", "陈"};
    const std::vector<std::string> given{"国栋", "秀兰", "志强", "海燕", "春梅", "文博", "雅静"};
    flows::LoadRow row{.line = number + 2, .hospital = hospital, .local = {}};
    row.local.local_patient = Sensitive(core::CardNumber{"T" + std::to_string(number)});
    row.local.person.name =
        Sensitive(core::PersonName{surnames[static_cast<std::size_t>(number) % 8] + given[static_cast<std::size_t>(number / 8) % 7]});
    row.local.person.sex = number % 2 == 0 ? contract::Sex::Male : contract::Sex::Female;
    row.local.person.birth_date =
        Sensitive(core::Date{static_cast<std::int16_t>(1940 + number % 71), static_cast<std::int8_t>(1 + number % 12),
                             static_cast<std::int8_t>(1 + number % 28)});
    row.local.person.phone = Sensitive(core::PhoneNumber{"1380000" + std::to_string(1000 + number)});
    row.local.person.address = Sensitive(std::string("测试区幸福路") + std::to_string(number) + "号");
    return row;
}

constexpr int kTown = 400;

struct Region : tests::RestRegion {
    std::string office = tokenFor("city-office", access::ClientKind::Office, access::Role::Steward, "");
    const Fields li = staff("li");
    const Fields wang = staff("wang");

    Region() {
        BOOST_REQUIRE(master_index.load(storage->reads()).ok());
        BOOST_REQUIRE(weights.begin().ok());
    }

    /// Of each hospital 400 files, linked where they are one person's.
    std::vector<flows::LoadedRow> townMovesIn() {
        std::vector<flows::LoadedRow> loaded;
        for (const std::string hospital : {"H8", "H9"}) {
            core::Digest list;
            list.bytes[0] = static_cast<std::uint8_t>(hospital.back());
            flows::PeopleLoad load({storage->units(), storage->reads(), storage->identity(), hospital_files, storage->matches(),
                                    master_index, known_people, ids, clock},
                                   list);
            BOOST_REQUIRE(load.begin().ok());
            std::vector<flows::LoadRow> rows;
            for (int number = 0; number < kTown; ++number) rows.push_back(rowOf(number, hospital));
            const auto taken = load.take(rows, 0);
            BOOST_REQUIRE(taken.ok());
            BOOST_REQUIRE(load.finish().ok());
            loaded.insert(loaded.end(), taken->begin(), taken->end());
        }
        return loaded;
    }

    Answer get(const std::string& path) { return call("GET", path, office, {}, li); }
    Answer post(const Fields& who, const std::string& path, const std::string& json = {}) {
        return call("POST", "/api/v1/" + path, office, json, who);
    }
    /// The run, once it has ended.
    Answer ran(const Fields& who, const std::string& json) {
        Answer run = post(who, "match-weight-runs", json);
        BOOST_REQUIRE_MESSAGE((run.status == 201 || run.status == 202), run.body);
        const std::string path = "/api/v1/match-weight-runs/" + run.at("run_id");
        while (run.at("state") != "done" && run.at("state") != "failed") run = get(path);
        return run;
    }
    /// The name of weights that li estimated.
    std::string estimated() {
        const Answer run = ran(li, R"({"work":"estimate"})");
        BOOST_REQUIRE_MESSAGE(run.at("state") == "done", run.body);
        return run.at("weights");
    }
    void tryOut(const std::string& name) {
        const Answer run = ran(li, R"({"work":"trial","weights":")" + name + R"("})");
        BOOST_REQUIRE_MESSAGE(run.at("state") == "done", run.body);
    }
    std::string usedNow() const { return identity::index::nameOf(*master_index.weights()); }

    flows::WeightsFlow::Parts partsOf(identity::MatchStore& rows, flows::WeightsSample::Read read) {
        return {storage->units(),    storage->reads(), weights_book, storage->weights(), rows,
                storage->identity(), changes,          clock,        std::move(read),    [](const Weights&) {}};
    }
    identity::MatchSample sample(std::size_t most, std::uint64_t seed) {
        flows::WeightsSample sampler({storage->reads(), storage->matches(), storage->identity(),
                                      [this](const contract::PersonDetails& details) { return master_index.read(details); }});
        auto taken = sampler.take(most, seed, {}, [](std::size_t) {});
        BOOST_REQUIRE(taken.ok());
        return *std::move(taken);
    }
};

/// Goes on for ever: a region that no run comes to the end of.
class EndlessRows final : public identity::MatchStore {
  public:
    explicit EndlessRows(identity::MatchStore& inner) : inner_(inner) {}
    core::Result<core::Sensitive<std::string>> secret(core::ReadTransaction&) override { HUB_ASSERT(false); }
    core::Result<void> add(core::Transaction&, const identity::MatchRow&) override { HUB_ASSERT(false); }
    core::Result<void> put(core::Transaction&, const identity::MatchRow&) override { HUB_ASSERT(false); }
    core::Result<void> remove(core::Transaction&, const core::IdBits&) override { HUB_ASSERT(false); }
    core::Result<std::optional<identity::KeptMatchRow>> find(core::ReadTransaction&, const core::IdBits&) override { HUB_ASSERT(false); }
    core::Result<core::IdBits> each(core::ReadTransaction& transaction, const core::IdBits& after, std::size_t limit,
                                    const std::function<void(const identity::MatchRow&)>& use) override {
        const auto last = inner_.each(transaction, after, limit, use);
        if (limit == 1 || !last.ok() || !last->none()) return last;
        std::call_once(begun_, [this] { under_way.set_value(); });
        core::IdBits next;  // there is more, and never past where the sample began
        next.bytes.back() = 1;
        return next;
    }
    core::Result<std::optional<identity::LoadProgress>> progressOf(core::ReadTransaction&, const core::Digest&) override {
        HUB_ASSERT(false);
    }
    core::Result<void> keepProgress(core::Transaction&, const identity::LoadProgress&) override { HUB_ASSERT(false); }

    std::promise<void> under_way;

  private:
    identity::MatchStore& inner_;
    std::once_flag begun_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(weights_flow, Region)

BOOST_AUTO_TEST_CASE(weights_are_estimated_tried_by_one_and_activated_by_another_and_used_from_then_on) {
    townMovesIn();
    BOOST_TEST(usedNow() == kStarting);
    const std::string name = estimated();
    BOOST_TEST(name != kStarting);
    const Answer draft = get("/api/v1/match-weights/" + name);
    BOOST_TEST(draft.at("state") == "draft");
    BOOST_TEST(draft.at("records") == std::to_string(2 * kTown));  // two files; they registered as the first has them
    BOOST_TEST(draft.at("made_by") == "city-office/li");
    BOOST_TEST(failsWith(post(wang, "match-weights/" + name + "/activate").result(), Error::WeightsNotTried));

    tryOut(name);
    const Answer tried = get("/api/v1/match-weights/" + name);
    BOOST_TEST(tried.at("state") == "tried");
    BOOST_TEST(tried.at("trial.against") == kStarting);
    BOOST_TEST(tried.at("trial.records") == std::to_string(2 * kTown));
    BOOST_TEST(tried.at("trial.people") == std::to_string(kTown));
    std::int64_t pairs = 0;
    for (int i = 0; i < 9; ++i) pairs += std::stoll(tried.at("trial.moves." + std::to_string(i) + ".pairs"));
    BOOST_TEST(std::to_string(pairs) == tried.at("trial.pairs"));
    BOOST_TEST(pairs >= kTown);
    BOOST_TEST(failsWith(post(li, "match-weights/" + name + "/activate").result(), Error::SecondPersonNeeded));
    BOOST_TEST(usedNow() == kStarting);

    const Answer active = post(wang, "match-weights/" + name + "/activate");
    BOOST_TEST(active.at("state") == "active");
    BOOST_TEST(active.at("activated_by") == "city-office/wang");
    BOOST_TEST(usedNow() == name);
    BOOST_TEST(get("/api/v1/match-weights/" + kStarting).at("state") == "retired");
    BOOST_TEST(get("/api/v1/match-weights").at("weights") == "2");
    BOOST_TEST(get("/api/v1/match-weights").at("runs") == "2");

    // A hub that is started begins with them.
    master_index.use(identity::matching::startingWeights());
    BOOST_REQUIRE(weights.begin().ok());
    BOOST_TEST(usedNow() == name);
    BOOST_TEST(post(wang, "match-weights/" + kStarting + "/activate").status == 200);  // and back
    BOOST_TEST(usedNow() == kStarting);
}

BOOST_AUTO_TEST_CASE(another_process_takes_over_what_was_activated_here_and_its_decisions_name_it) {
    const auto loaded = townMovesIn();
    identity::index::MasterIndex elsewhere_index(storage->reads(), storage->matches(), identity::matching::startingWeights());
    BOOST_REQUIRE(elsewhere_index.load(storage->reads()).ok());
    int taken = 0;
    flows::WeightsFlow::Parts parts =
        partsOf(storage->matches(), [&](const contract::PersonDetails& details) { return elsewhere_index.read(details); });
    parts.use = [&](const Weights& active) {
        ++taken;
        elsewhere_index.use(active);
    };
    flows::WeightsFlow elsewhere(std::move(parts), {});
    BOOST_REQUIRE(elsewhere.begin().ok());
    const auto named = [&] { return identity::index::nameOf(*elsewhere_index.weights()); };
    const auto decided = [&] {
        const auto record = elsewhere_index.packed(elsewhere_index.read(rowOf(7, "H8").local.person));
        const auto decision = elsewhere_index.decide({.records = {&record, 1}}, [&](PersonId id) {
            return core::Result<identity::index::Known>(
                read<identity::index::Known>([&](core::ReadTransaction& transaction) { return known_people.of(transaction, id); }));
        });
        BOOST_REQUIRE(decision.ok());
        BOOST_TEST(!decision->found.empty());
        return identity::index::nameOf(*decision->weights);
    };
    BOOST_REQUIRE(elsewhere.takeOver().ok());
    BOOST_TEST(taken == 1);  // by begin() alone: nothing is new

    const std::string name = estimated();
    tryOut(name);
    BOOST_REQUIRE(post(wang, "match-weights/" + name + "/activate").status == 200);
    BOOST_TEST(named() == kStarting);
    BOOST_TEST(decided() == kStarting);
    BOOST_REQUIRE(elsewhere.takeOver().ok());
    BOOST_TEST(named() == name);
    BOOST_TEST(decided() == name);
    BOOST_REQUIRE(elsewhere.takeOver().ok());
    BOOST_TEST(taken == 2);
}

BOOST_AUTO_TEST_CASE(a_decision_adds_up_to_the_same_bits_after_other_weights_are_active) {
    const auto loaded = townMovesIn();
    const auto weighing = *loaded.back().weighing;
    const auto replayed = [&] {
        return read<identity::Replay>([&](core::ReadTransaction& transaction) { return weights.replay(transaction, weighing); });
    };
    const identity::Replay before = replayed();
    BOOST_TEST(before.agrees);
    const std::string name = estimated();
    tryOut(name);
    BOOST_REQUIRE(post(wang, "match-weights/" + name + "/activate").status == 200);
    const identity::Replay after = replayed();
    BOOST_TEST(after.agrees);
    BOOST_TEST(after.weights == kStarting);
    BOOST_TEST(core::toJson(after, core::Exposure::Revealed) == core::toJson(before, core::Exposure::Revealed));
    for (std::size_t i = 0; i < weighing.bits.size(); ++i) BOOST_TEST(after.fields[i].bits == weighing.bits[i]);
    Weights others = identity::matching::startingWeights();
    ++others.at(identity::matching::Field::Sex, identity::matching::Level::Same);
    BOOST_TEST(!identity::replay(weighing, others)->agrees);  // they are not those it was made by
    auto unknown = weighing;
    unknown.weights = "00000000";
    const auto nobody = storage->reads().read(
        [&](core::ReadTransaction& transaction) -> core::Result<void> { return weights.replay(transaction, unknown).failure(); });
    BOOST_TEST(failsWith(nobody, Error::WeightsNotFound));
}

BOOST_AUTO_TEST_CASE(one_run_is_under_way_at_a_time_and_ends_with_the_hub) {
    townMovesIn();
    EndlessRows endless(storage->matches());
    flows::WeightsFlow flow(partsOf(endless, [this](const contract::PersonDetails& details) { return master_index.read(details); }),
                            {.sample_records = 1'000'000'000});
    const auto first = ids.next<WeightsRunId>();
    const auto second = ids.next<WeightsRunId>();
    BOOST_REQUIRE(flow.start(first, WeightsWork::Estimate, "", "office/li").ok());
    BOOST_TEST(flow.start(first, WeightsWork::Estimate, "", "office/li").ok());  // the same one: once
    endless.under_way.get_future().wait();
    const auto may = storage->reads().read(
        [&](core::ReadTransaction& transaction) -> core::Result<void> { return flow.mayStart(transaction, WeightsWork::Estimate, ""); });
    BOOST_TEST(failsWith(may, Error::MatchingBusy));
    BOOST_TEST(failsWith(flow.start(second, WeightsWork::Estimate, "", "office/li"), Error::MatchingBusy));
    BOOST_TEST((flow.run(second)->state == WeightsRunState::Failed));
    BOOST_TEST((flow.run(first)->state == WeightsRunState::Reading));
    BOOST_TEST(flow.runs().size() == 2U);
    for (int i = 0; i < 20; ++i) BOOST_TEST(!flow.start(ids.next<WeightsRunId>(), WeightsWork::Estimate, "", "office/li").ok());
    BOOST_TEST(flow.runs().size() == 16U);  // the last ones, and the one under way among them

    flow.stop();
    BOOST_TEST((flow.run(first)->state == WeightsRunState::Failed));
    BOOST_TEST((flow.run(first)->why->error() == Error::MatchingBusy));
    BOOST_TEST(failsWith(flow.start(ids.next<WeightsRunId>(), WeightsWork::Estimate, "", "office/li"), Error::MatchingBusy));
    flow.stop();
    BOOST_TEST(get("/api/v1/match-weights").at("weights") == "1");  // nothing was kept
}

BOOST_AUTO_TEST_CASE(a_run_that_cannot_read_says_why_and_the_next_one_runs) {
    townMovesIn();
    int calls = 0;
    std::promise<WeightsRun> failed;
    std::promise<WeightsRun> done;
    auto parts = partsOf(storage->matches(), [&](const contract::PersonDetails& details) {
        if (++calls == 1) throw core::Exception("a column holds what it should not");
        return master_index.read(details);
    });
    parts.on_ended = [&](const WeightsRun& run) { (run.why ? failed : done).set_value(run); };
    flows::WeightsFlow flow(std::move(parts), {});
    BOOST_REQUIRE(flow.start(ids.next<WeightsRunId>(), WeightsWork::Estimate, "", "office/li").ok());
    BOOST_TEST((failed.get_future().get().why->error() == Error::RowNotReadable));
    BOOST_REQUIRE(flow.start(ids.next<WeightsRunId>(), WeightsWork::Estimate, "", "office/li").ok());
    BOOST_TEST((done.get_future().get().state == WeightsRunState::Done));
}

BOOST_AUTO_TEST_CASE(a_region_without_people_comes_to_what_it_started_with) { BOOST_TEST(estimated() == kStarting); }

BOOST_AUTO_TEST_CASE(the_same_key_starts_one_run) {
    Fields once = li;
    once.emplace_back("Idempotency-Key", "weights-1");
    const std::string first = ran(once, R"({"work":"estimate"})").at("run_id");
    BOOST_TEST(ran(once, R"({"work":"estimate"})").at("run_id") == first);
    BOOST_TEST(weights.runs().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
    const std::string runs = "match-weight-runs";
    BOOST_TEST(failsWith(post(li, runs, R"({"work":"trial"})").result(), Error::JsonNotValid));
    BOOST_TEST(failsWith(post(li, runs, R"({"work":"estimate","weights":")" + kStarting + R"("})").result(), Error::JsonNotValid));
    BOOST_TEST(failsWith(post(li, runs, R"({"work":"trial","weights":"00000000"})").result(), Error::WeightsNotFound));
    BOOST_TEST(failsWith(post(li, "match-weights/00000000/activate").result(), Error::WeightsNotFound));
    BOOST_TEST(failsWith(get("/api/v1/match-weights/00000000").result(), Error::WeightsNotFound));
    BOOST_TEST(failsWith(get("/api/v1/match-weight-runs/" + ids.next<WeightsRunId>().text()).result(), Error::WeightsNotFound));
    BOOST_TEST(failsWith(get("/api/v1/match-weight-runs/what").result(), Error::IdNotValid));
    BOOST_TEST(weights.runs().empty());
}

BOOST_AUTO_TEST_CASE(weights_are_for_stewards_who_name_their_staff) {
    for (const std::string& path : {std::string("/api/v1/match-weights"), "/api/v1/match-weights/" + kStarting}) {
        BOOST_TEST(failsWith(tried("GET", path, entrance), Error::ScopeMissing));
        BOOST_TEST(failsWith(tried("GET", path, h1, {}, doctor), Error::ScopeMissing));
        BOOST_TEST(failsWith(tried("GET", path, office), Error::StaffClaimNotValid));
        BOOST_TEST(tried("GET", path, office, {}, li).ok());
    }
    BOOST_TEST(failsWith(tried("POST", "/api/v1/match-weight-runs", entrance, R"({"work":"estimate"})"), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/match-weights/" + kStarting + "/activate", entrance), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/match-weights/" + kStarting + "/activate", office), Error::StaffClaimNotValid));
}

BOOST_AUTO_TEST_CASE(a_sample_has_everybody_once_with_all_their_files_from_the_place_its_seed_draws) {
    townMovesIn();
    const identity::MatchSample all = sample(100'000, 1);
    std::set<std::string> people;
    std::set<std::string> of_hospitals;
    for (const identity::SampledRecord& record : all.of) {
        people.insert(record.person.text());
        BOOST_REQUIRE(record.file.has_value());
        of_hospitals.insert(record.file->text());
    }
    BOOST_TEST(all.records.size() == all.of.size());
    BOOST_TEST(all.of.size() == static_cast<std::size_t>(2 * kTown));
    BOOST_TEST(people.size() == static_cast<std::size_t>(kTown));
    BOOST_TEST(of_hospitals.size() == static_cast<std::size_t>(2 * kTown));

    const auto firstOf = [&](std::uint64_t seed) { return sample(30, seed).of.front().person.text(); };
    BOOST_TEST(firstOf(7) == firstOf(7));
    std::set<std::string> begun;
    for (std::uint64_t seed = 0; seed < 20; ++seed) begun.insert(firstOf(seed));
    BOOST_TEST(begun.size() > 3U);  // a place is a time, and the town moved in within some milliseconds

    BOOST_TEST(sample(30, 1).of.size() == 30U);
    BOOST_TEST(sample(31, 1).of.size() == 30U);  // nobody is torn apart
    BOOST_TEST(sample(32, 1).of.size() == 32U);
    BOOST_TEST(sample(static_cast<std::size_t>(2 * kTown), 1).of.size() == static_cast<std::size_t>(2 * kTown));
}

BOOST_AUTO_TEST_CASE(a_registration_that_says_something_else_than_the_files_is_a_record_of_its_own) {
    const std::string who = registered("测试甲", "379999199001010010");
    opened(who);  // the hospital has the same of them, and is told apart by nothing
    const auto id = PersonId::parse(who.substr(who.rfind('/') + 1));
    BOOST_REQUIRE(id.ok());
    const auto listed = [&] {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto person_row = storage->identity().findPerson(transaction, *id);
                          if (!person_row.ok()) return person_row.failure();
                          const auto kept =
                              master_index.keep(transaction, id->bits, *id, master_index.packed(master_index.read(person_row->details)));
                          return kept.ok() ? core::Result<flows::Next>(flows::Next{}) : kept.failure();
                      }).ok());
        return sample(100, 1).of.size();
    };
    BOOST_TEST(listed() == 1U);
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      auto person_row = storage->identity().findPerson(transaction, *id);
                      if (!person_row.ok()) return person_row.failure();
                      person_row->details.phone = Sensitive(core::PhoneNumber{"13900000002"});
                      const auto changed = storage->identity().changePerson(transaction, *person_row);
                      return changed.ok() ? core::Result<flows::Next>(flows::Next{}) : changed.failure();
                  }).ok());
    BOOST_TEST(listed() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
