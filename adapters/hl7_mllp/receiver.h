#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/hl7v2/acknowledgement.h"
#include "adapters/codec/hl7v2/message.h"
#include "adapters/hl7_mllp/words.h"
#include "hub/contract/adapter.h"

namespace adapters::hl7_mllp {

/// What goes back over the connection a message came by.
struct Reply {
    std::string bytes = {};  ///< framed; empty: nothing was asked for, or nothing may be said
    bool close = false;
};

/// "12345678901234567890": a control id of our own.
std::string newControlId(const hub::core::Clock& clock);

/// A negative answer to bytes that nobody will keep, framed.
std::string refusal(std::string_view bytes, codec::charset::Charset charset, const hub::core::Clock& clock, codec::hl7v2::AckCode code,
                    std::vector<codec::hl7v2::AckError> errors);

/// Takes the messages of one hospital: reads them, gives them to the hub and says what is answered (MECHANISMS 6). Any thread.
class Receiver {
  public:
    /// `words` and `host` outlive the receiver.
    Receiver(const hub::contract::InstanceSettings& settings, std::vector<Party> senders, codec::charset::Charset charset,
             CharsetFrom charset_from, const Words& words, hub::contract::Host& host);

    const std::vector<Party>& senders() const { return senders_; }
    bool knows(std::string_view application, std::string_view facility) const;

    /// The answer to one message, once the hub has it. Waits for the hub's commit.
    Reply take(std::string_view bytes);

    /// To the hub's administrators; nothing after stop().
    void notice(const hub::core::Failure& what);

    /// Waits for messages being taken; later ones get no answer and their connections are closed. The hub is not called afterwards.
    void stop();

  private:
    class Visit;

    Reply takeWhole(std::string_view bytes);
    hub::core::Result<codec::hl7v2::Message> parse(std::string_view bytes) const;
    codec::hl7v2::AckModes modesOf(const codec::hl7v2::Message& message) const;
    Reply refuse(std::string_view bytes, const codec::hl7v2::AckModes& modes, codec::hl7v2::AckCode code,
                 std::vector<codec::hl7v2::AckError> errors);
    std::string acceptance(std::string_view bytes, const codec::hl7v2::AckModes& modes) const;

    const hub::contract::InboundPolicy policy_;
    const std::vector<Party> senders_;
    const codec::charset::Charset charset_;
    const CharsetFrom charset_from_;
    const Words& words_;
    hub::contract::Host& host_;

    std::mutex mutex_;  // guards both below
    std::condition_variable idle_;
    int visits_ = 0;
    bool stopped_ = false;
};

}  // namespace adapters::hl7_mllp
