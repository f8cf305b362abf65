#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/contract/adapter.h"
#include "hub/contract/descriptor.h"
#include "hub/contract/operations.h"
#include "tests/adapters/bad/observed.h"

namespace bad {

using namespace hub::contract;  // NOLINT(google-build-using-namespace): each library is one short file

/// Answers a ping without a counterparty. The bad ones override what they do wrong.
class GoodInstance : public Instance, public ReadHandler<Ping> {
  public:
    std::vector<Capability> capabilities() const override {
        note();
        Capability ping;
        ping.operation = Ping::kName;
        return {ping};
    }
    AnyHandler* handler(std::string_view port, std::string_view operation) override {
        note();
        return port == Ping::kPort && operation == Ping::kName ? static_cast<ReadHandler<Ping>*>(this) : nullptr;
    }
    hub::core::Result<void> start() override {
        note();
        return {};
    }
    void stop() override { note(); }
    Outcome<Ping::Result> call(const Meta&, const Ping::Request&) override {
        note();
        return Outcome<Ping::Result>::done({});
    }
};

template <class Made>
class AdapterOf : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings&) const override {
        note();
        return {};
    }
    hub::core::Result<std::unique_ptr<Instance>> open(const InstanceSettings&, Host&) override {
        note();
        return std::unique_ptr<Instance>(std::make_unique<Made>());
    }
};

template <class Made>
Adapter* create() {
    note();
    return std::make_unique<Made>().release();  // the hub gives it back to destroy()
}

inline void destroy(Adapter* adapter) {
    note();
    const std::unique_ptr<Adapter> gone(adapter);
}

/// A descriptor without fault.
constexpr AdapterDescriptor descriptorOf(const char* id, Adapter* (*make)()) {
    return {sizeof(AdapterDescriptor), kAbiMajor, kAbiMinor, kToolchain, id, "0.1.0", make, destroy};
}

}  // namespace bad

/// What a library exports, by name: constant data.
#define BAD_EXPORT(name)                                                                       \
    extern "C" {                                                                               \
    __attribute__((visibility("default"))) extern const hub::contract::AdapterDescriptor name; \
    }                                                                                          \
    constinit const hub::contract::AdapterDescriptor name
