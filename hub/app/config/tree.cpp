#include "hub/app/config/tree.h"

#include <algorithm>
#include <utility>

namespace hub::app::config {

const Node* Node::find(std::string_view key) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

const Node* findPath(const Node& root, std::string_view dotted_path) {
    const Node* node = &root;
    while (node != nullptr && !dotted_path.empty()) {
        const std::size_t dot = std::min(dotted_path.find('.'), dotted_path.size());
        node = node->find(dotted_path.substr(0, dot));
        dotted_path.remove_prefix(std::min(dot + 1, dotted_path.size()));
    }
    return node;
}

Path Path::operator/(std::string_view key) const {
    Path longer = *this;
    longer.steps_.push_back({std::string(key), false});
    return longer;
}

Path Path::operator/(std::size_t index) const {
    Path longer = *this;
    longer.steps_.push_back({std::to_string(index), true});
    return longer;
}

std::string Path::dotted() const {
    std::string text;
    for (const Step& step : steps_) {
        if (step.is_index) {
            text += "[" + step.text + "]";
        } else {
            text += (text.empty() ? "" : ".") + step.text;
        }
    }
    return text;
}

std::string Path::pointer() const {
    std::string text;
    for (const Step& step : steps_) {
        text += '/';
        for (const char c : step.text) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return text;
}

}  // namespace hub::app::config
