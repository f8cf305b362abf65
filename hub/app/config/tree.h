#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/app/config/source.h"

namespace hub::app::config {

struct Entry;

/// A YAML value with its place. What is written plainly has the kind that YAML 1.1 and 1.2 agree on; all else was refused before.
struct Node {
    enum class Kind { Null, Boolean, Integer, Decimal, Text, List, Mapping };

    Kind kind = Kind::Null;
    std::string text;            ///< of a Text; of an Integer or Decimal a JSON number; of a Boolean "true" or "false"
    std::vector<Node> items;     ///< of a List
    std::vector<Entry> entries;  ///< of a Mapping, in the order written, each key once
    Span span;                   ///< where a complaint about the value points: at the value, or at its key when it has lines of its own
    bool faulty = false;         ///< a mistake in it was reported: nothing is to be concluded from it

    bool isMapping() const { return kind == Kind::Mapping; }

    /// The value of a key of a Mapping; null when it has none, and for other kinds.
    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);
};

struct Entry {
    std::string key;
    Span key_span;
    Node value;
};

/// The steps of a dotted path one after the other; null where one is missing.
const Node* findPath(const Node& root, std::string_view dotted_path);

/// Keys and positions on the way to a value.
class Path {
  public:
    Path operator/(std::string_view key) const;
    Path operator/(std::size_t index) const;

    std::string dotted() const;   ///< "spec.campuses[1].code": for people
    std::string pointer() const;  ///< "/spec/campuses/1/code" (RFC 6901)

  private:
    struct Step {
        std::string text;
        bool is_index;
    };
    std::vector<Step> steps_;
};

}  // namespace hub::app::config
