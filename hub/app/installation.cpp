#include "hub/app/installation.h"

#include <algorithm>

namespace hub::app {

namespace fs = std::filesystem;

fs::path adaptersFolder() {
    const fs::path beside = fs::read_symlink("/proc/self/exe").parent_path();
    const fs::path below = "lib/onecard/adapters";
    return fs::is_directory(beside / below) ? beside / below : beside.parent_path() / below;
}

std::vector<std::string> installedAdapters() {
    std::vector<std::string> ids;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(adaptersFolder(), error)) {
        if (entry.path().extension() == ".so") ids.push_back(entry.path().stem().string());
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace hub::app
