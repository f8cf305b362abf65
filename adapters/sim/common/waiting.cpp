#include "adapters/sim/common/waiting.h"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>
#include <sys/socket.h>

namespace adapters::sim::common {

using hub::core::Duration;

namespace {

constexpr Duration kLook{10};  // how often a waiting call looks at the clock and at its caller

bool gone(Poco::Net::StreamSocket& socket) {
    try {
        char byte = 0;
        return socket.poll(Poco::Timespan(0, 0), Poco::Net::Socket::SELECT_READ) && socket.receiveBytes(&byte, 1, MSG_PEEK) <= 0;
    } catch (const Poco::Exception&) {
        return true;
    }
}

}  // namespace

bool StopSign::stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
}

void StopSign::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

bool StopSign::pause() const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kLook, [&] { return stopped_; });
}

void ClockWaiting::wait(Duration by) {
    if (by <= Duration(0)) return;
    until_ = until_ + by;
    while (clock_.mono() < until_ && !stop_.pause()) {
    }
}

void awaitGone(Poco::Net::StreamSocket& caller, const StopSign& stop) {
    while (!gone(caller) && !stop.pause()) {
    }
}

}  // namespace adapters::sim::common
