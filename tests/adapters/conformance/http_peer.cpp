#include "tests/adapters/conformance/http_peer.h"

#include <fmt/format.h>

#include <chrono>

namespace tests {

using conformance::Fault;

std::string HttpCall::header(std::string_view name) const {
    const std::string begins = fmt::format("\r\n{}: ", name);
    const std::size_t at = head.find(begins);
    if (at == std::string::npos) return "";
    const std::size_t begin = at + begins.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::optional<HttpCall> readHttpCall(const std::function<std::string()>& read) {
    std::string text;
    const auto more = [&] {
        const std::string bytes = read();
        text += bytes;
        return !bytes.empty();
    };
    while (text.find("\r\n\r\n") == std::string::npos) {
        if (!more()) return std::nullopt;
    }
    const std::size_t head = text.find("\r\n\r\n");
    HttpCall call;
    call.head = text.substr(0, head);
    const std::string length = call.header("Content-Length");
    const std::size_t bytes = length.empty() ? 0 : std::stoul(length);
    while (text.size() < head + 4 + bytes) {
        if (!more()) return std::nullopt;
    }
    const std::size_t path = text.find(' ') + 1;
    call.method = text.substr(0, path - 1);
    call.path = text.substr(path, text.find(' ', path) - path);
    call.body = text.substr(head + 4);
    return call;
}

std::string httpAnswer(int status, std::string_view headers, std::string_view body) {
    const std::string length = status == 204 ? "" : fmt::format("Content-Length: {}\r\n", body.size());  // RFC 9110 section 8.6
    return fmt::format("HTTP/1.1 {} Said\r\nConnection: close\r\n{}{}\r\n{}", status, headers, length, body);
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

std::string HttpPeer::respond(const HttpCall& call) {
    const std::lock_guard lock(mutex_);
    return answer(call);
}

std::string HttpPeer::lastCall() const {
    const std::lock_guard lock(mutex_);
    return last_call_;
}

void HttpPeer::serve(TcpConnection& connection) {
    const std::optional<HttpCall> call = readHttpCall([&] { return connection.read(); });
    if (!call) return;

    std::unique_lock lock(mutex_);
    last_call_ = call->method + " " + call->path + " " + call->body;
    std::optional<Fault> fault = faultOf(*call);
    const bool is_counted = counts(*call);
    if (is_counted) ++calls_;
    changed_.notify_all();
    if (!fault && is_counted && !faults_.empty()) {
        fault = faults_.back();
        faults_.pop_back();
    }
    const bool acts = fault != Fault::Hang && fault != Fault::ResetBeforeActing;
    const std::string said = acts ? answer(*call) : "";
    if (fault == Fault::Hold) changed_.wait(lock, [&] { return released_ || stopped_; });
    lock.unlock();
    if (!fault || fault == Fault::Hold) return connection.write(said);
    if (fault == Fault::ResetBeforeActing || fault == Fault::ResetAfterActing) return connection.resetOnClose();
    if (fault == Fault::Garbage) return connection.write(httpAnswer(200, "", call->head + call->body));
    while (fault == Fault::Hang && !connection.read().empty()) continue;  // until the client gives up
}

}  // namespace tests
