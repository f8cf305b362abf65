#include "tests/flows/region.h"

#include <condition_variable>

#include "hub/vault/keys.h"

namespace tests {

using namespace hub;

void ScriptedRegion::add(std::string operation, flows::CallAnswer answer) {
    const std::lock_guard lock(mutex_);
    answers_[std::move(operation)].push_back(std::move(answer));
}

void ScriptedRegion::refuses(std::string_view operation, contract::RefusalReason reason) {
    flows::CallAnswer answer;
    answer.ending = contract::Ending::Refused;
    answer.answer.refusal = contract::Refusal{reason, "-1", {}};
    add(std::string(operation), std::move(answer));
}

void ScriptedRegion::ends(std::string_view operation, contract::Ending ending, core::Error why) {
    flows::CallAnswer answer;
    answer.ending = ending;
    answer.answer.trouble = contract::Trouble::of(core::Failure(why, "H1"));
    add(std::string(operation), std::move(answer));
}

void ScriptedRegion::offers(contract::Capability capability) {
    const std::lock_guard lock(mutex_);
    std::string operation(capability.operation);
    offered_.insert_or_assign(std::move(operation), std::move(capability));
}

void ScriptedRegion::forgets(std::string_view operation) {
    const std::lock_guard lock(mutex_);
    answers_.erase(std::string(operation));
}

int ScriptedRegion::calls(std::string_view operation) const {
    const std::lock_guard lock(mutex_);
    const auto found = asked_.find(operation);
    return found == asked_.end() ? 0 : static_cast<int>(found->second.size());
}

void ScriptedRegion::call(const flows::Call& call, OnCall on_answer) {
    flows::CallAnswer answer;
    {
        const std::lock_guard lock(mutex_);
        asked_[call.operation].push_back(call.request.reveal());
        const auto scripted = answers_.find(call.operation);
        if (scripted == answers_.end()) {
            answer.ending = contract::Ending::NotReached;
        } else {
            answer = scripted->second.front();
            if (scripted->second.size() > 1) scripted->second.pop_front();
        }
    }
    executor_.post([answer = std::move(answer), on_answer = std::move(on_answer)] { on_answer(answer); });
}

void ScriptedRegion::inquire(const flows::Call& call, OnInquiry on_answer) {
    flows::InquiryAnswer answer;
    {
        const std::lock_guard lock(mutex_);
        const auto found = found_.find(call.operation);
        if (found != found_.end()) answer = found->second;
    }
    executor_.post([answer = std::move(answer), on_answer = std::move(on_answer)] { on_answer(answer); });
}

std::optional<contract::Capability> ScriptedRegion::capability(std::string_view, std::string_view operation) const {
    const std::lock_guard lock(mutex_);
    if (!answers_.contains(operation)) return std::nullopt;
    const auto found = offered_.find(operation);
    if (found != offered_.end()) return found->second;
    contract::Capability offered;
    offered.operation = operation;
    offered.asks_by = contract::AsksBy::OurId;
    offered.repeat = contract::Repeat::SameAnswer;
    return offered;
}

vault::Vault FlowWorld::newVault(const FileTree& tree) {
    BOOST_REQUIRE(vault::FileKeySource::create(tree.path() / "keys").ok());
    auto keys = vault::FileKeySource::open(tree.path() / "keys");
    BOOST_REQUIRE(keys.ok());
    return vault::Vault(std::make_shared<vault::FileKeySource>(std::move(*keys)));
}

std::unique_ptr<storage::Storage> FlowWorld::newStorage(FlowWorld& world, const std::string& database_url) {
    storage::StorageConfig config;
    config.url = database_url;
    config.folder = world.tree.path();
    auto opened = storage::openStorage(config, world.vault, world.executor, world.clock);
    BOOST_REQUIRE(opened.ok());
    return std::move(*opened);
}

FlowWorld::FlowWorld(const std::string& database_url)
    : vault(newVault(tree)),
      storage(newStorage(*this, database_url)),
      runner({storage->units(), storage->reads(), storage->attempts(), region, clock, ids},
             [] {
                 flows::RunnerSettings settings;
                 settings.owner = "test";
                 return settings;
             }()),
      carrier(storage->units(), runner, ids),
      steps(storage->attempts(), runner, region),
      events(storage->outbox(), ids, clock, [] {}),
      ledger(storage->ledgerUnits(), storage->reads(), storage->ledger(), executor, clock, "test"),
      merges(storage->merges(), storage->reviews(), storage->identity(), clock),
      care({storage->units(),
            storage->reads(),
            storage->attempts(),
            runner,
            carrier,
            steps,
            region,
            executor,
            clock,
            ids,
            events,
            changes,
            ledger,
            storage->bookings(),
            storage->seats(),
            storage->charges(),
            storage->payments(),
            storage->refunds(),
            storage->settlements(),
            storage->eAccounts(),
            storage->accountTransfers(),
            storage->cases(),
            merges,
            storage->identity(),
            {.booking = {}, .payment = {}, .list_pause = core::Duration(1), .e_account_bank = "BK"}}),
      matched_people(storage->identity(), storage->outbox(), ids, clock),
      hospital_files(matched_people, ids, clock),
      master_index(storage->reads(), storage->matches(), identity::matching::startingWeights()),
      known_people({storage->identity(), storage->relations(), merges, master_index, clock}),
      records(care.house(), storage->reports()),
      files(care.house(), care.charges(), records, {storage->identity(), hospital_files, storage->credentials(), storage->relations()}),
      file_matching(care.house(), files, {matched_people, hospital_files, master_index, known_people}),
      inbound(care, files, file_matching, records, {storage->identity(), hospital_files, storage->credentials(), storage->relations()}),
      person(ids.next<payment::PersonId>()) {}

FlowWorld::~FlowWorld() { stop(); }

void FlowWorld::stop() {
    ledger.close();
    storage->close();
    executor.stop();
}

core::Result<void> FlowWorld::unit(flows::Carrier::Work work) {
    return ended([&](auto on_done) { carrier.run("test", core::IdBits{}, std::move(work), on_done); });
}

flows::ChargedFile FlowWorld::file() const { return {"H1", core::Sensitive(core::CardNumber{"P0001"}), person}; }

contract::Charge FlowWorld::bill(std::string key, std::int64_t fen) const {
    contract::Charge charge;
    charge.key = std::move(key);
    charge.version = "v1";
    charge.total = core::Money::fromFen(fen);
    charge.department = "D01";
    charge.department_name = "测试内科";
    return charge;
}

payment::Charge FlowWorld::charge(const contract::Charge& content) {
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return care.charges().told(transaction, file(), content); }).ok());
    const auto found = read<std::optional<payment::Charge>>(
        [&](core::ReadTransaction& transaction) { return storage->charges().findByKey(transaction, "H1", content.key); });
    BOOST_REQUIRE(found.has_value());
    return *found;
}

