#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "hub/contract/adapter.h"
#include "hub/contract/descriptor.h"

namespace tests::conformance {

using AdapterOwner = std::unique_ptr<hub::contract::Adapter, void (*)(hub::contract::Adapter*)>;

/// A loaded library, never unloaded. It checks nothing: that is the suite's and the gateway's business.
class Plugin {
  public:
    /// Empty text: it is loaded.
    static std::string load(const std::filesystem::path& file, Plugin& plugin);

    const hub::contract::AdapterDescriptor& descriptor() const { return *descriptor_; }

    /// REQUIRES: the descriptor was found right.
    AdapterOwner create() const { return {descriptor_->create(), descriptor_->destroy}; }

  private:
    const hub::contract::AdapterDescriptor* descriptor_ = nullptr;
};

}  // namespace tests::conformance
