#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/codec/xml/element.h"
#include "adapters/sim/trancode/simulator.h"
#include "tests/adapters/sim_support/folder.h"
#include "tests/adapters/sim_support/hand_clock.h"

/// What the tests of the TranCode hospital share: a clock of their own, fresh books, and a caller on a real socket.
namespace tests::sim {

namespace common = adapters::sim::common;
namespace trancode = adapters::sim::trancode;
using adapters::codec::xml::Element;

/// How the bytes of a connection ended.
enum class End { Closed, Reset, TimedOut };

struct Reply {
    End end = End::TimedOut;
    std::string bytes;  ///< all that came
    int status = 0;
    std::string content_type;
    std::string body;  ///< of the first answer
    std::string rest;  ///< what came after it
};

/// One request on a connection of its own, read until the other side closes it or nothing comes for `patience`.
Reply exchange(std::uint16_t port, std::string_view method, std::string_view path, std::string_view content_type, std::string_view body,
               hub::core::Duration patience);

using Tags = std::vector<std::pair<std::string, std::string>>;

/// What a caller understood.
struct Answer {
    Reply reply;
    std::string text;                 ///< the string inside the envelope
    std::optional<Element> response;  ///< when that is XML

    bool ok() const { return result() == "0"; }
    std::string result() const;
    std::string message() const { return field("Msg"); }
    std::string field(std::string_view tag) const;
    std::vector<Element> items(std::string_view wrapper = "Items") const;
};

std::string fieldOf(const Element& item, std::string_view tag);

/// A running hospital.
class Hospital {
  public:
    explicit Hospital(trancode::TrancodeSettings settings = {});

    Answer call(std::string_view code, const Tags& tags, hub::core::Duration patience = std::chrono::seconds(20));
    Reply post(std::string_view body, std::string_view content_type, hub::core::Duration patience = std::chrono::seconds(20));
    Reply control(std::string_view method, std::string_view path, std::string_view body = {});
    static Answer understood(Reply reply);

    /// Turns a knob; the test fails when it is refused.
    void fault(const common::FaultRule& rule);

    /// The doctor's click: a bill of 36.25 yuan in two lines; its ApplyNo.
    std::string raiseCharge(std::int64_t patient_id);

    std::uint16_t port() const { return port_; }

    HandClock clock;
    Folder folder;
    common::Books books;
    common::Faults faults;

  private:
    trancode::TrancodeSettings settings_;
    trancode::TrancodeSimulator simulator_;
    std::uint16_t port_ = 0;
    int calls_ = 0;
};

/// CardType, CardNum and PatientID of the seeded patient.
Tags card(std::int64_t patient_id, Tags more = {});

/// The whole year 2030.
Tags withRange(Tags tags);

/// One fault on the next call of `operation`.
common::FaultRule nextCall(std::string operation, common::FaultKind kind, bool acts = true, std::int64_t delay_ms = 0);

}  // namespace tests::sim
