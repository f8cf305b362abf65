#include "adapters/sim/trancode/envelope.h"

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/xml/parse.h"
#include "adapters/codec/xml/write.h"

namespace adapters::sim::trancode {

namespace xml = adapters::codec::xml;
using codec::charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kBytesMax = std::size_t{4} << 20;
constexpr const char* kEnvelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";

Charset charsetOf(WireCharset charset) { return charset == WireCharset::Utf8 ? Charset::Utf8 : Charset::Gb18030; }
WireCharset other(WireCharset charset) { return charset == WireCharset::Utf8 ? WireCharset::Gb18030 : WireCharset::Utf8; }

/// "text/xml; charset=gb18030" -> Gb18030; none when it does not say.
std::optional<Charset> declaredCharset(std::string_view content_type) {
    const std::size_t at = content_type.find("charset=");
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view name = content_type.substr(at + 8);
    name = name.substr(0, name.find(';'));
    std::string bare;
    for (const char c : name) {
        if (c != '"' && c != ' ') bare += c;
    }
    const Result<Charset> charset = codec::charset::charsetFromName(bare);
    return charset.ok() ? std::optional(*charset) : std::nullopt;
}

std::string unquoted(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return std::string(text);
}

/// Removes a layer of escaping that is still there after the outer document was read.
Result<std::string> unwrapped(std::string_view text) {
    if (xml::trimmed(text).substr(0, 4) != "&lt;") return std::string(text);
    const Result<xml::Element> once = xml::parseText("<t>" + std::string(text) + "</t>", kBytesMax);
    if (!once.ok()) return once.failure();
    return once->text;
}

common::HttpAnswer soapAnswer(int status, xml::Element content, WireCharset declared, WireCharset bytes) {
    xml::Element envelope("soap:Envelope");
    envelope.addAttribute("xmlns:soap", kEnvelopeNamespace);
    envelope.add("soap:Body").children.push_back(std::move(content));
    const Result<std::string> written = xml::write(envelope, {.charset = charsetOf(bytes)});
    if (!written.ok()) return {.status = 500, .body = written.failure().message(hub::core::Language::English)};
    const std::string name(hub::core::enumName(declared));
    return {.status = status,
            .content_type = "text/xml; charset=" + name,
            .body = "<?xml version=\"1.0\" encoding=\"" + name + "\"?>" + *written};
}

}  // namespace

Result<std::string> Envelope::open(const common::HttpRequest& request) const {
    if (settings_.check_soap_action && unquoted(request.soap_action) != settings_.soap_action)
        return Failure(Error::SimNotValid, "SOAPAction");
    std::optional<Charset> charset = declaredCharset(request.content_type);
    if (!charset && request.body.compare(0, 5, "<?xml") != 0) charset = charsetOf(settings_.charset);
    const Result<xml::Element> document = xml::parse(request.body, {.bytes_max = kBytesMax, .charset = charset});
    if (!document.ok()) return document.failure();
    const xml::Element* body = xml::localName(document->name) == "Envelope" ? document->child("Body") : nullptr;
    const xml::Element* method = body == nullptr ? nullptr : body->child(settings_.method);
    const xml::Element* argument = method == nullptr ? nullptr : method->child(settings_.argument);
    if (argument == nullptr) return Failure(Error::SimNotValid, "Envelope/Body/" + settings_.method + "/" + settings_.argument);
    return unwrapped(argument->text);
}

common::HttpAnswer Envelope::close(std::string_view text, bool wrong_charset) const {
    const std::string inner = settings_.inner_declaration + std::string(text);
    xml::Element response(settings_.method + "Response");
    response.addAttribute("xmlns", settings_.xml_namespace);
    xml::Element& result =
        response.add(settings_.method + "Result", settings_.inner_form == InnerForm::EscapedTwice ? xml::escaped(inner) : inner);
    result.cdata = settings_.inner_form == InnerForm::Cdata;
    return soapAnswer(200, std::move(response), settings_.charset, wrong_charset ? other(settings_.charset) : settings_.charset);
}

common::HttpAnswer Envelope::fault(std::string_view text) const {
    xml::Element fault("soap:Fault");
    fault.add("faultcode", "soap:Server");
    fault.add("faultstring", std::string(text));
    fault.add("detail");
    return soapAnswer(500, std::move(fault), settings_.charset, settings_.charset);
}

}  // namespace adapters::sim::trancode
