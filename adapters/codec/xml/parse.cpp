#include "adapters/codec/xml/parse.h"

#include <fmt/format.h>

#include <charconv>
#include <pugixml.hpp>
#include <unordered_set>

#include "adapters/codec/xml/characters.h"
#include "hub/core/text.h"

namespace adapters::codec::xml {

namespace {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Entities are not left to pugixml: it lets through those it does not know. Text at document level is kept so that it can be refused.
constexpr unsigned kParseFlags =
    pugi::parse_cdata | pugi::parse_eol | pugi::parse_wconv_attribute | pugi::parse_ws_pcdata | pugi::parse_doctype | pugi::parse_fragment;

/// Offset of the first thing that is no XML character, or npos.
std::size_t firstIllegal(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool control = c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r';
        if (control || text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF") return i;
    }
    return std::string_view::npos;
}

/// What `&name;` stands for: one of the five, or a numbered character.
Result<std::string> entityText(std::string_view name) {
    if (name == "amp") return std::string("&");
    if (name == "lt") return std::string("<");
    if (name == "gt") return std::string(">");
    if (name == "quot") return std::string("\"");
    if (name == "apos") return std::string("'");
    if (name.empty() || name.front() != '#')
        return Failure(Error::XmlForbidden, "the entity &" + hub::core::shapeOf(name) + ";, which is none of the five");
    const bool hexadecimal = name.size() > 1 && name[1] == 'x';
    const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || !isXmlCharacter(code))
        return Failure(Error::XmlNotWellFormed, "a reference to a character that does not exist in XML");
    return utf8Of(code);
}

Result<std::string> decoded(std::string_view raw) {
    std::string text;
    for (std::size_t at = raw.find('&'); at != std::string_view::npos; at = raw.find('&')) {
        const std::size_t end = raw.find_first_of("&; <", at + 1);
        if (end == std::string_view::npos || raw[end] != ';')
            return Failure(Error::XmlNotWellFormed, "a bare '&'; in XML it is written '&amp;'");
        const Result<std::string> character = entityText(raw.substr(at + 1, end - at - 1));
        if (!character.ok()) return character.failure();
        text.append(raw.substr(0, at)).append(*character);
        raw.remove_prefix(end + 1);
    }
    return text.append(raw);
}

Result<void> readAttributes(pugi::xml_node in, Element& out) {
    std::unordered_set<std::string_view> names;
    for (const pugi::xml_attribute& attribute : in.attributes()) {
        if (!names.insert(attribute.name()).second) return Failure(Error::XmlNotWellFormed, "an attribute stands twice");
        const std::string_view raw = attribute.value();
        if (raw.find('<') != std::string_view::npos) return Failure(Error::XmlNotWellFormed, "'<' in an attribute");
        Result<std::string> value = decoded(raw);
        if (!value.ok()) return value.failure();
        out.addAttribute(attribute.name(), *std::move(value));
    }
    return {};
}

Result<void> readElement(pugi::xml_node in, std::size_t depth, Element& out) {
    if (depth > kDepthMax) return Failure(Error::XmlTooLarge, fmt::format("elements are nested deeper than {}", kDepthMax));
    out.name = in.name();
    if (const Result<void> attributes = readAttributes(in, out); !attributes.ok()) return attributes;
    for (const pugi::xml_node& node : in.children()) {
        if (node.type() == pugi::node_element) {
            const Result<void> child = readElement(node, depth + 1, out.children.emplace_back());
            if (!child.ok()) return child;
        } else if (node.type() == pugi::node_cdata) {
            out.text += node.value();
        } else {
            const Result<std::string> text = decoded(node.value());
            if (!text.ok()) return text.failure();
            out.text += *text;
        }
    }
    if (!out.children.empty() && trimmed(out.text).empty()) out.text.clear();
    return {};
}

/// The one element at document level, with nothing but blanks beside it.
Result<pugi::xml_node> rootOf(const pugi::xml_document& document) {
    pugi::xml_node root;
    for (const pugi::xml_node& node : document.children()) {
        if (node.type() == pugi::node_doctype) return Failure(Error::XmlForbidden, "a document type definition");
        const bool blank = node.type() == pugi::node_pcdata && trimmed(node.value()).empty();
        if (blank) continue;
        if (node.type() != pugi::node_element) return Failure(Error::XmlNotWellFormed, "text outside the root element");
        if (root) return Failure(Error::XmlNotWellFormed, "more than one root element");
        root = node;
    }
    if (!root) return Failure(Error::XmlNotWellFormed, "no element at all");
    return root;
}

Result<Element> parseUtf8(std::string text) {
    if (const std::size_t at = firstIllegal(text); at != std::string_view::npos)
        return Failure(Error::XmlNotWellFormed, fmt::format("byte {}: a character that does not exist in XML", at), at);
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer_inplace(text.data(), text.size(), kParseFlags, pugi::encoding_utf8);
    if (!parsed) {
        const auto at = static_cast<std::uint64_t>(parsed.offset);
        return Failure(Error::XmlNotWellFormed, fmt::format("byte {}: {}", at, parsed.description()), at);
    }
    const Result<pugi::xml_node> root = rootOf(document);
    if (!root.ok()) return root.failure();
    Element element;
    if (const Result<void> read = readElement(*root, /*depth=*/1, element); !read.ok()) return read.failure();
    return element;
}

/// The encoding="…" of a declaration; empty when there is none.
std::string_view declaredEncoding(std::string_view bytes) {
    if (bytes.substr(0, 5) != "<?xml") return {};
    const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
    const std::size_t word = declaration.find("encoding");
    if (word == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("'\"", word);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    return declaration.substr(open + 1, close - open - 1);
}

Result<Charset> charsetOf(std::string_view bytes, const ParseOptions& options) {
    if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) return Charset::Utf8;
    if (options.charset) return *options.charset;
    const std::string_view name = declaredEncoding(bytes);
    return name.empty() ? Charset::Utf8 : charset::charsetFromName(name);
}

}  // namespace

Result<Element> parse(std::string_view bytes, const ParseOptions& options) {
    if (bytes.size() > options.bytes_max)
        return Failure(Error::XmlTooLarge, fmt::format("{} bytes, at most {}", bytes.size(), options.bytes_max));
    const Result<Charset> charset = charsetOf(bytes, options);
    if (!charset.ok()) return charset.failure();
    Result<std::string> text = charset::toUtf8(*charset, bytes);
    if (!text.ok()) return text.failure();
    if (text->substr(0, kByteOrderMark.size()) == kByteOrderMark) text->erase(0, kByteOrderMark.size());
    return parseUtf8(*std::move(text));
}

Result<Element> parseText(std::string_view text, std::size_t bytes_max) {
    return parse(text, {.bytes_max = bytes_max, .charset = Charset::Utf8});
}

}  // namespace adapters::codec::xml
