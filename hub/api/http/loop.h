#pragma once

#include <memory>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "hub/api/http/listener.h"
#include "hub/api/http/mailbox.h"
#include "hub/api/http/peers.h"
#include "hub/api/http/workers.h"
#include "hub/core/ids.h"

namespace hub::api::http {

class Connection;

/// What all loops and connections of one server share. Any thread.
struct Front {
    Front(const Settings& with, const core::Clock& time, core::IdSource& id_source, FaultLog faults)
        : settings(with),
          clock(time),
          ids(id_source),
          on_fault(std::move(faults)),
          peers(with.peer, with.connections_max),
          workers(time, with.workers, with.queue_max) {}

    const Settings settings;
    const core::Clock& clock;
    core::IdSource& ids;
    const FaultLog on_fault;
    Counters counters;
    PeerTable peers;
    Workers workers;
};

/// One event-loop thread and the connections it has accepted. Everything but the constructor, start(), drain() and join() runs
/// on that thread, so connections need no lock.
class Loop {
  public:
    /// `front` and every listener outlive the loop.
    Loop(Front& front, const std::vector<std::unique_ptr<Listener>>& listeners);
    ~Loop();

    void start();

    /// Stops accepting and lets what runs end; the thread ends with the last connection, at the latest after `stop_within`.
    void drain();
    void join();

    // For connections.
    Front& front() { return front_; }
    boost::asio::io_context& context() { return context_; }
    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    std::vector<char>& scratch() { return scratch_; }  ///< free for use until the caller returns
    bool draining() const { return draining_; }
    /// Looks at the deadline of `connection` at `when` instead of at its lookAt().
    void look(const Connection& connection, core::MonoTime when);
    void remove(const Connection& connection);

  private:
    struct Door;

    void run();
    void waitForConnection(Door& door);
    void acceptSome(Door& door);
    void admit(const Door& door, int socket, const std::string& address);
    bool makeRoomFor(const std::string& key);
    void turnAway(const Door& door, int socket, core::Error error);
    void waitForTick();
    void tick();
    void beginDrain();
    void endWhenEmpty();

    Front& front_;
    boost::asio::io_context context_;
    boost::asio::steady_timer ticker_;
    std::shared_ptr<Mailbox> mailbox_;  // shared: a Reply may outlive the loop
    std::vector<char> scratch_;
    std::vector<std::unique_ptr<Door>> doors_;
    std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections_;
    std::set<std::pair<core::MonoTime, const Connection*>> looks_;  // one each, at its lookAt(): a tick leaves the others alone
    bool draining_ = false;
    core::MonoTime drained_by_;
    core::MonoTime sweep_at_;
    std::thread thread_;
};

}  // namespace hub::api::http
