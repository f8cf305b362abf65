#include "hub/vault/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>

#include "hub/core/describe.h"
#include "hub/vault/key_text.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

constexpr std::size_t kPublicDigitsMax = 128;
constexpr std::size_t kFileSizeMax = kPublicDigitsMax + 2;  // and a line end
constexpr std::string_view kFirstIndexKey = "index.key";
constexpr std::string_view kIndexKeyBefore = "index-";
constexpr std::string_view kHexadecimal = "0123456789abcdef";

std::string errnoText() { return std::generic_category().message(errno); }

class File {
  public:
    File(const std::filesystem::path& path, int flags, mode_t mode = 0) : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (number_ >= 0) ::close(number_);
    }

    bool isOpen() const { return number_ >= 0; }
    int number() const { return number_; }

  private:
    int number_;
};

/// Wiped when it goes.
struct KeyText {
    std::array<char, kFileSizeMax + 1> bytes{};
    std::size_t size = 0;

    KeyText() = default;
    KeyText(const KeyText&) = delete;
    KeyText& operator=(const KeyText&) = delete;
    ~KeyText() { primitives::wipe(bytes.data(), bytes.size()); }

    std::string_view line() const {
        std::string_view text(bytes.data(), size);
        if (text.ends_with('\n')) text.remove_suffix(1);
        if (text.ends_with('\r')) text.remove_suffix(1);
        return text;
    }
};

/// Every file of a key folder is its owner's alone. REQUIRES: `text` is empty.
core::Result<void> readInto(KeyText& text, const std::filesystem::path& path) {
    const File file(path, O_RDONLY);
    if (!file.isOpen()) return keyNotUsable(path.string(), errnoText());
    struct stat about {};
    if (::fstat(file.number(), &about) != 0) return keyNotUsable(path.string(), errnoText());
    if (!S_ISREG(about.st_mode)) return keyNotUsable(path.string(), "not a file");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) return keyNotUsable(path.string(), "others may use it; chmod 600");
    while (text.size < text.bytes.size()) {
        const ssize_t got = ::read(file.number(), text.bytes.data() + text.size, text.bytes.size() - text.size);
        if (got < 0) return keyNotUsable(path.string(), errnoText());
        if (got == 0) break;
        text.size += static_cast<std::size_t>(got);
    }
    return {};
}

/// Takes its name when it is complete, and never the name of a file that stands.
core::Result<void> writeNew(const std::filesystem::path& path, std::string_view content) {
    const std::filesystem::path part = path.string().append(kPartAfter);
    const File file(part, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!file.isOpen() && errno == EEXIST) return keyNotUsable(part.string(), "another is being made, or was cut off; if so, remove this");
    if (!file.isOpen()) return keyNotUsable(part.string(), errnoText());
    const bool whole = ::write(file.number(), content.data(), content.size()) == static_cast<ssize_t>(content.size());
    const bool named = whole && ::fsync(file.number()) == 0 && ::link(part.c_str(), path.c_str()) == 0;
    const std::string reason = errnoText();
    ::unlink(part.c_str());
    if (!named) return keyNotUsable(path.string(), reason);
    return {};
}

}  // namespace

std::optional<KeyNumber> keyFileNumber(std::string_view file_name, std::string_view before, std::string_view after) {
    if (!file_name.starts_with(before) || !file_name.ends_with(after) || file_name.size() <= before.size() + after.size()) return {};
    return keyNumber(file_name.substr(before.size(), file_name.size() - before.size() - after.size()));
}

std::string indexKeyFile(KeyNumber number) {
    return number == 1 ? std::string(kFirstIndexKey) : std::string(kIndexKeyBefore).append(std::to_string(number)).append(".key");
}

std::optional<KeyNumber> indexKeyNumber(std::string_view file_name) {
    if (file_name == kFirstIndexKey) return KeyNumber{1};
    const std::optional<KeyNumber> number = keyFileNumber(file_name, kIndexKeyBefore);
    return number == KeyNumber{1} ? std::nullopt : number;
}

core::Result<Key> readKeyFile(const std::filesystem::path& path) {
    KeyText text;
    const core::Result<void> read = readInto(text, path);
    if (!read.ok()) return read.failure();
    const std::optional<Key> key = keyOfDigits(text.line());
    if (!key) return keyNotUsable(path.string(), "not 64 hexadecimal digits");
    return *key;
}

