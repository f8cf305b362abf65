#pragma once

#include <string>
#include <string_view>

#include "hub/core/exception.h"

/// What every use of OpenSSL in the simulators needs.
namespace adapters::sim::common {

template <auto function>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        function(pointer);
    }
};

inline const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
inline int length(std::string_view text) { return static_cast<int>(text.size()); }

/// OpenSSL refuses only what cannot happen with a good key and enough memory. Throws Exception.
inline void mustBeOne(int answer, const char* what) {
    if (answer != 1) throw hub::core::Exception(std::string("OpenSSL: ") + what);
}

}  // namespace adapters::sim::common
