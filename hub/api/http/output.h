#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hub::api::http {

/// Bytes on their way to a client, first in first out. Holds no memory when empty: thousands of connections are idle.
class Output {
  public:
    void add(std::string bytes);

    bool empty() const { return pieces_.empty(); }

    /// REQUIRES: !empty().
    std::string_view front() const { return std::string_view(pieces_[piece_]).substr(offset_); }

    /// REQUIRES: bytes <= front().size().
    void consume(std::size_t bytes);

    std::size_t bytes() const { return bytes_; }

  private:
    std::vector<std::string> pieces_;
    std::size_t piece_ = 0;
    std::size_t offset_ = 0;  // into the piece
    std::size_t bytes_ = 0;
};

}  // namespace hub::api::http
