#include "adapters/sample/line.h"

namespace adapters::sample {

namespace {

constexpr std::string_view kPlain = "\t\n\r\\";
constexpr std::string_view kEscaped = "tnr\\";

}  // namespace

std::string toLine(const Fields& fields) {
    std::string line;
    for (const std::string& field : fields) {
        if (&field != &fields.front()) line += '\t';
        for (const char c : field) {
            const std::size_t at = kPlain.find(c);
            if (at == std::string_view::npos) {
                line += c;
            } else {
                line += '\\';
                line += kEscaped[at];
            }
        }
    }
    return line + '\n';
}

std::optional<Fields> fromLine(std::string_view line) {
    Fields fields(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\t') {
            fields.emplace_back();
        } else if (line[i] != '\\') {
            fields.back() += line[i];
        } else {
            const std::size_t at = i + 1 < line.size() ? kEscaped.find(line[i + 1]) : std::string_view::npos;
            if (at == std::string_view::npos) return std::nullopt;
            fields.back() += kPlain[at];
            ++i;
        }
    }
    return fields;
}

}  // namespace adapters::sample
