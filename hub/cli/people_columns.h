#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hub::cli {

/// The columns of a people.csv, in order.
enum class PeopleColumn : std::size_t {
    RecordId,
    Hospital,
    LocalId,
    Name,
    Sex,
    BirthDate,
    IdKind,
    IdNo,
    Phone,
    Address,
    MotherRecordId,
    BirthOrder
};

inline constexpr std::array<std::string_view, 12> kPeopleHeader{"record_id", "hospital",   "local_id",         "name",
                                                                "sex",       "birth_date", "id_kind",          "id_no",
                                                                "phone",     "address",    "mother_record_id", "birth_order"};

}  // namespace hub::cli
