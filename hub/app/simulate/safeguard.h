#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace hub::simulate {

/// What keeps money right, and can be taken away to see whether the simulation notices.
enum class Safeguard {
    CommitFirst,    ///< without it a unit is acknowledged before it is durable
    Inbox,          ///< without it every message is a new one
    CompareAndSet,  ///< without it the second of two decisions on one version overwrites the first
    Fence,          ///< without it "not there" means "did not happen"
    WhoPaid,        ///< without it "someone else paid" means "we paid"
};

constexpr auto enumNames(Safeguard) {
    using Name = std::pair<Safeguard, std::string_view>;
    return std::array{Name{Safeguard::CommitFirst, "commit_first"}, Name{Safeguard::Inbox, "inbox"},
                      Name{Safeguard::CompareAndSet, "compare_and_set"}, Name{Safeguard::Fence, "fence"},
                      Name{Safeguard::WhoPaid, "who_paid"}};
}

}  // namespace hub::simulate
