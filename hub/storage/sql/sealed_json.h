#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/describe.h"
#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

/// A text about a person as its column holds it.
inline Value sealedText(const vault::Vault& vault, std::string_view column, const core::IdBits& row, std::string text) {
    return sealed(vault, column, row, core::Sensitive<std::string>(std::move(text)));
}

/// A described value about a person as its column holds it: one seal for all of it.
template <core::Named T>
Value sealedJson(const vault::Vault& vault, std::string_view column, const core::IdBits& row, const T& value) {
    return sealedText(vault, column, row, core::toJson(value, core::Exposure::Revealed));
}

/// The other way. Also: SealBroken, KeyMissing, JsonNotValid.
template <core::Named T>
core::Result<void> openJsonInto(T& value, const vault::Vault& vault, std::string_view column, const core::IdBits& row,
                                std::string_view seal) {
    core::Sensitive<std::string> text;
    const core::Result<void> opened = openInto(text, vault, column, row, seal);
    if (!opened.ok()) return opened;
    core::Result<T> read = core::fromJson<T>(text.reveal());
    if (!read.ok()) return read.failure();
    value = *std::move(read);
    return {};
}

}  // namespace hub::storage::sql
