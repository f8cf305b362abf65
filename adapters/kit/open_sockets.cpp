#include "adapters/kit/open_sockets.h"

#include <sys/socket.h>

namespace adapters::kit {

bool OpenSockets::add(int socket) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return false;
    sockets_.insert(socket);
    return true;
}

void OpenSockets::remove(int socket) {
    const std::lock_guard lock(mutex_);
    sockets_.erase(socket);
}

void OpenSockets::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
}

bool OpenSockets::stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
}

}  // namespace adapters::kit
