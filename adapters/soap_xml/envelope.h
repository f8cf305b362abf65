#pragma once

#include <string>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/xml/element.h"
#include "adapters/kit/http_client.h"
#include "adapters/soap_xml/settings.h"
#include "hub/core/result.h"

namespace adapters::soap_xml {

/// The SOAP layer around the one method: a document in as a string, a document out as a string. Constant; any thread.
class Envelope {
  public:
    /// `plain_texts`: answers that are no XML and that may be named in failures.
    Envelope(SoapNames names, codec::charset::Charset charset, std::vector<std::string> plain_texts)
        : names_(std::move(names)), charset_(charset), plain_texts_(std::move(plain_texts)) {}

    /// Also: XmlNotWritable, TextNotInCharset.
    hub::core::Result<kit::HttpRequest> write(const codec::xml::Element& document) const;

    /// The document inside, whether it stands in CDATA, escaped, escaped twice, or as elements. Its own declaration is not looked at.
    /// Also: PeerAnswerNotValid with what came instead: its status, kind and shape, and never its text; BytesNotInCharset.
    hub::core::Result<codec::xml::Element> read(const kit::HttpAnswer& answer) const;

  private:
    hub::core::Result<codec::xml::Element> readInner(const codec::xml::Element& result) const;

    SoapNames names_;
    codec::charset::Charset charset_;
    std::vector<std::string> plain_texts_;
};

}  // namespace adapters::soap_xml
