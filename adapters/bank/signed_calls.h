#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapters/bank/signature.h"
#include "adapters/bank/their_codes.h"
#include "adapters/kit/http_client.h"
#include "hub/core/date.h"
#include "hub/core/ids.h"

namespace adapters::bank {

/// Signed calls of the bank. Any thread, several calls at a time.
///
/// What the bank has not signed counts for nothing: it may have acted. Only 401 needs no signature, since the bank gives it before it
/// knows who asks, and says that it did not act. Nothing is sent twice by itself: a nonce is used once.
class SignedCalls {
  public:
    /// `statements` fetches statements alone, with limits of its own. `clock` outlives it.
    SignedCalls(Signer signer, kit::PeerKeys keys, std::unique_ptr<kit::HttpClient> client, std::unique_ptr<kit::HttpClient> statements,
                const hub::core::Clock& clock);

    /// `body`: a JSON object with `members`. `absent_code`: the bank's code for "there is none", which is a Reply; empty: none is.
    Answer post(std::string_view method, std::string body, std::span<const std::string_view> members, std::string_view absent_code);

    /// The file as it came; not there: it has not been made yet.
    Answer statement(hub::core::Date day);

    void stop();

  private:
    Answer call(kit::HttpClient& client, kit::HttpRequest request, std::span<const std::string_view> members, std::string_view absent_code);

    const Signer signer_;
    const kit::PeerKeys keys_;
    const std::unique_ptr<kit::HttpClient> client_;
    const std::unique_ptr<kit::HttpClient> statements_;
    const hub::core::Clock& clock_;
    hub::core::SystemIdSource nonces_;
};

}  // namespace adapters::bank
