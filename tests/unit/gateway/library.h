#pragma once

#include <dlfcn.h>

#include <filesystem>
#include <string>

#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

namespace tests {

/// A folder of adapters of this test's own: a copied library is loaded anew, so its counters start at nothing.
class Adapters {
  public:
    const std::filesystem::path& folder() const { return folder_.path(); }

    std::filesystem::path put(const std::string& id) const {
        const std::filesystem::path file = folder() / (id + ".so");
        std::filesystem::copy_file(std::filesystem::path(BAD_ADAPTERS) / (id + ".so"), file);
        return file;
    }
    std::filesystem::path putText(const std::string& id) const { return folder_.write(id + ".so", "no library, but a text\n", 0755); }

    /// A function of tests/adapters/bad/observed.h in the copy of this test.
    template <class Function>
    Function* function(const std::string& id, const char* name) const {
        void* library = dlopen((folder() / (id + ".so")).c_str(), RTLD_NOW | RTLD_LOCAL);
        BOOST_REQUIRE_MESSAGE(library != nullptr, dlerror());
        void* found = dlsym(library, name);
        BOOST_REQUIRE(found != nullptr);
        return reinterpret_cast<Function*>(found);
    }
    int calls(const std::string& id) const { return function<int()>(id, "observed_calls")(); }
    void awaitHanging(const std::string& id) const { function<void()>(id, "observed_await_hanging")(); }
    void release(const std::string& id) const { function<void()>(id, "observed_release")(); }

  private:
    FileTree folder_;
};

}  // namespace tests
