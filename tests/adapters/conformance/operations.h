#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/adapter.h"

namespace tests::conformance {

/// What came of a call or an inquiry, without the type of its operation.
struct Heard {
    std::string ending;                   ///< word of Ending or Finding; "thrown" when the handler threw
    std::string result;                   ///< as JSON, when there is one
    std::string evidence;                 ///< of a step that is done
    std::vector<std::string> open_texts;  ///< what may be shown and logged: codes and details
};

/// One operation of the contract, called by name.
class AnyOperation {
  public:
    virtual ~AnyOperation() = default;
    virtual std::string_view name() const = 0;
    virtual std::string_view port() const = 0;
    virtual bool writes() const = 0;

    /// REQUIRES: the instance offers it, and `request` is a request of it. The same for inquire(), and it writes.
    virtual Heard call(hub::contract::Instance& instance, const hub::contract::Meta& meta, const std::string& request) const = 0;
    virtual Heard inquire(hub::contract::Instance& instance, const hub::contract::Meta& meta, const std::string& request) const = 0;
};

/// Every operation of the contract. Lives as long as the program.
const std::vector<std::unique_ptr<AnyOperation>>& allOperations();

/// Null when there is no such word.
const AnyOperation* operationNamed(std::string_view name);

}  // namespace tests::conformance
