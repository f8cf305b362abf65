#include "hub/core/work.h"

#include <future>
#include <memory>
#include <utility>

namespace hub::core {

WorkOutcome runAndWait(UnitOfWork& units, WorkOrder order, UnitOfWork::Work work) {
    const auto ended = std::make_shared<std::promise<WorkOutcome>>();
    std::future<WorkOutcome> outcome = ended->get_future();
    units.run(std::move(order), std::move(work), [ended](const WorkOutcome& end) { ended->set_value(end); });
    return outcome.get();
}

}  // namespace hub::core
