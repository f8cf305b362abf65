#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "hub/contract/meta.h"
#include "hub/contract/outcome.h"

namespace hub::contract {

/// One word of CONTRACT's table of operations:
///
///     struct ChargeList {
///         static constexpr std::string_view kName = "charge.list";
///         static constexpr std::string_view kPort = "billing/1";
///         static constexpr bool kWrites = false;
///         struct Request { … }; struct Result { … };   // both described
///     };
template <class Op>
concept Operation = requires {
    { Op::kName } -> std::convertible_to<std::string_view>;
    { Op::kPort } -> std::convertible_to<std::string_view>;
    { Op::kWrites } -> std::convertible_to<bool>;
    typename Op::Request;
    typename Op::Result;
};

/// What an instance answers a name with. Its real type follows from the name alone, so no RTTI crosses the border.
class AnyHandler {
  public:
    virtual ~AnyHandler() = default;
};

/// Carries out one operation. Called on the counterparty's own threads, several at a time; it may block there. Throws nothing:
/// adapters wrap it with kit::guard, the gateway takes a throw as Unknown all the same.
template <Operation Op>
class ReadHandler : public AnyHandler {
  public:
    virtual Outcome<typename Op::Result> call(const Meta& meta, const typename Op::Request& request) = 0;
};

/// A write always comes with the way to ask after it.
template <Operation Op>
class WriteHandler : public ReadHandler<Op> {
  public:
    /// `meta` and `request` are those of the call asked about. Changes nothing at the counterparty.
    virtual Inquiry<typename Op::Result> inquire(const Meta& meta, const typename Op::Request& request) = 0;
};

template <Operation Op>
using Handler = std::conditional_t<Op::kWrites, WriteHandler<Op>, ReadHandler<Op>>;

/// The same call as JSON texts, as it will pass to a process of its own. A request that does not fit is NotReached with JsonNotValid.
template <Operation Op>
std::string callAsJson(Handler<Op>& handler, std::string_view meta_json, std::string_view request_json) {
    using Answer = Outcome<typename Op::Result>;
    const auto revealed = [](const Answer& answer) { return core::toJson(answer, core::Exposure::Revealed); };
    const core::Result<Meta> meta = core::fromJson<Meta>(meta_json);
    if (!meta.ok()) return revealed(Answer::notReached(meta.failure()));
    const core::Result<typename Op::Request> request = core::fromJson<typename Op::Request>(request_json);
    if (!request.ok()) return revealed(Answer::notReached(request.failure()));
    return revealed(handler.call(*meta, *request));
}

}  // namespace hub::contract
