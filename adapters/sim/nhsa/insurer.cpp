#include "adapters/sim/nhsa/insurer.h"

#include "adapters/sim/nhsa/schema.h"

namespace adapters::sim::nhsa {

using hub::core::Duration;

Insurer::Insurer(const NhsaSettings& given, const hub::core::Clock& time)
    : settings(given),
      clock(time),
      database_(given.folder + "/books.sqlite"),
      people(database_, time, given.seed),
      visits(database_),
      charges(database_),
      settlements(database_, people, charges, time, given.day_cut_min, given.area),
      orders(database_, visits, charges, settlements, time, given.seed, Duration(given.mobile.processing_ms),
             std::chrono::seconds(given.mobile.order_life_s), given.area),
      messages(database_, time, given.seed) {
    makeTables(database_);
    charges.addFirstItems();
}

hub::core::Result<std::string> Insurer::dump(std::string_view table) { return nhsa::dump(database_, table); }

}  // namespace adapters::sim::nhsa
