#pragma once

// Inside kit/mapping only.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/kit/mapping/answer_mapping.h"

namespace adapters::kit::mapping {

/// A canonical value, object or list with what it is read from.
struct FieldsMapping::Node {
    struct Source {
        std::vector<std::vector<std::string>> tags;  ///< aliases, each a path; of a hash: all that go into it
        std::optional<std::string> constant;
        std::optional<std::string> otherwise;
        bool is_hash = false;
        std::optional<Transform> as;
        std::optional<CodeMap> map;
    };

    std::string name;
    const bool required;
    const Kind kind;
    std::optional<Source> source;                 ///< a single value
    std::vector<std::unique_ptr<Node>> children;  ///< fields of an object, elements of a list

    Node(std::string node_name, bool is_required, Kind node_kind) : name(std::move(node_name)), required(is_required), kind(node_kind) {}

    Node* child(std::string_view child_name) const;

    /// Whether any tag below it holds something.
    bool isThere(const codec::xml::Element& row) const;

    /// The value of a single one; nothing when it is blank.
    hub::core::Result<std::optional<Value>> value(const codec::xml::Element& row, std::string& source_name) const;

    /// Writes the value itself, without its key.
    hub::core::Result<void> write(const codec::xml::Element& row, const std::string& pointer, hub::core::JsonWriter& out,
                                  std::vector<Origin>* origins) const;
    /// Writes the members of an object.
    hub::core::Result<void> writeMembers(const codec::xml::Element& row, const std::string& pointer, hub::core::JsonWriter& out,
                                         std::vector<Origin>* origins) const;
};

}  // namespace adapters::kit::mapping
