#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "hub/flows/inbound_flow.h"
#include "hub/identity/index/matched_people.h"
#include "hub/ledger/writer.h"
#include "hub/storage/storage.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

namespace tests {

/// The system's, which a test sets on. Any thread.
class MovableClock final : public hub::core::Clock {
  public:
    hub::core::UtcTime utc() const override { return system_.utc() + hub::core::Duration(ahead_ms_.load()); }
    hub::core::MonoTime mono() const override { return system_.mono(); }
    void pass(hub::core::Duration time) { ahead_ms_ += time.count(); }

  private:
    const hub::core::SystemClock system_;
    std::atomic<std::int64_t> ahead_ms_ = 0;
};

/// Counterparties that answer at once, as the test says: by operation, one answer after the other, the last one again and again.
class ScriptedRegion final : public hub::flows::Counterparties {
  public:
    explicit ScriptedRegion(hub::core::Executor& executor) : executor_(executor) {}

    template <class Op>
    void answers(typename Op::Result result) {
        hub::flows::CallAnswer answer;
        answer.ending = hub::contract::Ending::Done;
        answer.answer.result = hub::core::Sensitive<std::string>(hub::core::toJson(result, hub::core::Exposure::Revealed));
        add(std::string(Op::kName), std::move(answer));
    }
    void refuses(std::string_view operation, hub::contract::RefusalReason reason);
    void ends(std::string_view operation, hub::contract::Ending ending, hub::core::Error why = hub::core::Error::CallUnanswered);

    /// What inquiries about an operation find.
    template <class Op>
    void finds(hub::contract::Finding finding, typename Op::Result result) {
        const std::lock_guard lock(mutex_);
        hub::flows::InquiryAnswer answer{finding, {}};
        answer.answer.result = hub::core::Sensitive<std::string>(hub::core::toJson(result, hub::core::Exposure::Revealed));
        found_[std::string(Op::kName)] = std::move(answer);
    }

    /// In place of what is said of every operation: that it is found by our id, and answers a repeat with the same.
    void offers(hub::contract::Capability capability);

    /// It is not offered any more.
    void forgets(std::string_view operation);

    int calls(std::string_view operation) const;

    /// With what it was called, in order.
    template <class Op>
    std::vector<typename Op::Request> asked() const {
        const std::lock_guard lock(mutex_);
        std::vector<typename Op::Request> requests;
        const auto found = asked_.find(Op::kName);
        if (found == asked_.end()) return requests;
        for (const std::string& body : found->second) requests.push_back(*hub::core::fromJson<typename Op::Request>(body));
        return requests;
    }

    void call(const hub::flows::Call& call, OnCall on_answer) override;
    void inquire(const hub::flows::Call& call, OnInquiry on_answer) override;
    std::optional<hub::contract::Capability> capability(std::string_view counterparty, std::string_view operation) const override;

  private:
    void add(std::string operation, hub::flows::CallAnswer answer);

    hub::core::Executor& executor_;
    mutable std::mutex mutex_;  // guards all below
    std::map<std::string, std::deque<hub::flows::CallAnswer>, std::less<>> answers_;
    std::map<std::string, hub::contract::Capability, std::less<>> offered_;
    std::map<std::string, hub::flows::InquiryAnswer, std::less<>> found_;
    std::map<std::string, std::vector<std::string>, std::less<>> asked_;
};

/// The flows on a real database, with scripted counterparties: hospital "H1", channel "WX". The matcher's image is not loaded.
class FlowWorld {
  public:
    /// On SQLite, or on the server that `database_url` names.
    explicit FlowWorld(const std::string& database_url = {});
    ~FlowWorld();
    FlowWorld(const FlowWorld&) = delete;
    FlowWorld& operator=(const FlowWorld&) = delete;

    /// Brings to its end what still runs. A world with flows of its own calls it before they go: a lane may be about to tell them how an
    /// attempt ended. The second call does nothing.
    void stop();

    /// Begins something that calls back, and waits for what it calls back with.
    template <class Begin>
    static hub::core::Result<void> ended(Begin begin) {
        const auto done = std::make_shared<std::promise<hub::core::Result<void>>>();
        begin([done](const hub::core::Result<void>& result) { done->set_value(result); });
        return done->get_future().get();
    }

    /// In a unit of its own, with all that follows from it begun.
    hub::core::Result<void> unit(hub::flows::Carrier::Work work);

    /// One snapshot's answer.
    template <class T>
    T read(const std::function<hub::core::Result<T>(hub::core::ReadTransaction&)>& look) {
        hub::core::Result<T> seen = hub::core::Failure(hub::core::Error::StorageDown);
        BOOST_REQUIRE(reads()
                          .read([&](hub::core::ReadTransaction& transaction) -> hub::core::Result<void> {
                              seen = look(transaction);
                              return {};
                          })
                          .ok());
        BOOST_REQUIRE(seen.ok());
        return std::move(*seen);
    }

    /// Waits until `there` says yes to the row; looks when something of `id` changed.
    template <class Row>
    Row awaitRow(hub::core::IdBits id, const std::function<hub::core::Result<Row>(hub::core::ReadTransaction&)>& look,
                 const std::function<bool(const Row&)>& there) {
        std::mutex mutex;
        std::condition_variable moved;
        std::uint64_t changes_seen = 0;
        const auto watch = changes.watch(id, [&] {
            const std::lock_guard lock(mutex);
            ++changes_seen;
            moved.notify_all();
        });
        while (true) {
            std::uint64_t before = 0;
            {
                const std::lock_guard lock(mutex);
                before = changes_seen;
            }
            Row row = read<Row>(look);
            if (there(row)) return row;
            std::unique_lock lock(mutex);
            moved.wait(lock, [&] { return changes_seen > before; });
        }
    }

    /// Waits until the payment is in this state.
    hub::payment::Payment paymentIn(hub::payment::PaymentId id, hub::payment::PaymentState state);

    hub::core::Reads& reads() { return storage->reads(); }
    hub::flows::ChargedFile file() const;
    hub::contract::Charge bill(std::string key, std::int64_t fen) const;

    /// Told, and payable by the person of file().
    hub::payment::Charge charge(const hub::contract::Charge& content);

    /// A payment of one charge by WX.
    hub::payment::PaymentId pay(const hub::payment::Charge& charge);

    FileTree tree;
    MovableClock clock;
    hub::core::ThreadExecutor executor{clock, 2};
    hub::vault::Vault vault;
    std::unique_ptr<hub::storage::Storage> storage;
    hub::core::SystemIdSource ids{clock};
    ScriptedRegion region{executor};
    hub::flows::AttemptRunner runner;
    hub::flows::Carrier carrier;
    hub::flows::Steps steps;
    hub::flows::Changes changes;
    hub::flows::Events events;
    hub::ledger::LedgerWriter ledger;
    hub::identity::Merges merges;
    hub::flows::CareFlows care;
    hub::identity::index::MatchedPeople matched_people;
    hub::identity::HospitalFiles hospital_files;
    hub::identity::index::MasterIndex master_index;
    hub::identity::index::KnownPeople known_people;
    hub::flows::RecordFlow records;
    hub::flows::FileFlow files;
    hub::flows::FileMatching file_matching;
    hub::flows::InboundFlow inbound;
    hub::payment::PersonId person;

  private:
    static hub::vault::Vault newVault(const FileTree& tree);
    static std::unique_ptr<hub::storage::Storage> newStorage(FlowWorld& world, const std::string& database_url);
};

}  // namespace tests
