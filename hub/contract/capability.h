#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/describe.h"

namespace hub::contract {

/// By what a counterparty can be asked after a write (CONTRACT 3).
enum class AsksBy { OurId, BusinessKey, Nothing };
constexpr auto enumNames(AsksBy) {
    using Name = std::pair<AsksBy, std::string_view>;
    return std::array{Name{AsksBy::OurId, "our_id"}, Name{AsksBy::BusinessKey, "business_key"}, Name{AsksBy::Nothing, "nothing"}};
}

/// What a second send under the same wire id does there.
enum class Repeat { SameAnswer, ActsAgain };
constexpr auto enumNames(Repeat) {
    using Name = std::pair<Repeat, std::string_view>;
    return std::array{Name{Repeat::SameAnswer, "same_answer"}, Name{Repeat::ActsAgain, "acts_again"}};
}

/// Whether an operation undoes a call whatever it did (冲正): behind such a fence nothing of the call stands, and nothing of it comes.
constexpr bool undoes(std::string_view operation) { return operation.ends_with(".reverse"); }

/// One operation as this counterparty offers it.
struct Capability {
    static constexpr std::string_view kTypeName = "Capability";
    std::string operation;
    AsksBy asks_by = AsksBy::Nothing;
    Repeat repeat = Repeat::ActsAgain;
    std::optional<std::string> fence;  ///< the operation that makes "not there" final (a cancel, close or reversal)
    std::vector<std::string> steps;    ///< in order; empty: one call is the whole operation

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("operation", self.operation, "word of CONTRACT");
        field("asks_by", self.asks_by, "by what it can be asked after");
        field("repeat", self.repeat, "what a second send under the same number does");
        field("fence", self.fence, "operation that makes 'not there' final");
        field("steps", self.steps, "steps of the operation, in order");
    }
};

}  // namespace hub::contract
