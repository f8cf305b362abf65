#include "hub/api/http/workers.h"

#include <utility>

namespace hub::api::http {

bool Workers::tryRun(core::Task task) {
    if (admitted_.fetch_add(1) >= admitted_max_) {
        --admitted_;
        return false;
    }
    executor_.post([this, task = std::move(task)] {
        task();
        --admitted_;
    });
    return true;
}

}  // namespace hub::api::http
