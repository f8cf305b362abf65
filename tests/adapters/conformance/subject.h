#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/adapter.h"

namespace tests::conformance {

/// What a peer does with a call instead of answering it.
enum class Fault {
    LoseAnswer,         ///< acts, then closes in order without a word
    ResetBeforeActing,  ///< takes the whole request, then resets
    ResetAfterActing,   ///< acts, then resets
    Garbage,            ///< acts, then answers with what is none of its protocol and holds the person's name as it came
    Hang,               ///< neither acts nor answers for as long as it runs
    Hold,               ///< acts, and answers after release()
};

/// The counterparty that the adapter under test talks to: a simulator or a toy, on a port of the system's choice. Any thread.
class Peer {
  public:
    virtual ~Peer() = default;

    virtual void start() = 0;

    /// Nobody listens any more and every connection is closed. Also called by the destructor.
    virtual void stop() = 0;

    /// The next `calls` calls meet `fault`.
    virtual void fail(Fault fault, int calls) = 0;

    virtual void release() = 0;

    /// Writes carried out so far.
    virtual int effects() const = 0;

    /// Returns once `calls` calls in all have arrived whole; false when that takes longer than three seconds.
    virtual bool waitForCalls(int calls) = 0;
};

/// One valid request, and a text that the JSON of its right answer holds and no other example's does.
struct Example {
    std::string request;
    std::string answer_holds;
};

/// An adapter with all that the suite needs to try it.
class Subject {
  public:
    virtual ~Subject() = default;

    virtual std::filesystem::path plugin() const = 0;
    virtual std::filesystem::path manifest() const = 0;  ///< the manifest.yaml that the plugin was made from
    virtual std::vector<std::string> charsets() const = 0;
    virtual std::map<std::string, std::string> secrets() const = 0;  ///< with values that occur nowhere else

    virtual std::unique_ptr<Peer> peer(std::string_view charset) const = 0;

    /// Good settings, with every key that is required, for a call that gives up after `within`.
    virtual hub::contract::InstanceSettings settings(const Peer& peer, std::string_view charset, hub::core::Duration within) const = 0;

    /// The example number `number` of an operation, 0 to 99; of a write, each with an effect of its own. Names are made by nameOf(),
    /// numbers by numberOf(). Nothing for an operation that is not offered.
    virtual std::optional<Example> example(std::string_view operation, int number) const = 0;
};

/// A synthetic person's name that only UTF-8 and GB18030 can carry, and an identity number; what the suite looks for in every text
/// that is not for people.
inline constexpr std::string_view kNameMark = "㛃䶮𠮷";
inline constexpr std::string_view kNumberMark = "9901011990030";
std::string nameOf(int number);
std::string numberOf(int number);

}  // namespace tests::conformance
