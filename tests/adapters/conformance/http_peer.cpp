#include "tests/adapters/conformance/http_peer.h"

#include <fmt/format.h>

#include <chrono>

namespace tests::conformance {

namespace {

/// A whole request; empty when the client left before its end.
std::string readRequest(TcpConnection& connection) {
    constexpr std::string_view kLength = "Content-Length: ";
    std::string text = connection.readUntil("\r\n\r\n");
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string::npos) return "";
    const std::size_t length = text.find(kLength);
    const std::size_t bytes = length < head ? std::stoul(text.substr(length + kLength.size())) : 0;
    while (text.size() < head + 4 + bytes) {
        const std::string more = connection.read();
        if (more.empty()) return "";
        text += more;
    }
    return text;
}

}  // namespace

std::string HttpPeer::Request::header(std::string_view name) const {
    const std::string begin = fmt::format("\r\n{}: ", name);
    const std::size_t found = head.find(begin);
    if (found == std::string::npos) return "";
    const std::size_t value = found + begin.size();
    return head.substr(value, head.find("\r\n", value) - value);
}

void HttpPeer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    server_.stop();
}

void HttpPeer::fail(Fault fault, int calls) {
    const std::lock_guard lock(mutex_);
    faults_.assign(static_cast<std::size_t>(calls), fault);
}

void HttpPeer::fail(const std::string& name, Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_of_[name].push_back(fault);
}

void HttpPeer::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

int HttpPeer::effects() const {
    const std::lock_guard lock(mutex_);
    return effects_;
}

bool HttpPeer::waitForCalls(int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_ >= calls; });
}

void HttpPeer::say(const std::string& name, Said said) {
    const std::lock_guard lock(mutex_);
    said_[name].push_back(std::move(said));
}

int HttpPeer::callsOf(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto calls = calls_of_.find(name);
    return calls == calls_of_.end() ? 0 : static_cast<int>(calls->second.size());
}

HttpPeer::Request HttpPeer::lastCall(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    return calls_of_.at(name).back();
}

std::optional<Fault> HttpPeer::takeFault(const std::string& name) {
    const auto take = [](std::deque<Fault>& faults) -> std::optional<Fault> {
        if (faults.empty()) return std::nullopt;
        const Fault fault = faults.front();
        faults.pop_front();
        return fault;
    };
    const std::optional<Fault> of_name = take(faults_of_[name]);
    if (of_name || !counts(name)) return of_name;
    return take(faults_);
}

void HttpPeer::serve(TcpConnection& connection) {
    const std::string text = readRequest(connection);
    if (text.empty()) return;
    const std::size_t head = text.find("\r\n\r\n");
    const std::size_t path = text.find(' ') + 1;
    const Request request{text.substr(0, head + 2), text.substr(path, text.find(' ', path) - path), text.substr(head + 4)};

    std::unique_lock lock(mutex_);
    const std::string name = nameOf(request);
    calls_of_[name].push_back(request);
    if (counts(name)) ++calls_;
    const std::optional<Fault> fault = takeFault(name);
    changed_.notify_all();
    Said said;
    if (fault != Fault::Hang && fault != Fault::ResetBeforeActing) {
        std::deque<Said>& put = said_[name];
        if (put.empty()) {
            said = answer(name, request);
        } else {
            said = put.front();
            put.pop_front();
        }
    }
    if (fault == Fault::Hold) changed_.wait(lock, [&] { return released_ || stopped_; });
    lock.unlock();
    if (fault == Fault::ResetBeforeActing || fault == Fault::ResetAfterActing) return connection.resetOnClose();
    if (fault == Fault::LoseAnswer) return;
    if (fault == Fault::Garbage) said.body = request.body;
    while (fault == Fault::Hang && !connection.read().empty()) continue;  // until the client gives up
    if (fault == Fault::Hang) return;
    connection.write(fmt::format("HTTP/1.1 {} Said\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                                 said.status, said.body.size(), said.body));
}

}  // namespace tests::conformance
