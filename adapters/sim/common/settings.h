#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/core/describe.h"

/// Settings of a simulator from JSON: what is not named keeps its default.
namespace adapters::sim::common {

/// A visitor of described types that reads the members that are there.
class PresentFields {
  public:
    PresentFields(hub::core::JsonValue in, std::string path, hub::core::json::Problem& problem)
        : in_(in), path_(std::move(path)), problem_(problem) {}

    template <class T>
    void operator()(std::string_view name, T& value, std::string_view /*about*/) {
        known_.push_back(name);
        const std::optional<hub::core::JsonValue> member = in_.member(name);
        if (!member) return;
        const std::string path = path_ + "/" + std::string(name);
        if constexpr (hub::core::Named<T>) {
            PresentFields fields(*member, path, problem_);
            T::describe(fields, value);
            fields.finish();
        } else {
            read(*member, path, value, problem_);
        }
    }

    void finish() {
        if (!in_.isObject()) return problem_.add(path_, "expected an object");
        hub::core::json::refuseUnknown(in_, path_, known_, problem_);
    }

  private:
    hub::core::JsonValue in_;
    std::string path_;
    hub::core::json::Problem& problem_;
    std::vector<std::string_view> known_;
};

/// Also: JsonNotValid with the place; unknown members are refused.
template <hub::core::Named Settings>
hub::core::Result<Settings> settingsFromJson(std::string_view text) {
    const hub::core::Result<hub::core::JsonDocument> document = hub::core::JsonDocument::parse(text);
    if (!document.ok()) return document.failure();
    Settings settings;
    hub::core::json::Problem problem;
    PresentFields fields(document->root(), "", problem);
    Settings::describe(fields, settings);
    fields.finish();
    if (problem.any()) return hub::core::Failure(hub::core::Error::JsonNotValid, problem.text());
    return settings;
}

}  // namespace adapters::sim::common
