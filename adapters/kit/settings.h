#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/adapter.h"
#include "hub/core/describe.h"

namespace adapters::kit {

/// A secret in settings, `{secret: name}`: the name only. Its value comes from Host::secret when the instance is opened.
struct Secret {
    static constexpr std::string_view kTypeName = "Secret";
    std::string secret;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("secret", self.secret, "name of the secret");
    }
};

/// Every mistake found in one reading, in the order found: the first of each place, and at most 100.
class SettingsProblems {
  public:
    void add(const std::string& pointer, std::string zh, std::string en);
    bool any() const { return !problems_.empty(); }
    const std::vector<hub::contract::SettingsProblem>& all() const { return problems_; }

    /// SettingsNotValid with the first of them. REQUIRES: any().
    hub::core::Failure failure() const;

  private:
    std::vector<hub::contract::SettingsProblem> problems_;
};

template <class T>
struct SettingsRead {
    T value;  ///< meaningful only without problems
    SettingsProblems problems;
};

namespace settings {

void read(hub::core::JsonValue in, const std::string& pointer, std::string& value, SettingsProblems& problems);
void read(hub::core::JsonValue in, const std::string& pointer, bool& value, SettingsProblems& problems);
void read(hub::core::JsonValue in, const std::string& pointer, std::int32_t& value, SettingsProblems& problems);
void read(hub::core::JsonValue in, const std::string& pointer, hub::core::Duration& value, SettingsProblems& problems);
void read(hub::core::JsonValue in, const std::string& pointer, Secret& value, SettingsProblems& problems);

std::string memberPointer(const std::string& pointer, std::string_view name);
void missing(const std::string& pointer, SettingsProblems& problems);
void expectedObject(const std::string& pointer, SettingsProblems& problems);
void expectedArray(const std::string& pointer, SettingsProblems& problems);
void expectedOneOf(const std::string& pointer, const std::vector<std::string_view>& words, SettingsProblems& problems);
void refuseUnknown(hub::core::JsonValue in, const std::string& pointer, const std::vector<std::string_view>& known,
                   SettingsProblems& problems);

template <hub::core::Enumeration E>
void read(hub::core::JsonValue in, const std::string& pointer, E& value, SettingsProblems& problems) {
    if (const auto text = in.string()) {
        if (const auto found = hub::core::enumFromName<E>(*text)) {
            value = *found;
            return;
        }
    }
    std::vector<std::string_view> words;
    for (const auto& [one, name] : enumNames(value)) words.push_back(name);
    expectedOneOf(pointer, words, problems);
}
template <class T>
void read(hub::core::JsonValue in, const std::string& pointer, std::vector<T>& values, SettingsProblems& problems);
template <hub::core::Named T>
void read(hub::core::JsonValue in, const std::string& pointer, T& value, SettingsProblems& problems);

class FieldReader {
  public:
    FieldReader(hub::core::JsonValue in, const std::string& pointer, SettingsProblems& problems)
        : in_(in), pointer_(pointer), problems_(problems) {}

    template <class T>
    void operator()(std::string_view name, T& value, std::string_view /*about*/) {
        known_.push_back(name);
        const std::string pointer = memberPointer(pointer_, name);
        const std::optional<hub::core::JsonValue> member = in_.member(name);
        if (!member) return missing(pointer, problems_);
        read(*member, pointer, value, problems_);
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value, std::string_view /*about*/) {
        known_.push_back(name);
        const std::optional<hub::core::JsonValue> member = in_.member(name);
        if (member) read(*member, memberPointer(pointer_, name), value.emplace(), problems_);
    }

    void finish() { refuseUnknown(in_, pointer_, known_, problems_); }

  private:
    hub::core::JsonValue in_;
    const std::string& pointer_;
    SettingsProblems& problems_;
    std::vector<std::string_view> known_;
};

template <class T>
void read(hub::core::JsonValue in, const std::string& pointer, std::vector<T>& values, SettingsProblems& problems) {
    values.clear();
    if (!in.isArray()) return expectedArray(pointer, problems);
    for (std::size_t i = 0; i < in.size(); ++i) read(in.at(i), pointer + "/" + std::to_string(i), values.emplace_back(), problems);
}

template <hub::core::Named T>
void read(hub::core::JsonValue in, const std::string& pointer, T& value, SettingsProblems& problems) {
    if (!in.isObject()) return expectedObject(pointer, problems);
    FieldReader fields(in, pointer, problems);
    T::describe(fields, value);
    fields.finish();
    if constexpr (requires { value.check(pointer, problems); }) value.check(pointer, problems);
}

}  // namespace settings

/// Reads `json` into the described struct T and finds every mistake in it. An optional member that is left out keeps what its
/// declaration gives it: that is its default (`std::optional<Duration> answer_within = 3s;`). Texts, whole numbers, true/false,
/// words of an enumeration, durations ("3s"), secrets, lists and structs can be settings. A struct with
/// `void check(const std::string& pointer, SettingsProblems&) const` adds what only it knows, such as ranges.
template <hub::core::Named T>
SettingsRead<T> readSettings(std::string_view json) {
    SettingsRead<T> read_settings{};
    const hub::core::Result<hub::core::JsonDocument> document = hub::core::JsonDocument::parse(json);
    if (document.ok()) {
        settings::read(document->root(), "", read_settings.value, read_settings.problems);
    } else {
        read_settings.problems.add("", document.failure().message(hub::core::Language::Chinese),
                                   document.failure().message(hub::core::Language::English));
    }
    return read_settings;
}

}  // namespace adapters::kit
