#include "hub/api/http/server.h"

#include <vector>

#include "hub/api/http/loop.h"

namespace hub::api::http {

struct Server::State {
    State(const Settings& settings, const core::Clock& clock, core::IdSource& ids, FaultLog on_fault)
        : front(settings, clock, ids, std::move(on_fault)) {}

    Front front;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<std::unique_ptr<Loop>> loops;
    bool stopped = false;
};

Server::Server(const Settings& settings, const core::Clock& clock, core::IdSource& ids, FaultLog on_fault)
    : state_(std::make_unique<State>(settings, clock, ids, std::move(on_fault))) {}

Server::~Server() { stop(); }

core::Result<std::uint16_t> Server::listen(const TcpListener& where, Handler& handler) {
    HUB_ASSERT(state_->loops.empty());
    std::unique_ptr<TlsContext> tls;
    if (where.tls) {
        core::Result<std::unique_ptr<TlsContext>> made = TlsContext::make(*where.tls);
        if (!made.ok()) return made.failure();
        tls = std::move(*made);
    }
    core::Result<std::unique_ptr<Listener>> listener = Listener::tcp(where, std::move(tls), handler);
    if (!listener.ok()) return listener.failure();
    state_->listeners.push_back(std::move(*listener));
    return state_->listeners.back()->port();
}

core::Result<void> Server::listenLocally(const std::string& path, Handler& handler) {
    HUB_ASSERT(state_->loops.empty());
    core::Result<std::unique_ptr<Listener>> listener = Listener::local(path, handler);
    if (!listener.ok()) return listener.failure();
    state_->listeners.push_back(std::move(*listener));
    return {};
}

void Server::start() {
    HUB_ASSERT(state_->loops.empty() && !state_->stopped);
    for (std::size_t i = 0; i < state_->front.settings.loops; ++i) {
        state_->loops.push_back(std::make_unique<Loop>(state_->front, state_->listeners));
    }
    for (const auto& loop : state_->loops) loop->start();
}

void Server::stop() {
    if (std::exchange(state_->stopped, true)) return;
    for (const auto& loop : state_->loops) loop->drain();
    for (const auto& loop : state_->loops) loop->join();
    state_->listeners.clear();
    state_->front.workers.stop();
}

Metrics Server::metrics() const {
    Metrics metrics = state_->front.counters.read();
    metrics.queue_depth = state_->front.workers.queued();
    return metrics;
}

}  // namespace hub::api::http
