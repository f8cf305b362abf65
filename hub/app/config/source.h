#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hub/app/config/diagnostic.h"

namespace hub::app::config {

/// Bytes of a source.
struct Span {
    std::size_t offset = 0;
    std::size_t length = 0;
};

/// The text of one file, and where in it what stands.
class Source {
  public:
    /// `name` is how people will see the file named.
    Source(std::string name, std::string text);

    const std::string& name() const { return name_; }
    std::string_view text() const { return text_; }

    Place whole() const { return Place{name_, 0, 0, 0}; }

    /// A span that crosses a line end counts up to there.
    Place place(Span span) const;

    /// 0-based line of a byte.
    std::size_t lineOf(std::size_t offset) const;

    /// To show beside a mistake: the line with as many stars as characters wherever a secret seems to be written out.
    /// Empty when the line is longer than a terminal can show.
    std::string excerpt(const Place& place) const;

  private:
    std::string_view line(std::size_t number) const;

    std::string name_;
    std::string text_;
    std::vector<std::size_t> starts_;  // of each line
};

bool startsQuoted(std::string_view text);

/// Of text that begins with a quote: up to and with the closing one; npos when there is none. REQUIRES: startsQuoted(text).
std::size_t quotedLength(std::string_view text);

/// True for keys whose values are secrets by their name: password, auth_key, access_token …
bool namesSecret(std::string_view key);

}  // namespace hub::app::config
