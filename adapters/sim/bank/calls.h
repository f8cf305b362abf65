#pragma once

#include <optional>
#include <string>
#include <variant>

#include "adapters/sim/bank/bank.h"
#include "adapters/sim/common/http_server.h"

namespace adapters::sim::bank {

enum class Call { Open, Balance, Create, Find, Statement };
/// As faults name them.
constexpr auto enumNames(Call) {
    using Name = std::pair<Call, std::string_view>;
    return std::array{Name{Call::Open, "accounts/open"}, Name{Call::Balance, "accounts/balance"}, Name{Call::Create, "transfers/create"},
                      Name{Call::Find, "transfers/find"}, Name{Call::Statement, "statements"}};
}

/// None: no such path or method.
std::optional<Call> callOf(const common::HttpRequest& request);

/// Before it is signed and before faults.
struct Reply {
    int status = 200;
    std::variant<std::string, Statement> content;  ///< JSON, or a file
    std::string number;                            ///< of the transfer it is about; empty for none
};

Reply refusalReply(const Refusal& refusal);

/// Decodes, asks the bank, encodes. Any thread.
class Calls {
  public:
    /// The bank outlives it.
    explicit Calls(Bank& bank) : bank_(bank) {}

    Reply answer(Call call, const common::HttpRequest& request);

  private:
    Reply open(const std::string& body);
    Reply balance(const std::string& body);
    Reply create(const std::string& body);
    Reply find(const std::string& body);
    Reply statement(std::string_view day);

    Bank& bank_;
};

}  // namespace adapters::sim::bank
