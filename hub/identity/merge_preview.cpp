#include "hub/identity/merge_preview.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "hub/identity/name.h"

namespace hub::identity {

namespace {

/// Collects what a person's details hold, by field, as texts that are equal when the values are.
class Texts {
  public:
    template <class T>
    void operator()(std::string_view name, const T& value, std::string_view /*about*/) {
        core::JsonWriter out(core::Exposure::Revealed);
        core::json::write(out, value);
        fields.emplace_back(name, out.text());
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value, std::string_view about) {
        if (value) return (*this)(name, *value, about);
        fields.emplace_back(name, std::nullopt);
    }
    void operator()(std::string_view name, contract::Sex sex, std::string_view /*about*/) {
        const bool known = sex == contract::Sex::Male || sex == contract::Sex::Female;
        fields.emplace_back(name, known ? std::optional(std::string(core::enumName(sex))) : std::nullopt);
    }

    std::vector<std::pair<std::string_view, std::optional<std::string>>> fields;
};

}  // namespace

std::vector<PreviewedDetail> previewDetails(const std::vector<Person>& people) {
    std::vector<Texts> of_each;
    for (const Person& person : people) contract::PersonDetails::describe(of_each.emplace_back(), person.details);
    std::vector<PreviewedDetail> details;
    for (std::size_t field = 0; !of_each.empty() && field < of_each.front().fields.size(); ++field) {
        std::optional<std::size_t> first;
        bool differs = false;
        for (std::size_t i = 0; i < people.size(); ++i) {
            const auto& [name, text] = of_each[i].fields[field];
            if (!text) continue;
            if (!first) first = i;
            const bool same = name == "name" ? sameName(people[*first].details.name.reveal(), people[i].details.name.reveal())
                                             : text == of_each[*first].fields[field].second;
            differs = differs || !same;
        }
        if (first) details.push_back({std::string(of_each.front().fields[field].first), people[*first].id, differs});
    }
    return details;
}

std::vector<PreviewedHospital> previewHospitals(const std::vector<HospitalFile>& files) {
    std::map<std::string, std::vector<HospitalFileId>> linked;
    for (const HospitalFile& file : files) {
        if (file.state == LinkState::Linked) linked[file.hospital].push_back(file.id);
    }
    std::vector<PreviewedHospital> hospitals;
    for (auto& [hospital, ids] : linked) hospitals.push_back({hospital, std::move(ids)});
    return hospitals;
}

}  // namespace hub::identity
