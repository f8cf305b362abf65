#pragma once

#include <string>
#include <string_view>

#include "adapters/sim/common/http_server.h"
#include "adapters/sim/trancode/settings.h"
#include "hub/core/result.h"

namespace adapters::sim::trancode {

/// SOAP 1.1 around one string. Any thread.
class Envelope {
  public:
    explicit Envelope(SoapSettings settings) : settings_(std::move(settings)) {}

    /// The string inside a call, whether it came as CDATA, escaped or escaped twice. Also: SimNotValid (SOAPAction, method,
    /// argument) and what the XML codec refuses.
    hub::core::Result<std::string> open(const common::HttpRequest& request) const;

    /// `wrong_charset`: the bytes are in the other charset than the one they are declared in.
    common::HttpAnswer close(std::string_view text, bool wrong_charset) const;

    /// A SOAP fault: HTTP 500.
    common::HttpAnswer fault(std::string_view text) const;

  private:
    const SoapSettings settings_;
};

}  // namespace adapters::sim::trancode
