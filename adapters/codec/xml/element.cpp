#include "adapters/codec/xml/element.h"

#include <algorithm>

namespace adapters::codec::xml {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool matches(std::string_view name, std::string_view wanted, Case names) {
    const std::string_view local = localName(name);
    if (names == Case::Exact) return local == wanted;
    return std::equal(local.begin(), local.end(), wanted.begin(), wanted.end(), [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::string_view localName(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

const Element* Element::child(std::string_view local_name, Case names) const {
    const auto found =
        std::find_if(children.begin(), children.end(), [&](const Element& one) { return matches(one.name, local_name, names); });
    return found == children.end() ? nullptr : &*found;
}

std::vector<const Element*> Element::all(std::string_view local_name, Case names) const {
    std::vector<const Element*> found;
    for (const Element& one : children) {
        if (matches(one.name, local_name, names)) found.push_back(&one);
    }
    return found;
}

std::optional<std::string_view> Element::attribute(std::string_view local_name, Case names) const {
    for (const Attribute& one : attributes) {
        if (matches(one.name, local_name, names)) return one.value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Element::childText(std::string_view local_name, Case names) const {
    const Element* found = child(local_name, names);
    return found == nullptr ? std::nullopt : std::optional<std::string_view>(found->text);
}

Element& Element::add(std::string child_name, std::string child_text) {
    return children.emplace_back(std::move(child_name), std::move(child_text));
}

void Element::addAttribute(std::string attribute_name, std::string value) {
    attributes.push_back({std::move(attribute_name), std::move(value)});
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace adapters::codec::xml
