#include "adapters/codec/hl7v2/escape.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "adapters/codec/hl7v2/ascii.h"

namespace adapters::codec::hl7v2 {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

/// The letter that stands for a delimiter, or 0.
char escapeLetter(char c, const Delimiters& delimiters) {
    if (c == Delimiters::kNone) return 0;
    if (c == delimiters.field) return 'F';
    if (c == delimiters.component) return 'S';
    if (c == delimiters.subcomponent) return 'T';
    if (c == delimiters.repetition) return 'R';
    if (c == delimiters.escape) return 'E';
    if (c == delimiters.truncation) return 'P';
    return 0;
}

bool isControl(char c) { return c >= '\0' && c < ' '; }

std::string hexEscape(char c) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<std::uint8_t>(c);
    return {'X', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

std::optional<std::uint8_t> hexDigit(char c) {
    if (isDigit(c)) return static_cast<std::uint8_t>(c - '0');
    if (upper(c) >= 'A' && upper(c) <= 'F') return static_cast<std::uint8_t>(upper(c) - 'A' + 10);
    return std::nullopt;
}

/// The bytes of "X0D0A".
std::optional<std::string> hexBytes(std::string_view content) {
    if (content.size() < 3 || content.size() % 2 == 0 || content[0] != 'X') return std::nullopt;
    std::string bytes;
    for (std::size_t i = 1; i < content.size(); i += 2) {
        const auto high = hexDigit(content[i]);
        const auto low = hexDigit(content[i + 1]);
        if (!high || !low) return std::nullopt;
        bytes += static_cast<char>(*high * 16 + *low);
    }
    if (bytes.size() == 2 && bytes[0] == '\0' && bytes[1] >= '\0') bytes.erase(0, 1);
    return bytes;
}

/// N of ".spN"; 1 when there is none.
std::optional<std::size_t> repeatCount(std::string_view digits) {
    constexpr std::size_t kCountMax = 99;
    if (digits.empty()) return 1;
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc() || end != digits.data() + digits.size() || count > kCountMax) return std::nullopt;
    return count;
}

/// "", "4", "+4", "-4".
bool isSignedNumber(std::string_view text) {
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    return std::all_of(text.begin(), text.end(), isDigit);
}

std::optional<std::string> formatting(std::string_view content) {
    const std::string_view command = content.substr(0, 3);
    const std::string_view argument = content.substr(command.size());
    if (command == ".br" || command == ".ce") return argument.empty() ? std::optional<std::string>("\n") : std::nullopt;
    if (command == ".fi" || command == ".nf") return argument.empty() ? std::optional<std::string>("") : std::nullopt;
    if (command == ".in" || command == ".ti") return isSignedNumber(argument) ? std::optional<std::string>("") : std::nullopt;
    if (command != ".sp" && command != ".sk") return std::nullopt;
    const auto count = repeatCount(argument);
    return count ? std::optional(std::string(*count, command == ".sp" ? '\n' : ' ')) : std::nullopt;
}

/// What stands between two escape characters, resolved; nullopt when it is none we know.
std::optional<std::string> resolved(std::string_view content, const Delimiters& delimiters) {
    if (content.size() > 1) return formatting(content);
    if (content.empty()) return std::nullopt;
    switch (content[0]) {
        case 'F':
            return std::string{delimiters.field};
        case 'S':
            return std::string{delimiters.component};
        case 'T':
            return std::string{delimiters.subcomponent == Delimiters::kNone ? '&' : delimiters.subcomponent};
        case 'R':
            return std::string{delimiters.repetition};
        case 'E':
            return std::string{delimiters.escape};
        case 'P':
            return std::string{delimiters.truncation == Delimiters::kNone ? '#' : delimiters.truncation};
        case 'H':
        case 'N':
            return "";
        default:
            return std::nullopt;
    }
}

class Unescaping {
  public:
    Unescaping(std::string_view bytes, const Delimiters& delimiters, Charset charset)
        : bytes_(bytes), delimiters_(delimiters), charset_(charset) {}

    Result<std::string> run() {
        std::size_t open = nextEscape(0);
        while (open < bytes_.size()) {
            const std::size_t close = nextEscape(open + 1);
            if (close == bytes_.size()) break;
            const std::string_view content = bytes_.substr(open + 1, close - open - 1);
            if (const auto hex = hexBytes(content)) {
                if (const auto taken = takePlain(open); !taken.ok()) return taken.failure();
                plain_ = takeHexRun(open);
                open = nextEscape(plain_);
            } else if (const auto text = resolved(content, delimiters_)) {
                if (const auto taken = takePlain(open); !taken.ok()) return taken.failure();
                text_ += *text;
                plain_ = close + 1;
                open = nextEscape(plain_);
            } else {
                open = close;  // a lone escape character: what closed it may open the next
            }
        }
        if (const auto taken = takePlain(bytes_.size()); !taken.ok()) return taken.failure();
        return std::move(text_);
    }

  private:
    /// The next escape character that is no half of another character; the size when there is none.
    std::size_t nextEscape(std::size_t at) const {
        if (!charset::hasAsciiTrails(charset_)) return std::min(bytes_.find(delimiters_.escape, at), bytes_.size());
        while (at < bytes_.size() && bytes_[at] != delimiters_.escape) at += charset::characterLength(charset_, bytes_.substr(at));
        return at;
    }

    Result<void> takePlain(std::size_t end) {
        auto text = charset::toUtf8(charset_, bytes_.substr(plain_, end - plain_));
        if (!text.ok()) return Failure{text.failure().error(), text.failure().detail(), plain_ + text.failure().offset().value_or(0)};
        text_ += *text;
        return {};
    }

    /// Takes all hex escapes that stand next to each other from `open` on and answers where they end.
    std::size_t takeHexRun(std::size_t open) {
        std::string bytes;
        std::size_t end = open;
        while (end < bytes_.size() && bytes_[end] == delimiters_.escape) {
            const std::size_t close = nextEscape(end + 1);
            const auto hex = close < bytes_.size() ? hexBytes(bytes_.substr(end + 1, close - end - 1)) : std::nullopt;
            if (!hex) break;
            bytes += *hex;
            end = close + 1;
        }
        const auto text = charset::toUtf8(charset_, bytes);
        text_ += text.ok() ? *text : std::string(bytes_.substr(open, end - open));
        return end;
    }

    std::string_view bytes_;
    const Delimiters& delimiters_;
    Charset charset_;
    std::string text_;
    std::size_t plain_ = 0;  ///< where the bytes not taken yet begin
};

}  // namespace

Result<std::string> escape(std::string_view text, const Delimiters& delimiters) {
    const bool line_break_fits = escapeLetter('.', delimiters) == 0;
    std::string escaped;
    escaped.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const char letter = escapeLetter(c, delimiters);
        if (letter == 0 && !isControl(c)) {
            escaped += c;
            continue;
        }
        if (delimiters.escape == Delimiters::kNone) return Failure{Error::Hl7NotEscapable, {}, at};
        escaped += delimiters.escape;
        if (letter != 0) {
            escaped += letter;
        } else {
            escaped += c == '\n' && line_break_fits ? ".br" : hexEscape(c);
        }
        escaped += delimiters.escape;
    }
    return escaped;
}

Result<std::string> unescape(std::string_view bytes, const Delimiters& delimiters, Charset charset) {
    const bool plain = delimiters.escape == Delimiters::kNone || bytes.find(delimiters.escape) == std::string_view::npos;
    return plain ? charset::toUtf8(charset, bytes) : Unescaping(bytes, delimiters, charset).run();
}

}  // namespace adapters::codec::hl7v2
