#pragma once

#include <memory>

#include "hub/contract/adapter.h"

namespace adapters::hl7_mllp {

/// The plugin's adapter. One a library; it outlives its instances.
std::unique_ptr<hub::contract::Adapter> makeAdapter();

}  // namespace adapters::hl7_mllp
