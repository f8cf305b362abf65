#include "hub/api/http/mailbox.h"

#include <utility>

namespace hub::api::http {

void Mailbox::post(core::Task task) {
    const std::lock_guard lock(mutex_);
    if (post_) post_(std::move(task));
}

void Mailbox::close() {
    const std::lock_guard lock(mutex_);
    post_ = nullptr;
}

}  // namespace hub::api::http
