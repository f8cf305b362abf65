#include "adapters/soap_xml/device_pool.h"

namespace adapters::soap_xml {

std::optional<DevicePool::Lease> DevicePool::take(hub::core::Duration within) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, within, [&] { return stopped_ || !free_.empty(); });
    if (stopped_ || free_.empty()) return std::nullopt;
    std::string device = std::move(free_.back());
    free_.pop_back();
    return Lease(*this, std::move(device));
}

void DevicePool::giveBack(std::string device) {
    {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(device));
    }
    changed_.notify_one();
}

void DevicePool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
}

}  // namespace adapters::soap_xml
