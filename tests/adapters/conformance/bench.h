#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/adapters/conformance/operations.h"
#include "tests/adapters/conformance/plugin.h"
#include "tests/adapters/conformance/recording_host.h"
#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/suite.h"

namespace tests::conformance {

/// What all checks of one run share: the loaded plugin, what was found, and everything that was said where people can read it.
class Run {
  public:
    Run(const Subject& tried, const Plugin& loaded) : subject(tried), plugin(loaded) {}

    void begin(std::string_view check) { check_ = check; }
    void find(const std::string& what);
    void said(const std::string& text);
    void said(const std::vector<std::string>& texts) {
        for (const std::string& text : texts) said(text);
    }
    std::vector<std::string> allSaid() const;
    std::vector<Finding> findings() const;

    const Subject& subject;
    const Plugin& plugin;

  private:
    mutable std::mutex mutex_;  // guards all below
    std::string check_;
    std::vector<Finding> findings_;
    std::vector<std::string> said_;
};

/// The adapter opened against a running peer of its own; stopped and gone at the end of the check.
class Bench {
  public:
    Bench(Run& run, std::string_view charset, hub::core::Duration within);
    ~Bench();
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    /// False: it could not be opened, which is a finding already.
    bool opened() const { return instance_ != nullptr; }

    /// REQUIRES: opened(). The operations offered that are words of the contract, but for what the peer calls (inbound/1).
    std::vector<const AnyOperation*> offered() const;
    std::vector<const AnyOperation*> offeredWrites() const;
    hub::contract::Capability capability(const AnyOperation& operation) const;

    /// Carries out all steps but the last of an operation that is declared in steps, so that what is tried is the last. To be called
    /// once before the example of that number is used; does nothing for an operation that is one call.
    void bring(const AnyOperation& operation, int number);

    /// With the example of that number, under a wire id that belongs to it. What is thrown is a finding.
    Heard call(const AnyOperation& operation, int number) { return heard(operation, number, /*asks=*/false); }
    Heard inquire(const AnyOperation& operation, int number) { return heard(operation, number, /*asks=*/true); }
    Example example(const AnyOperation& operation, int number);

    /// Stops the instance; a second call does nothing.
    void stop();

    /// Writes that the peer has carried out, without those of bring().
    int effects() const { return peer_->effects() - brought_effects_; }

    Peer& peer() { return *peer_; }
    hub::contract::Instance& instance() { return *instance_; }
    const hub::core::Clock& clock() const { return host_.clock(); }

  private:
    Heard heard(const AnyOperation& operation, int number, bool asks);
    Heard callStep(const AnyOperation& operation, int number, std::size_t step, bool asks);
    hub::contract::Meta metaOf(const AnyOperation& operation, int number, std::size_t step);

    Run& run_;
    RecordingHost host_;
    std::unique_ptr<Peer> peer_;
    AdapterOwner adapter_;
    std::unique_ptr<hub::contract::Instance> instance_;
    bool stopped_ = false;
    std::atomic<int> brought_effects_ = 0;
    std::mutex mutex_;  // guards brought_
    std::map<std::pair<const AnyOperation*, int>, std::vector<hub::contract::StepDone>> brought_;
};

}  // namespace tests::conformance
