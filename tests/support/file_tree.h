#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace tests {

/// Files a test writes, in an empty folder of its own that goes with it. TMPDIR says where.
class FileTree {
  public:
    FileTree() {
        std::string name = (std::filesystem::temp_directory_path() / "onecard-test-XXXXXX").string();
        BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    FileTree(const FileTree&) = delete;
    FileTree& operator=(const FileTree&) = delete;
    ~FileTree() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file, with the folders it stands in, and answers with where it is.
    std::filesystem::path write(const std::filesystem::path& name, std::string_view content, int mode = 0644) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
        std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
        return file;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace tests
