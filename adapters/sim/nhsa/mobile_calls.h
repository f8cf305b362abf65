#pragma once

#include <string>
#include <string_view>

#include "adapters/sim/nhsa/counter_calls.h"
#include "adapters/sim/nhsa/insurer.h"
#include "adapters/sim/nhsa/wire.h"

namespace adapters::sim::nhsa {

bool isMobileMethod(std::string_view method);

/// The calls of the mobile chain: decodes the data, asks the insurer, encodes. One call; inside the insurer's inOneGo().
class MobileCalls {
  public:
    /// `insurer` outlives it.
    explicit MobileCalls(Insurer& insurer) : insurer_(insurer) {}

    /// REQUIRES: isMobileMethod().
    Outcome answer(std::string_view method, Members data);

    const std::string& hospital() const { return hospital_; }  ///< orgCodg; empty where there is none

  private:
    Outcome upload(Members& data);
    Outcome pay(Members& data);
    Outcome refund(Members& data);
    Outcome query(Members& data);
    Outcome revoke(Members& data);

    /// What the phone shows: one of the two, or both of one person.
    struct Token {
        std::string pay_auth_no;
        std::string ec_token;
    };
    static Token tokenIn(Members& data);
    common::Answer<Person> holder(const Token& token);
    void readOrder(Members& data, std::string& pay_ord_id, std::string& pay_token);

    static Out out() { return {AmountStyle::Text, NameStyle::Camel}; }  // this chain's values are texts
    Output orderOutput(const Order& order, bool in_full);

    Insurer& insurer_;
    std::string hospital_;
};

}  // namespace adapters::sim::nhsa
