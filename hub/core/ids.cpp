#include "hub/core/ids.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "hub/core/exception.h"
#include "hub/core/text.h"

namespace hub::core {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kTextLength = 26;
constexpr std::size_t kTimeBytes = 6;
constexpr std::size_t kRandomBytes = 10;

/// -1: not a character of Crockford base 32.
int valueOf(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const std::size_t found = kAlphabet.find(c);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

IdBits idOf(UtcTime time, const std::uint8_t* random) {
    IdBits id;
    for (std::size_t i = 0; i < kTimeBytes; ++i) id.bytes[i] = static_cast<std::uint8_t>(time.ms >> (8 * (kTimeBytes - 1 - i)));
    std::copy_n(random, kRandomBytes, id.bytes.begin() + kTimeBytes);
    return id;
}

}  // namespace

// 26 characters carry 130 bits: the first holds only the top three.
std::string IdBits::text() const {
    std::string text(kTextLength, '0');
    for (std::size_t i = 0; i < kTextLength; ++i) {
        unsigned value = 0;
        for (std::size_t bit = 0; bit < 5; ++bit) {
            const std::size_t at = i * 5 + bit;  // of 130
            const unsigned one = at < 2 ? 0U : (bytes[(at - 2) / 8] >> (7 - (at - 2) % 8)) & 1U;
            value = value << 1 | one;
        }
        text[i] = kAlphabet[value];
    }
    return text;
}

Result<IdBits> IdBits::parse(std::string_view text) {
    if (text.size() != kTextLength || valueOf(text[0]) > 7) return Failure(Error::IdNotValid, shapeOf(text));
    IdBits id;
    for (std::size_t i = 0; i < kTextLength; ++i) {
        const int value = valueOf(text[i]);
        if (value < 0) return Failure(Error::IdNotValid, shapeOf(text));
        for (std::size_t bit = 0; bit < 5; ++bit) {
            const std::size_t at = i * 5 + bit;
            if (at < 2 || (value >> (4 - bit) & 1) == 0) continue;
            id.bytes[(at - 2) / 8] |= static_cast<std::uint8_t>(1U << (7 - (at - 2) % 8));
        }
    }
    return id;
}

IdBits SystemIdSource::nextBits() {
    const UtcTime time = clock_.utc();
    const std::lock_guard lock(mutex_);
    if (used_ + kRandomBytes > pool_.size()) {
        if (getentropy(pool_.data(), pool_.size()) != 0) throw Exception("the operating system gives no random numbers");
        used_ = 0;
    }
    const IdBits id = idOf(time, pool_.data() + used_);
    used_ += kRandomBytes;
    return id;
}

IdBits SeededIdSource::nextBits() {
    const UtcTime time = clock_.utc();
    std::array<std::uint8_t, 16> random{};
    const std::lock_guard lock(mutex_);
    const std::uint64_t words[2] = {random_(), random_()};
    std::memcpy(random.data(), words, sizeof words);
    return idOf(time, random.data());
}

}  // namespace hub::core

std::size_t std::hash<hub::core::IdBits>::operator()(const hub::core::IdBits& id) const noexcept {
    std::size_t random = 0;
    std::memcpy(&random, id.bytes.data() + 8, sizeof random);  // the last eight bytes are all random
    return random;
}
