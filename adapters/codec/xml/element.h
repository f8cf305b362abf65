#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::codec::xml {

/// How names are compared. Counterparties are read with Ignored (their tags differ in case between two pages of one
/// specification) and written exactly.
enum class Case { Exact, Ignored };

struct Attribute {
    std::string name;  ///< as written, with its prefix
    std::string value;
};

/// The part of a name after its namespace prefix: "soap:Body" is "Body".
std::string_view localName(std::string_view name);

/// One element and all below it: a plain value, all UTF-8. It is a tree for messages: what stands between child elements is
/// one text, and comments, processing instructions and declarations are not in it. Namespaces are not resolved: elements and
/// attributes are found by their local names.
struct Element {
    explicit Element(std::string element_name = {}, std::string element_text = {})
        : name(std::move(element_name)), text(std::move(element_text)) {}

    std::string name;    ///< as written, with its prefix
    std::string text;    ///< its own text, exact; blanks that only lay out child elements are left out
    bool cdata = false;  ///< write the text as CDATA; a parsed element has it false
    std::vector<Attribute> attributes;
    std::vector<Element> children;

    /// The first child of that local name; null when there is none. Valid until `children` changes.
    const Element* child(std::string_view local_name, Case names = Case::Exact) const;

    /// Every child of that local name, in order.
    std::vector<const Element*> all(std::string_view local_name, Case names = Case::Exact) const;

    /// Absent and empty are different answers.
    std::optional<std::string_view> attribute(std::string_view local_name, Case names = Case::Exact) const;

    /// The exact text of the first child of that local name; absent and empty are different answers.
    std::optional<std::string_view> childText(std::string_view local_name, Case names = Case::Exact) const;

    /// Appends a child. The reference is valid until the next one is appended.
    Element& add(std::string child_name, std::string child_text = {});

    /// Appends an attribute.
    void addAttribute(std::string attribute_name, std::string value);
};

/// Without the blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

}  // namespace adapters::codec::xml
