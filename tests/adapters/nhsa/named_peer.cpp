#include "tests/adapters/nhsa/named_peer.h"

namespace tests::nhsa {

using conformance::Fault;

namespace {

template <class T>
std::optional<T> taken(std::deque<T>& queue) {
    if (queue.empty()) return std::nullopt;
    T first = std::move(queue.front());
    queue.pop_front();
    return first;
}

}  // namespace

void NamedPeer::fail(const std::string& name, Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_of_[name].push_back(fault);
}

void NamedPeer::say(const std::string& name, Said said) {
    const std::lock_guard lock(mutex_);
    said_[name].push_back(std::move(said));
}

int NamedPeer::callsOf(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto calls = calls_of_.find(name);
    return calls == calls_of_.end() ? 0 : static_cast<int>(calls->second.size());
}

HttpCall NamedPeer::lastCall(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    return calls_of_.at(name).back();
}

std::optional<Fault> NamedPeer::faultOf(const HttpCall& call) {
    const std::string name = nameOf(call);
    calls_of_[name].push_back(call);
    return taken(faults_of_[name]);
}

std::string NamedPeer::answer(const HttpCall& call) {
    const std::string name = nameOf(call);
    const std::optional<Said> put = taken(said_[name]);
    const Said said = put ? *put : answerTo(name, call);
    return httpAnswer(said.status, "Content-Type: application/json\r\n", said.body);
}

}  // namespace tests::nhsa
