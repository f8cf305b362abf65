#pragma once

#include <span>
#include <string>
#include <string_view>

#include "hub/core/personal.h"
#include "hub/core/sensitive.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

/// What the blind index of a hospital's file is made of. The hospital is part of it: file numbers of two hospitals have nothing to do
/// with each other.
inline std::string fileKey(std::string_view hospital, const core::Sensitive<core::CardNumber>& local_patient) {
    return std::to_string(hospital.size()) + ":" + std::string(hospital) + local_patient.reveal().text;
}

/// The same of a row of `Rows`, an IndexedColumn::ValueOf over the columns hospital and sealed_details.
template <class Rows>
core::Result<std::string> fileKeyOf(const vault::Vault& vault, const core::IdBits& id, std::span<const std::string> sources) {
    typename Rows::Of of;
    of.id.bits = id;
    of.hospital = sources[0];
    const core::Result<void> opened = openDetails<Rows>(of, vault, sources[1]);
    if (!opened.ok()) return opened.failure();
    return fileKey(of.hospital, of.local_patient);
}

}  // namespace hub::storage::sql
