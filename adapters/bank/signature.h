#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/kit/http_client.h"
#include "adapters/kit/peer_keys.h"
#include "hub/core/clock.h"

namespace adapters::bank {

/// Once: the milliseconds since 1970 and a nonce of 16 to 64 letters and digits.
struct Moment {
    std::string milliseconds;
    std::string nonce;
};

/// Who signs, by our number at the bank and the serial of our key there.
struct Signer {
    std::string client;
    std::string serial;
    kit::RsaPrivateKey key;

    /// The five headers of a request. A GET has an empty body.
    std::vector<std::pair<std::string, std::string>> headers(std::string_view method, std::string_view path, std::string_view body,
                                                             const Moment& moment) const;
};

/// Whether an answer claims to be signed at all.
bool isSigned(const kit::HttpAnswer& answer);

/// When the bank signed `answer` to the request that had `nonce`. Also: ChannelSignatureNotValid: not signed, by a key that is not
/// among `keys`, signed otherwise, of another request, or more than 300 s from `now`.
hub::core::Result<hub::core::UtcTime> signedAt(const kit::HttpAnswer& answer, std::string_view nonce, const kit::PeerKeys& keys,
                                               hub::core::UtcTime now);

}  // namespace adapters::bank
