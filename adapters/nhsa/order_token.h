#pragma once

#include <string>

#include "hub/core/describe.h"
#include "hub/core/sensitive.h"

namespace adapters::nhsa {

/// What the later calls of an order need and only its upload knows. InsuranceOrder has a place for the insurer's token alone, so all of it
/// goes there, as JSON, and comes back with the order; nobody but this adapter reads it.
struct OrderToken {
    static constexpr std::string_view kTypeName = "NhsaOrderToken";
    std::string pay_token;  ///< payToken
    std::string visit;      ///< mdtrtId
    hub::core::Sensitive<std::string> certificate;
    hub::core::Sensitive<std::string> name;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("pay_token", self.pay_token, "the insurer's token of the order");
        field("visit", self.visit, "the insurer's number of the visit");
        field("certificate", self.certificate, "the person's certificate number");
        field("name", self.name, "the person's full name");
    }

    hub::core::Sensitive<std::string> text() const;

    /// A text that text() did not write is taken for the insurer's own token, and nothing else is known.
    static OrderToken of(const hub::core::Sensitive<std::string>& text);
};

}  // namespace adapters::nhsa