payment::PaymentId FlowWorld::pay(const payment::Charge& charge) {
    payment::PaymentWish wish;
    wish.id = ids.next<payment::PaymentId>();
    wish.client = "test";
    wish.request_key = wish.id.text();
    wish.person = person;
    wish.hospital = "H1";
    wish.local_patient = charge.local_patient;
    wish.items = {{charge.id.bits, charge.content.key, charge.content.version, charge.content.total}};
    wish.total = charge.content.total;
    payment::Leg leg;
    leg.channel = "WX";
    leg.merchant = "M1";
    leg.order_number = runner.newWireId();
    leg.amount = wish.total;
    wish.legs = {leg};
    const payment::PaymentId id = wish.id;
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return care.payments().open(transaction, wish); }).ok());
    return id;
}

payment::Payment FlowWorld::paymentIn(payment::PaymentId id, payment::PaymentState state) {
    return awaitRow<payment::Payment>(
        id.bits, [&](core::ReadTransaction& transaction) { return storage->payments().find(transaction, id); },
        [&](const payment::Payment& payment) {
            const bool there = payment.state == state;
            BOOST_REQUIRE_MESSAGE(there || !payment::isFinal(payment.state), "it ended " << core::enumName(payment.state));
            return there;
        });
}

}  // namespace tests
