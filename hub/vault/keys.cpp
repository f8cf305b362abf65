#include "hub/vault/keys.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>

#include "hub/core/exception.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndexKeyFile = "index.key";
constexpr std::size_t kDigits = 64;
constexpr std::size_t kFileSizeMax = kDigits + 2;  // and a line end

core::Failure notUsable(const fs::path& path, std::string_view what) {
    return core::Failure(core::Error::KeyFileNotUsable, fmt::format("{}: {}", path.string(), what));
}

std::string errnoText() { return std::generic_category().message(errno); }

class File {
  public:
    File(const fs::path& path, int flags, mode_t mode = 0) : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
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

    std::string_view digits() const {
        std::string_view text(bytes.data(), size);
        if (text.ends_with('\n')) text.remove_suffix(1);
        if (text.ends_with('\r')) text.remove_suffix(1);
        return text;
    }
};

std::optional<Key> keyOf(std::string_view digits) {
    if (digits.size() != kDigits) return std::nullopt;
    primitives::Bytes32 bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char* pair = digits.data() + 2 * i;
        const auto [end, error] = std::from_chars(pair, pair + 2, bytes[i], 16);
        if (error != std::errc() || end != pair + 2) return std::nullopt;
    }
    Key key(bytes);
    primitives::wipe(bytes.data(), bytes.size());
    return key;
}

core::Result<Key> readKey(const fs::path& path) {
    const File file(path, O_RDONLY);
    if (!file.isOpen()) return notUsable(path, errnoText());
    struct stat about {};
    if (::fstat(file.number(), &about) != 0) return notUsable(path, errnoText());
    if (!S_ISREG(about.st_mode)) return notUsable(path, "not a file");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) return notUsable(path, "others may use it; chmod 600");

    KeyText text;
    while (text.size < text.bytes.size()) {
        const ssize_t got = ::read(file.number(), text.bytes.data() + text.size, text.bytes.size() - text.size);
        if (got < 0) return notUsable(path, errnoText());
        if (got == 0) break;
        text.size += static_cast<std::size_t>(got);
    }
    const std::optional<Key> key = keyOf(text.digits());
    if (!key) return notUsable(path, "not 64 hexadecimal digits");
    return *key;
}

/// The number in seal-<number>.key, written as a number is: no sign, no leading zero, not 0.
std::optional<KeyNumber> sealKeyNumber(std::string_view file_name) {
    constexpr std::string_view kBefore = "seal-";
    constexpr std::string_view kAfter = ".key";
    if (!file_name.starts_with(kBefore) || !file_name.ends_with(kAfter) || file_name.size() <= kBefore.size() + kAfter.size()) return {};
    const std::string_view digits = file_name.substr(kBefore.size(), file_name.size() - kBefore.size() - kAfter.size());
    KeyNumber number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || digits[0] == '0') return {};
    return number;
}

core::Result<void> sync(const fs::path& path) {
    const File file(path, O_RDONLY);
    if (!file.isOpen() || ::fsync(file.number()) != 0) return notUsable(path, errnoText());
    return {};
}

core::Result<void> writeRandomKey(const fs::path& path) {
    constexpr std::string_view kHexadecimal = "0123456789abcdef";
    const Key key(primitives::randomBytes32());
    KeyText text;
    for (const std::uint8_t byte : key.bytes()) {
        text.bytes[text.size++] = kHexadecimal[byte >> 4];
        text.bytes[text.size++] = kHexadecimal[byte & 0xF];
    }
    text.bytes[text.size++] = '\n';

    const File file(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!file.isOpen()) return notUsable(path, errnoText());
    const bool whole = ::write(file.number(), text.bytes.data(), text.size) == static_cast<ssize_t>(text.size);
    if (!whole || ::fsync(file.number()) != 0) return notUsable(path, errnoText());
    return {};
}

}  // namespace

Key::~Key() { primitives::wipe(bytes_.data(), bytes_.size()); }

FileKeySource::FileKeySource(std::map<KeyNumber, Key> seal_keys, const Key& index_key)
    : seal_keys_(std::move(seal_keys)), index_key_(index_key) {}

core::Result<FileKeySource> FileKeySource::open(const fs::path& folder) {
    std::error_code error;
    std::map<KeyNumber, Key> seal_keys;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name == kIndexKeyFile) continue;
        const std::optional<KeyNumber> number = sealKeyNumber(name);
        if (!number) return notUsable(entry->path(), "no name of a key: seal-<number>.key or index.key");
        const core::Result<Key> key = readKey(entry->path());
        if (!key.ok()) return key.failure();
        seal_keys.emplace(*number, *key);
    }
    if (error) return notUsable(folder, error.message());
    if (seal_keys.empty()) return notUsable(folder, "no seal-<number>.key");
    const core::Result<Key> index_key = readKey(folder / kIndexKeyFile);
    if (!index_key.ok()) return index_key.failure();
    return FileKeySource(std::move(seal_keys), *index_key);
}

core::Result<void> FileKeySource::create(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder.parent_path(), error);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return notUsable(folder, errnoText());
    const bool empty = fs::is_empty(folder, error);
    if (error) return notUsable(folder, error.message());
    if (!empty) return notUsable(folder, "it holds something already, and keys are never overwritten");
    if (::chmod(folder.c_str(), 0700) != 0) return notUsable(folder, errnoText());

    for (const fs::path& file : {folder / "seal-1.key", folder / kIndexKeyFile}) {
        const core::Result<void> written = writeRandomKey(file);
        if (!written.ok()) return written;
    }
    const core::Result<void> synced = sync(folder);
    if (!synced.ok()) return synced;
    return sync(fs::absolute(folder).lexically_normal().parent_path());
}

KeyNumber FileKeySource::currentSealKey() const { return seal_keys_.rbegin()->first; }

std::optional<Key> FileKeySource::sealKey(KeyNumber number) const {
    const auto found = seal_keys_.find(number);
    if (found == seal_keys_.end()) return std::nullopt;
    return found->second;
}

Key FileKeySource::indexKey() const { return index_key_; }

}  // namespace hub::vault
