#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/nhsa/codes.h"
#include "adapters/sim/nhsa/wire.h"

namespace adapters::sim::nhsa {

/// A request that is who it says it is.
struct Asked {
    std::string operation;               ///< infno, or the method; empty when it names none
    std::optional<JsonDocument> whole;   ///< of parsedWithTexts()
    std::optional<JsonDocument> opened;  ///< input or data, where it came sealed; else it is in `whole`
    std::string number;                  ///< msgid; the mobile chain has none

    /// input or data.
    std::optional<JsonValue> input(std::string_view name) const { return opened ? opened->root() : whole->root().member(name); }
};

/// An answer before it is bytes.
struct Reply {
    std::optional<std::string> result;  ///< JSON of infcode or code; none: the member is missing
    std::string result_text;            ///< the same as it is signed
    std::string message;
    std::string output;   ///< JSON; empty for none
    std::string subject;  ///< setl_id or payOrdId it is about; empty for none
};

/// How a request comes and an answer leaves: what one of the two chains does. Any thread.
class Chain {
  public:
    virtual ~Chain() = default;

    /// How it writes amounts.
    virtual AmountStyle amounts() const = 0;
    virtual bool has(const common::HttpRequest& request) const = 0;
    /// The request, or the HTTP answer of one that is nobody's.
    virtual std::variant<Asked, common::HttpAnswer> open(const common::HttpRequest& request) = 0;
    virtual Reply answer(const Asked& asked) = 0;
    /// With a code of this chain; nothing is done.
    virtual Reply refused(const common::Refusal& refusal) const = 0;
    /// The bytes. `bad`: the fault bad_signature, if it applies.
    virtual std::string written(const Reply& reply, const common::FaultRule* bad) = 0;
};

/// As the faults protocol_fault, refused, odd_result, no_result, wrong_amount, third_decimal and broken_sum say.
Reply spoiled(const Chain& chain, Reply reply, const common::Fate& fate);

}  // namespace adapters::sim::nhsa
