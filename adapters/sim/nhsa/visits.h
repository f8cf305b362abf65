#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/common/database.h"
#include "adapters/sim/nhsa/codes.h"
#include "adapters/sim/nhsa/records.h"

namespace adapters::sim::nhsa {

/// Visits and what changed of them, so that a change can be undone. One thread at a time, inside the caller's transaction.
class Visits {
  public:
    explicit Visits(common::Database& database) : database_(database) {}

    /// Gives it a number: `area` and the id.
    Visit open(Visit visit, std::string_view area);

    /// Of this person, at this hospital, of this kind. Also: NoVisit.
    common::Answer<Visit> find(std::string_view mdtrt_id, std::int64_t person_id, std::string_view hospital, bool inpatient);
    Visit byId(std::int64_t id);  ///< REQUIRES: it is there.

    /// Keeps what it was before under `msgid`.
    void change(Visit visit, std::string_view msgid);
    /// What change() did under `msgid`, if anything. Also: WrongState when something changed it since.
    Done undoChange(std::string_view msgid);
    /// The visit that `msgid` opened is cancelled.
    void undoOpening(std::string_view msgid);
    std::optional<Visit> openedBy(std::string_view msgid);
    std::optional<Visit> changedBy(std::string_view msgid);

  private:
    std::optional<Visit> visitWhere(std::string_view condition, const common::Values& values);
    void write(const Visit& visit);

    common::Database& database_;
};

}  // namespace adapters::sim::nhsa
