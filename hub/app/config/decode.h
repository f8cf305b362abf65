#pragma once

#include <charconv>
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "hub/app/config/counterparty_config.h"
#include "hub/app/config/hub_config.h"
#include "hub/app/config/source.h"
#include "hub/app/config/tree.h"
#include "hub/core/describe.h"

/// A checked tree into the structs that describe their keys. What a file does not say, or says wrongly, keeps the value it had.
namespace hub::app::config {

/// Fills AdapterSettings from a mapping.
class SettingsReader {
  public:
    static AdapterSettings read(const Node& mapping, std::shared_ptr<const Source> source);
};

class Decoder {
  public:
    Decoder(const Node& mapping, const std::shared_ptr<const Source>& source) : mapping_(mapping), source_(source) {}

    template <class T>
    void operator()(std::string_view key, T& value) {
        const Node* node = mapping_.find(key);
        if (node != nullptr && !node->faulty) decode(*node, value);
    }

  private:
    void decode(const Node& node, bool& value) {
        if (node.kind == Node::Kind::Boolean) value = node.text == "true";
    }
    void decode(const Node& node, std::string& value) {
        if (node.kind == Node::Kind::Text) value = node.text;
    }
    template <std::unsigned_integral T>
    void decode(const Node& node, T& value) {
        T number = 0;
        const char* end = node.text.data() + node.text.size();
        const auto [after, error] = std::from_chars(node.text.data(), end, number);
        if (node.kind == Node::Kind::Integer && error == std::errc() && after == end) value = number;
    }
    void decode(const Node& node, core::Duration& value) { value = parseDuration(node.text).value_or(value); }
    void decode(const Node& node, ByteSize& value) { value = parseSize(node.text).value_or(value); }
    void decode(const Node& node, SecretName& value) {
        const Node* name = node.find("secret");
        if (name != nullptr && !name->faulty) value.name = name->text;
    }
    void decode(const Node& node, AdapterSettings& value) {
        if (node.isMapping()) value = SettingsReader::read(node, source_);
    }
    template <core::Enumeration E>
    void decode(const Node& node, E& value) {
        value = core::enumFromName<E>(node.text).value_or(value);
    }
    template <class T>
    void decode(const Node& node, std::optional<T>& value) {
        T inner{};
        decode(node, inner);
        value = std::move(inner);
    }
    template <class T>
    void decode(const Node& node, std::vector<T>& values) {
        for (const Node& item : node.items) decode(item, values.emplace_back());
    }
    template <class T>
    requires requires(Decoder& decoder, T& value) { T::describe(decoder, value); }
    void decode(const Node& node, T& value) {
        Decoder inner(node, source_);
        T::describe(inner, value);
    }

    const Node& mapping_;
    const std::shared_ptr<const Source>& source_;
};

template <class T>
void decodeInto(T& value, const Node& mapping, const std::shared_ptr<const Source>& source) {
    Decoder decoder(mapping, source);
    T::describe(decoder, value);
}

}  // namespace hub::app::config
