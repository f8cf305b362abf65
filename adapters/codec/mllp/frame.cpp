#include "adapters/codec/mllp/frame.h"

namespace adapters::codec::mllp {

hub::core::Result<std::string> frame(std::string_view payload) {
    constexpr std::string_view kMarks{"\x0B\x1C", 2};
    if (const std::size_t at = payload.find_first_of(kMarks); at != std::string_view::npos) {
        return hub::core::Failure{hub::core::Error::MllpPayloadNotFramable, payload[at] == kStart ? "0B" : "1C", at};
    }
    std::string framed;
    framed.reserve(payload.size() + 3);
    framed += kStart;
    framed += payload;
    framed += kEnd;
    framed += '\r';
    return framed;
}

}  // namespace adapters::codec::mllp
