#pragma once

#include <string>

#include "adapters/ehealth_card/exchange.h"
#include "adapters/ehealth_card/signature.h"
#include "adapters/ehealth_card/their_codes.h"

namespace adapters::ehealth_card {

/// The decoding of insurance e-vouchers (`POST {url}/ecard/decode`), which has no token and no sign. Any thread.
class VoucherService {
  public:
    /// `client` outlives it.
    VoucherService(std::string organisation, kit::HttpClient& client) : organisation_(std::move(organisation)), client_(client) {}

    /// `data`: as Words::ofVoucher writes it. An answer of another organisation is not ours.
    Answer decode(const Members& data);

  private:
    const std::string organisation_;
    kit::HttpClient& client_;
};

}  // namespace adapters::ehealth_card
