#include "adapters/kit/exchange_socket.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <sys/socket.h>

#include <algorithm>

namespace adapters::kit {

namespace {

/// Before connecting, so that a stopped instance troubles nobody, and after it, for a stop meanwhile.
void refuseStopped(bool stopped) {
    if (stopped) throw Poco::Net::ConnectionAbortedException("stopping");
}

Poco::Timespan timespan(hub::core::Duration duration) {
    return {static_cast<Poco::Timespan::TimeDiff>(duration.count()) * Poco::Timespan::MILLISECONDS};
}

}  // namespace

Poco::Timespan Exchange::left() const {
    const hub::core::Duration left = deadline_ ? deadline_->left() : hub::core::Duration(0);
    if (left.count() == 0) throw Poco::TimeoutException("the deadline of the exchange has passed");
    return timespan(left);
}

PlainExchangeSocket::~PlainExchangeSocket() { open_.remove(sockfd()); }

void PlainExchangeSocket::connect(const Poco::Net::SocketAddress& address, const Poco::Timespan& within) {
    refuseStopped(open_.stopped());
    StreamSocketImpl::connect(address, std::min(within, left()));
    refuseStopped(!open_.add(sockfd()));
}

int PlainExchangeSocket::sendBytes(const void* buffer, int length, int flags) {
    const char* next = static_cast<const char*>(buffer);
    for (int remaining = length; remaining > 0;) {  // here and not in POCO's loop: it would lose what left before an error
        setSendTimeout(left());
        const int count = SocketImpl::sendBytes(next, remaining, flags | MSG_NOSIGNAL);
        if (count > 0) wrote();
        next += count;
        remaining -= count;
    }
    return length;
}

int PlainExchangeSocket::receiveBytes(void* buffer, int length, int flags) {
    setReceiveTimeout(left());
    return received(StreamSocketImpl::receiveBytes(buffer, length, flags));
}

void PlainExchangeSocket::close() {
    open_.remove(sockfd());
    StreamSocketImpl::close();
}

SecureExchangeSocket::~SecureExchangeSocket() { open_.remove(sockfd()); }

void SecureExchangeSocket::connect(const Poco::Net::SocketAddress& address, const Poco::Timespan& within) {
    refuseStopped(open_.stopped());
    SecureStreamSocketImpl::connect(address, std::min(within, left()));
    refuseStopped(!open_.add(sockfd()));
}

int SecureExchangeSocket::sendBytes(const void* buffer, int length, int flags) {
    setSendTimeout(left());
    wrote();  // a failed SSL_write may still have sent a part
    return SecureStreamSocketImpl::sendBytes(buffer, length, flags);
}

int SecureExchangeSocket::receiveBytes(void* buffer, int length, int flags) {
    setReceiveTimeout(left());
    return received(SecureStreamSocketImpl::receiveBytes(buffer, length, flags));
}

void SecureExchangeSocket::close() {
    open_.remove(sockfd());
    SecureStreamSocketImpl::close();
}

}  // namespace adapters::kit
