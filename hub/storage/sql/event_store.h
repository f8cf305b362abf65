#pragma once

#include "hub/flows/event_store.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

/// The tables event and event_stream. Any thread.
class SqlEventStore final : public flows::EventStore {
  public:
    core::Result<void> append(core::Transaction& transaction, const std::vector<flows::Event>& events) override;
    core::Result<std::vector<flows::Event>> after(core::ReadTransaction& transaction, std::string_view stream, std::int64_t seq,
                                                  std::size_t limit) override;
    core::Result<std::int64_t> oldest(core::ReadTransaction& transaction, std::string_view stream) override;
    core::Result<std::int64_t> last(core::ReadTransaction& transaction, std::string_view stream) override;
    core::Result<std::int64_t> forgetBefore(core::Transaction& transaction, core::UtcTime before, std::size_t limit) override;
};

}  // namespace hub::storage::sql
