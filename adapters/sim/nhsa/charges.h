#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/common/database.h"
#include "adapters/sim/nhsa/codes.h"
#include "adapters/sim/nhsa/records.h"
#include "hub/core/result.h"

namespace adapters::sim::nhsa {

/// A line as it is uploaded.
struct NewLine {
    std::string sn;
    std::string batch;
    std::string item;
    std::string hospital_item;
    std::int64_t quantity = 0;
    std::int64_t price = 0;
    Money amount;
};

/// What stands in a batch.
struct Batch {
    std::size_t lines = 0;
    bool settled = false;
    Cover cover;
};

/// Which lines of a visit.
struct LineChoice {
    std::optional<std::string> batch;  ///< none: every batch
    std::optional<std::string> sn;     ///< none: every line
};

/// The national list, and the lines of visits. One thread at a time, inside the caller's transaction.
class Charges {
  public:
    explicit Charges(common::Database& database) : database_(database) {}

    /// The items every list begins with, unless the list has them already.
    void addFirstItems();
    /// Said again for the same code, it takes the place of what was said. Also: SimNotValid.
    hub::core::Result<void> put(const Item& item);

    /// One line of the visit. Also: NoItem, SumsDiffer (quantity × price is not the amount), LineStands, SettledAlready (its batch is).
    common::Answer<Line> add(const Visit& visit, const NewLine& line, std::string_view made_by);

    /// What is chosen and not settled. Also: WrongState when something chosen by batch or line is settled.
    Done revoke(std::int64_t visit_id, const LineChoice& choice, std::string_view revoked_by);

    bool anyStand(std::int64_t visit_id);
    bool anySettled(std::int64_t visit_id);
    Batch batch(std::int64_t visit_id, std::string_view batch);

    void settle(std::int64_t visit_id, std::string_view batch, std::int64_t settlement_id);
    void unsettle(std::int64_t settlement_id);

    /// What add() did under `msgid`. Also: WrongState when some of it is settled.
    Done undoAdding(std::string_view msgid, std::string_view revoked_by);
    /// What revoke() did under `msgid`. Also: WrongState when a line of the same number stands again, its batch is settled or its
    /// visit cancelled.
    Done undoRevoking(std::string_view msgid);

  private:
    std::optional<Item> item(std::string_view code);
    bool stands(std::int64_t visit_id, std::string_view sn);

    common::Database& database_;
};

}  // namespace adapters::sim::nhsa
