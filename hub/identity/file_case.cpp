#include "hub/identity/file_case.h"

#include <algorithm>
#include <string>

#include "hub/core/assert.h"

namespace hub::identity {

namespace {

using contract::PersonDetails;

/// Digits alone, without the country's own prefix: +86 139-0000-0001 is 13900000001.
std::string digitsOf(const core::PhoneNumber& phone) {
    constexpr std::string_view kChina = "86";
    constexpr std::size_t kMobile = 11;
    std::string digits;
    std::ranges::copy_if(phone.text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    if (digits.size() == kChina.size() + kMobile && digits.starts_with(kChina)) digits.erase(0, kChina.size());
    return digits;
}

template <class T, class Same>
bool differ(const std::optional<core::Sensitive<T>>& one, const std::optional<core::Sensitive<T>>& other, Same same) {
    return one && other && !same(one->reveal(), other->reveal());
}

bool differ(DetailField field, const PersonDetails& one, const PersonDetails& other, core::Date today) {
    const Evidence evidence = compare(one, other, today);
    switch (field) {
        case DetailField::Name:
            return evidence.name == Agreement::Differs;
        case DetailField::Sex:
            return evidence.sex == Agreement::Differs;
        case DetailField::BirthDate:
            return evidence.birth_date == Agreement::Differs;
        case DetailField::Certificate:
            return evidence.certificate == Agreement::Differs;
        case DetailField::Phone:
            return differ(one.phone, other.phone, [](const auto& a, const auto& b) { return digitsOf(a) == digitsOf(b); });
        case DetailField::Address:
            return differ(one.address, other.address, [](const std::string& a, const std::string& b) { return a == b; });
    }
    HUB_ASSERT(false);
}

}  // namespace

bool FileCase::is(FileCaseKind kind) const {
    if (kind == FileCaseKind::TwoFiles) return files.size() > 1;
    return std::ranges::any_of(files, [](const HospitalFile& file) { return file.state == LinkState::Candidate; });
}

std::vector<DetailField> conflictsOf(const std::vector<PersonDetails>& all, core::Date today) {
    std::vector<DetailField> conflicts;
    for (const auto& [field, name] : enumNames(DetailField{})) {
        bool conflict = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = i + 1; j < all.size(); ++j) conflict = conflict || differ(field, all[i], all[j], today);
        }
        if (conflict) conflicts.push_back(field);
    }
    return conflicts;
}

}  // namespace hub::identity
