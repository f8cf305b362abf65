#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

#include "adapters/codec/mllp/decoder.h"
#include "adapters/hl7_mllp/receiver.h"
#include "hub/core/clock.h"

namespace adapters::hl7_mllp {

/// Has dead peers found within about a minute and a half (20).
void keepAlive(int socket);

/// One MLLP port. Each connection has a thread: its messages are answered one after the other, in the order they came. Any thread.
class Listener {
  public:
    /// `only_one`: its one receiver takes every message, whoever sends it; otherwise MSH-3 and MSH-4 say whose it is.
    /// Also: MllpNotListening.
    static hub::core::Result<std::unique_ptr<Listener>> open(const Listen& settings, std::uint16_t port, bool only_one);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const { return port_; }

    /// Also: SettingsNotValid when another receiver has one of its senders.
    hub::core::Result<void> add(std::shared_ptr<Receiver> receiver);
    /// Its connections are closed.
    void remove(const Receiver& receiver);

    /// Messages refused because nobody knows their sender.
    std::uint64_t unknownSenders() const { return unknown_senders_; }

  private:
    struct Connection {
        int socket = -1;
        std::string peer = {};
        std::shared_ptr<Receiver> last = {};  ///< whose message came by it last
        bool over = false;
        std::thread thread = {};
    };
    class Session;

    Listener(const Listen& settings, int socket, std::uint16_t port, bool only_one);
    void accept();
    void admit(int socket, const std::string& peer);
    Reply handle(Connection& connection, std::string_view bytes);
    hub::core::Result<std::shared_ptr<Receiver>> receiverOf(std::string_view bytes) const;
    void noticeTo(const Connection& connection, const hub::core::Failure& what) const;

    const Listen settings_;
    const int socket_;
    const std::uint16_t port_;
    const bool only_one_;
    const hub::core::SystemClock clock_;  // of its own: it outlives each of its receivers
    std::atomic<std::uint64_t> unknown_senders_ = 0;
    std::atomic<bool> stopping_ = false;

    mutable std::mutex mutex_;  // guards both below, but a connection's thread
    std::vector<std::shared_ptr<Receiver>> receivers_;
    std::list<Connection> connections_;
    std::thread acceptor_;
};

/// The listeners of one plugin: hospitals that name the same address and port share one. Any thread.
class Listeners {
  public:
    /// A hospital's place at its listener; left with the object.
    class Place {
      public:
        Place(Listeners& all, std::shared_ptr<Listener> listener, std::shared_ptr<Receiver> receiver)
            : all_(all), listener_(std::move(listener)), receiver_(std::move(receiver)) {}
        ~Place();
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        const Listener& listener() const { return *listener_; }

      private:
        Listeners& all_;
        std::shared_ptr<Listener> listener_;
        std::shared_ptr<Receiver> receiver_;
    };

    /// `own_port`: a listener that nobody else joins. Also: MllpNotListening, SettingsNotValid as Listener::add. The place must not outlive
    /// the listeners.
    hub::core::Result<std::unique_ptr<Place>> join(const Listen& settings, std::optional<std::uint16_t> own_port,
                                                   std::shared_ptr<Receiver> receiver);

  private:
    std::mutex mutex_;  // guards shared_
    std::map<std::pair<std::string, std::int32_t>, std::weak_ptr<Listener>> shared_;
};

}  // namespace adapters::hl7_mllp
