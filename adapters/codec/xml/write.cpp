#include "adapters/codec/xml/write.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/codec/xml/characters.h"
#include "adapters/codec/xml/parse.h"
#include "hub/core/text.h"

namespace adapters::codec::xml {

namespace {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

constexpr std::string_view kCdataOpen = "<![CDATA[";
constexpr std::string_view kCdataClose = "]]>";
constexpr std::size_t kPieceLength = 512;

std::string_view encodingName(Charset charset) {
    switch (charset) {
        case Charset::Ascii:
            return "US-ASCII";
        case Charset::Utf8:
            return "UTF-8";
        case Charset::Gb18030:
            return "GB18030";
        case Charset::Big5:
            return "Big5";
        case Charset::Latin1:
            return "ISO-8859-1";
    }
    HUB_ASSERT(false);
}

bool isName(std::string_view name) {
    const auto starts = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c < 0; };
    const auto goesOn = [&](char c) { return starts(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    return !name.empty() && starts(name.front()) && std::all_of(name.begin(), name.end(), goesOn) && hub::core::isUtf8(name);
}

bool isXmlText(std::string_view text) {
    if (!hub::core::isUtf8(text)) return false;
    while (!text.empty()) {
        const std::uint32_t code = firstCharacter(text);
        if (!isXmlCharacter(code)) return false;
        text.remove_prefix(utf8Of(code).size());
    }
    return true;
}

/// What a character is written as instead of itself; empty: as itself.
std::string_view reference(char c, bool in_attribute) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '\r':
            return "&#13;";  // an end of line is read back as LF
        case '"':
            return in_attribute ? "&quot;" : "";
        case '\t':
            return in_attribute ? "&#9;" : "";  // an attribute is read back with blanks for both
        case '\n':
            return in_attribute ? "&#10;" : "";
        default:
            return "";
    }
}

std::string escapedText(std::string_view text, bool in_attribute) {
    std::string out;
    for (const char c : text) {
        const std::string_view instead = reference(c, in_attribute);
        if (instead.empty()) {
            out += c;
        } else {
            out += instead;
        }
    }
    return out;
}

class Writer {
  public:
    explicit Writer(Charset charset) : charset_(charset) {}

    Result<void> element(const Element& element, std::size_t depth) {
        if (depth > kDepthMax) return Failure(Error::XmlNotWritable, fmt::format("elements are nested deeper than {}", kDepthMax));
        if (const Result<void> opened = openTag(element); !opened.ok()) return opened;
        if (element.text.empty() && element.children.empty()) {
            out_ += "/>";
            return {};
        }
        out_ += '>';
        if (!isXmlText(element.text)) return Failure(Error::XmlNotWritable, "the text of " + element.name);
        if (element.cdata && !element.text.empty()) {
            cdata(element.text);
        } else {
            text(escapedText(element.text, /*in_attribute=*/false), "", "");
        }
        for (const Element& child : element.children) {
            if (const Result<void> written = this->element(child, depth + 1); !written.ok()) return written;
        }
        out_ += "</";
        if (const Result<void> closed = name(element.name); !closed.ok()) return closed;
        out_ += '>';
        return {};
    }

    std::string out_;

  private:
    Result<void> openTag(const Element& element) {
        out_ += '<';
        if (const Result<void> written = name(element.name); !written.ok()) return written;
        for (const Attribute& attribute : element.attributes) {
            out_ += ' ';
            if (const Result<void> written = name(attribute.name); !written.ok()) return written;
            if (!isXmlText(attribute.value)) return Failure(Error::XmlNotWritable, "the attribute " + attribute.name);
            out_ += "=\"";
            text(escapedText(attribute.value, /*in_attribute=*/true), "", "");
            out_ += '"';
        }
        return {};
    }

    Result<void> name(std::string_view name) {
        if (!isName(name)) return Failure(Error::XmlNotWritable, "the name " + hub::core::shapeOf(name));
        const Result<std::string> bytes = charset::fromUtf8(charset_, name);
        if (!bytes.ok()) return bytes.failure();
        out_ += *bytes;
        return {};
    }

    /// `]]>` and CR cannot stand in CDATA: the section ends before the one's '>' and around the other.
    void cdata(std::string_view content) {
        out_ += kCdataOpen;
        while (!content.empty()) {
            const std::size_t end = std::min(content.find(kCdataClose), content.find('\r'));
            if (end == std::string_view::npos) break;
            const bool carriage_return = content[end] == '\r';
            const std::size_t inside = carriage_return ? end : end + 2;
            text(content.substr(0, inside), kCdataClose, kCdataOpen);
            out_.append(kCdataClose).append(carriage_return ? "&#13;" : "").append(kCdataOpen);
            content.remove_prefix(carriage_return ? end + 1 : inside);
        }
        text(content, kCdataClose, kCdataOpen);
        out_ += kCdataClose;
    }

    /// In the charset; what it does not have as a reference between `before` and `after`. In pieces, so that a text of nothing but
    /// such characters still takes linear time.
    void text(std::string_view utf8, std::string_view before, std::string_view after) {
        while (!utf8.empty()) {
            const std::string_view piece = utf8.substr(0, pieceLength(utf8));
            const Result<std::string> bytes = charset::fromUtf8(charset_, piece);
            if (bytes.ok()) {
                out_ += *bytes;
                utf8.remove_prefix(piece.size());
                continue;
            }
            const auto at = static_cast<std::size_t>(bytes.failure().offset().value_or(0));
            if (at > 0) out_ += *charset::fromUtf8(charset_, piece.substr(0, at));
            const std::uint32_t code = firstCharacter(piece.substr(at));
            out_.append(before).append(fmt::format("&#{};", code)).append(after);
            utf8.remove_prefix(at + utf8Of(code).size());
        }
    }

    /// Whole characters only.
    std::size_t pieceLength(std::string_view utf8) const {
        if (charset_ == Charset::Utf8 || utf8.size() <= kPieceLength) return utf8.size();
        std::size_t length = kPieceLength;
        while ((static_cast<unsigned char>(utf8[length]) & 0xC0) == 0x80) --length;
        return length;
    }

    const Charset charset_;
};

}  // namespace

Result<std::string> write(const Element& element, const WriteOptions& options) {
    Writer writer(options.charset);
    if (options.declaration) writer.out_ = fmt::format(R"(<?xml version="1.0" encoding="{}"?>)", encodingName(options.charset));
    if (const Result<void> written = writer.element(element, /*depth=*/1); !written.ok()) return written.failure();
    return std::move(writer.out_);
}

std::string escaped(std::string_view text) { return escapedText(text, /*in_attribute=*/false); }

}  // namespace adapters::codec::xml
