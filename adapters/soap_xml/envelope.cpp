#include "adapters/soap_xml/envelope.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/codec/xml/parse.h"
#include "adapters/codec/xml/write.h"
#include "hub/core/text.h"

namespace adapters::soap_xml {

namespace core = hub::core;
namespace xml = codec::xml;
namespace charset = codec::charset;
using xml::Case;
using xml::Element;

namespace {

constexpr std::string_view kSoap11 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kSoap12 = "http://www.w3.org/2003/05/soap-envelope";
constexpr std::size_t kBytesMax = 64 * 1024 * 1024;  // the HTTP client has the hospital's own limit

std::string_view nameOf(charset::Charset set) {
    switch (set) {
        case charset::Charset::Ascii:
            return "us-ascii";
        case charset::Charset::Utf8:
            return "utf-8";
        case charset::Charset::Gb18030:
            return "gb18030";
        case charset::Charset::Big5:
            return "big5";
        case charset::Charset::Latin1:
            return "iso-8859-1";
    }
    HUB_ASSERT(false);
}

core::Failure notValid(std::string what) { return core::Failure(core::Error::PeerAnswerNotValid, std::move(what)); }

/// What the transport says, then what the bytes say of themselves, then what the hospital's file says.
std::optional<charset::Charset> charsetOf(const kit::HttpAnswer& answer, charset::Charset configured) {
    const std::string_view type = answer.header("Content-Type").value_or("");
    const std::size_t at = type.find("charset=");
    if (at != std::string_view::npos) {
        std::string_view name = type.substr(at + 8);
        name = name.substr(0, name.find(';'));
        while (!name.empty() && name.front() == '"') name.remove_prefix(1);
        while (!name.empty() && (name.back() == '"' || name.back() == ' ')) name.remove_suffix(1);
        const core::Result<charset::Charset> named = charset::charsetFromName(name);
        if (named.ok()) return *named;
    }
    const std::string_view head = std::string_view(answer.body).substr(0, 100);
    if (head.find("encoding=") != std::string_view::npos) return std::nullopt;
    return configured;
}

}  // namespace

core::Result<kit::HttpRequest> Envelope::write(const Element& document) const {
    core::Result<std::string> inner = xml::write(document);
    if (!inner.ok()) return inner.failure();
    Element envelope("soap:Envelope");
    envelope.addAttribute("xmlns:soap", std::string(*names_.version == SoapVersion::V11 ? kSoap11 : kSoap12));
    Element& method = envelope.add("soap:Body").add(*names_.method);
    if (!names_.xml_namespace->empty()) method.addAttribute("xmlns", *names_.xml_namespace);
    method.add(*names_.argument, std::move(*inner)).cdata = *names_.inner == Inner::Cdata;
    core::Result<std::string> body = xml::write(envelope, {.charset = charset_, .declaration = true});
    if (!body.ok()) return body.failure();

    kit::HttpRequest request;
    request.body = std::move(*body);
    if (*names_.version == SoapVersion::V11) {
        request.headers = {{"Content-Type", fmt::format("text/xml; charset={}", nameOf(charset_))},
                           {"SOAPAction", fmt::format("\"{}\"", *names_.action)}};
    } else {
        request.headers = {
            {"Content-Type", fmt::format("application/soap+xml; charset={}; action=\"{}\"", nameOf(charset_), *names_.action)}};
    }
    return request;
}

core::Result<Element> Envelope::read(const kit::HttpAnswer& answer) const {
    const core::Result<Element> envelope = xml::parse(answer.body, {.bytes_max = kBytesMax, .charset = charsetOf(answer, charset_)});
    if (!envelope.ok()) {
        if (envelope.failure().error() == core::Error::BytesNotInCharset) return envelope.failure();
        return notValid(fmt::format("HTTP {}, {} bytes that are no XML: {}", answer.status, answer.body.size(), envelope.failure().code()));
    }
    const Element* body = envelope->child("Body", Case::Ignored);
    if (const Element* fault = body == nullptr ? nullptr : body->child("Fault", Case::Ignored))
        return notValid(fmt::format("HTTP {}, SOAP fault {}", answer.status, core::shapeOf(fault->childText("faultcode").value_or(""))));
    if (answer.status != 200) return notValid(fmt::format("HTTP {}", answer.status));
    if (body == nullptr || body->children.size() != 1 || body->children.front().children.size() != 1)
        return notValid(fmt::format("XML with the root {}, and no answer of the method in it", core::shapeOf(envelope->name)));
    return readInner(body->children.front().children.front());
}

core::Result<Element> Envelope::readInner(const Element& result) const {
    if (result.children.size() == 1) return result.children.front();
    std::string text(xml::trimmed(result.text));
    // Escaped once more than the SOAP layer takes off.
    for (int layer = 0; layer < 2 && text.starts_with("&lt;"); ++layer) {
        const core::Result<Element> unescaped = xml::parseText(fmt::format("<text>{}</text>", text), kBytesMax);
        if (!unescaped.ok()) break;
        text = std::string(xml::trimmed(unescaped->text));
    }
    if (text.empty()) return notValid("an empty answer");
    if (std::find(plain_texts_.begin(), plain_texts_.end(), text) != plain_texts_.end())
        return notValid(fmt::format("instead of a document the text '{}'", text));
    core::Result<Element> document = xml::parseText(text, kBytesMax);
    if (document.ok()) return document;
    return notValid(
        fmt::format("instead of a document a text of {} bytes, {}: {}", text.size(), document.failure().code(), core::shapeOf(text)));
}

}  // namespace adapters::soap_xml