core::Result<void> syncPath(const std::filesystem::path& path) {
    const File file(path, O_RDONLY);
    if (!file.isOpen() || ::fsync(file.number()) != 0) return keyNotUsable(path.string(), errnoText());
    return {};
}

core::Result<void> writeRandomKeyFile(const std::filesystem::path& path) {
    const Key key(primitives::randomBytes32());
    KeyText text;
    for (const std::uint8_t byte : key.bytes()) {
        text.bytes[text.size++] = kHexadecimal[byte >> 4];
        text.bytes[text.size++] = kHexadecimal[byte & 0xF];
    }
    text.bytes[text.size++] = '\n';
    return writeNew(path, {text.bytes.data(), text.size});
}

core::Result<Suite> readSuite(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / kSuiteFile;
    std::error_code error;
    const bool stands = std::filesystem::exists(path, error);
    if (error) return keyNotUsable(path.string(), error.message());
    if (!stands) return Suite::Intl;
    KeyText text;
    const core::Result<void> read = readInto(text, path);
    if (!read.ok()) return read.failure();
    const std::optional<Suite> suite = core::enumFromName<Suite>(text.line());
    if (!suite) return keyNotUsable(path.string(), "neither intl nor gm");
    return *suite;
}

core::Result<void> writeSuite(const std::filesystem::path& folder, Suite suite) {
    if (suite == Suite::Intl) return {};
    return writeNew(folder / kSuiteFile, std::string(core::enumName(suite)) + "\n");
}

namespace {

/// `read`(path, number) for each file of the folder that is called sign-<number><after>. Also: KeyFileNotUsable.
template <class Read>
core::Result<void> eachSigningFile(const std::filesystem::path& folder, std::string_view after, const Read& read) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::optional<KeyNumber> number = keyFileNumber(entry->path().filename().string(), kSigningKeyBefore, after);
        if (!number) continue;
        const core::Result<void> done = read(entry->path(), *number);
        if (!done.ok()) return done;
    }
    if (error) return keyNotUsable(folder.string(), error.message());
    return {};
}

std::optional<std::vector<std::uint8_t>> bytesOfDigits(std::string_view digits) {
    if (digits.empty() || digits.size() % 2 != 0 || digits.size() > kPublicDigitsMax) return std::nullopt;
    std::vector<std::uint8_t> bytes(digits.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char* pair = digits.data() + 2 * i;
        const auto [end, error] = std::from_chars(pair, pair + 2, bytes[i], 16);
        if (error != std::errc() || end != pair + 2) return std::nullopt;
    }
    return bytes;
}

}  // namespace

core::Result<std::map<KeyNumber, Key>> readSigningKeys(const std::filesystem::path& folder) {
    std::map<KeyNumber, Key> keys;
    const core::Result<void> read =
        eachSigningFile(folder, ".key", [&](const std::filesystem::path& path, KeyNumber number) -> core::Result<void> {
            const core::Result<Key> seed = readKeyFile(path);
            if (!seed.ok()) return seed.failure();
            keys.emplace(number, *seed);
            return {};
        });
    if (!read.ok()) return read.failure();
    return keys;
}

core::Result<PublicKeyBytes> readPublicKeys(const std::filesystem::path& folder) {
    PublicKeyBytes keys;
    const core::Result<void> read =
        eachSigningFile(folder, kPublicKeyAfter, [&](const std::filesystem::path& path, KeyNumber number) -> core::Result<void> {
            KeyText text;
            const core::Result<void> whole = readInto(text, path);
            if (!whole.ok()) return whole;
            std::optional<std::vector<std::uint8_t>> bytes = bytesOfDigits(text.line());
            if (!bytes) return keyNotUsable(path.string(), "no public key in hexadecimal digits");
            keys.emplace(number, *std::move(bytes));
            return {};
        });
    if (!read.ok()) return read.failure();
    return keys;
}

core::Result<void> writePublicKey(const std::filesystem::path& folder, KeyNumber number, const std::vector<std::uint8_t>& bytes) {
    const std::filesystem::path path = folder / std::string(kSigningKeyBefore).append(std::to_string(number)).append(kPublicKeyAfter);
    std::error_code error;
    if (std::filesystem::exists(path, error)) return {};
    if (error) return keyNotUsable(path.string(), error.message());
    std::string text;
    for (const std::uint8_t byte : bytes) text.append({kHexadecimal[byte >> 4], kHexadecimal[byte & 0xF]});
    return writeNew(path, text + "\n");
}

}  // namespace hub::vault
