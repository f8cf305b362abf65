#include "adapters/kit/sorted_members.h"

#include <algorithm>

namespace adapters::kit {

std::string sortedMembers(TextMembers members) {
    std::erase_if(members, [](const auto& member) { return member.second.empty(); });
    std::sort(members.begin(), members.end());
    std::string text;
    for (const auto& [name, value] : members) {
        if (!text.empty()) text += '&';
        text.append(name).append("=").append(value);
    }
    return text;
}

}  // namespace adapters::kit
