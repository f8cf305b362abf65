#pragma once

#include <map>
#include <string>
#include <vector>

#include "hub/core/outbox.h"
#include "hub/flows/event_store.h"
#include "tests/support/memory_work.h"

namespace tests {

/// hub::core::Outbox as its header says, in memory. The database's clock is the one handed in.
class MemoryOutbox final : public hub::core::Outbox {
  public:
    MemoryOutbox(MemoryWork& work, const hub::core::Clock& clock);

    hub::core::Result<void> add(hub::core::Transaction& transaction, const hub::core::OutboxMessage& message) override;
    hub::core::Result<void> addNext(hub::core::Transaction& transaction, hub::core::OutboxMessage message) override;
    hub::core::Result<std::vector<hub::core::OutboxMessage>> lease(hub::core::Transaction& transaction, std::string_view topic,
                                                                   hub::core::UtcTime now, std::string_view owner,
                                                                   hub::core::Duration duration, std::size_t limit) override;
    hub::core::Result<bool> due(hub::core::ReadTransaction& transaction, std::string_view topic, hub::core::UtcTime now) override;
    hub::core::Result<void> delivered(hub::core::Transaction& transaction, hub::core::OutboxId id, std::string_view owner) override;
    hub::core::Result<void> postpone(hub::core::Transaction& transaction, hub::core::OutboxId id, std::string_view owner,
                                     hub::core::UtcTime next_at) override;
    hub::core::Result<void> bury(hub::core::Transaction& transaction, hub::core::OutboxId id, std::string_view owner,
                                 std::string_view code) override;
    hub::core::Result<std::optional<hub::core::OutboxStanding>> standing(hub::core::ReadTransaction& transaction,
                                                                         hub::core::OutboxId id) override;
    hub::core::Result<void> revive(hub::core::Transaction& transaction, hub::core::OutboxId id, hub::core::UtcTime next_at) override;
    hub::core::Result<std::vector<hub::core::OutboxMessage>> dead(hub::core::ReadTransaction& transaction, std::string_view topic,
                                                                  std::size_t limit) override;

    std::size_t size() const { return rows_.size(); }

  private:
    struct Row {
        hub::core::OutboxMessage message;
        std::string owner;
        hub::core::UtcTime until;
        bool dead = false;
        std::string code;
    };

    bool isDue(const Row& row, std::string_view topic, hub::core::UtcTime now) const;
    Row* held(hub::core::OutboxId id, std::string_view owner);

    const hub::core::Clock& clock_;
    std::map<hub::core::OutboxId, Row> rows_;
};

/// hub::flows::EventStore as its header says, in memory.
class MemoryEventStore final : public hub::flows::EventStore {
  public:
    explicit MemoryEventStore(MemoryWork& work);

    hub::core::Result<void> append(hub::core::Transaction& transaction, const std::vector<hub::flows::Event>& events) override;
    hub::core::Result<std::vector<hub::flows::Event>> after(hub::core::ReadTransaction& transaction, std::string_view stream,
                                                            std::int64_t seq, std::size_t limit) override;
    hub::core::Result<std::int64_t> oldest(hub::core::ReadTransaction& transaction, std::string_view stream) override;
    hub::core::Result<std::int64_t> last(hub::core::ReadTransaction& transaction, std::string_view stream) override;
    hub::core::Result<std::int64_t> forgetBefore(hub::core::Transaction& transaction, hub::core::UtcTime before,
                                                 std::size_t limit) override;

    int pages_read = 0;

  private:
    struct Content {
        std::map<std::pair<std::string, std::int64_t>, hub::flows::Event> events;
        std::map<std::string, std::int64_t, std::less<>> last;
    };

    Content content_;
};

}  // namespace tests
