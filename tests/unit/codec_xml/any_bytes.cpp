#include "tests/unit/codec_xml/any_bytes.h"

#include <algorithm>

#include "adapters/codec/xml/parse.h"
#include "adapters/codec/xml/write.h"

namespace tests {

namespace {

using namespace adapters::codec;
using charset::Charset;

constexpr std::size_t kBytesMax = std::size_t{1} << 24;

bool equal(const xml::Element& a, const xml::Element& b) {
    const auto sameAttribute = [](const xml::Attribute& one, const xml::Attribute& other) {
        return one.name == other.name && one.value == other.value;
    };
    return a.name == b.name && a.text == b.text &&
           std::equal(a.attributes.begin(), a.attributes.end(), b.attributes.begin(), b.attributes.end(), sameAttribute) &&
           std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), equal);
}

void checkRoundTrip(const xml::Element& element, Charset charset) {
    const auto written = xml::write(element, {.charset = charset});
    HUB_ASSERT(written.ok() || charset != Charset::Utf8);  // a name may have no form in another charset
    if (!written.ok()) return;
    const auto again = xml::parse(*written, {.bytes_max = kBytesMax, .charset = charset});
    HUB_ASSERT(again.ok());
    HUB_ASSERT(equal(element, *again));
}

}  // namespace

void anyXmlBytes(std::string_view bytes) {
    static_cast<void>(xml::parse(bytes, {.bytes_max = kBytesMax}));
    for (const Charset charset : {Charset::Utf8, Charset::Gb18030}) {
        auto element = xml::parse(bytes, {.bytes_max = kBytesMax, .charset = charset});
        if (!element.ok()) continue;
        for (const bool cdata : {false, true}) {
            element->cdata = cdata;
            for (const Charset out : {Charset::Utf8, Charset::Gb18030, Charset::Latin1}) checkRoundTrip(*element, out);
        }
    }
}

}  // namespace tests
