#pragma once

namespace hub::core {

/// One function out of several, for std::visit: the alternative's own is called.
template <class... Functions>
struct Overload : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overload(Functions...) -> Overload<Functions...>;

}  // namespace hub::core
