#include "adapters/codec/hl7v2/path.h"

namespace adapters::codec::hl7v2 {

hub::core::Result<Path> Path::parse(std::string_view text) {
    if (const auto path = read(text)) return *path;
    constexpr std::size_t kShownBytes = 40;  // the text is configuration, not a patient's
    return hub::core::Failure{hub::core::Error::Hl7PathNotValid, std::string(text.substr(0, kShownBytes))};
}

std::string Path::text() const {
    std::string text(segment());
    if (occurrence_ > 1) text += '(' + std::to_string(occurrence_) + ')';
    text += '-' + std::to_string(place_.field);
    if (place_.repetition > 0) text += '(' + std::to_string(place_.repetition) + ')';
    if (place_.component > 0) text += '.' + std::to_string(place_.component);
    if (place_.subcomponent > 0) text += '.' + std::to_string(place_.subcomponent);
    return text;
}

}  // namespace adapters::codec::hl7v2
