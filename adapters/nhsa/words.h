#pragma once

#include <string>
#include <string_view>

#include "adapters/kit/mapping/time_format.h"
#include "hub/contract/operations/settlement.h"
#include "hub/core/json.h"

namespace adapters::nhsa {

// What both chains write and read. What cannot be written is RequestNotWritable, what cannot be read PeerAnswerNotValid.

/// The chains name the same members in two ways: "det_item_fee_sumamt", "detItemFeeSumamt".
enum class Spelling { Underscores, CamelCase };
std::string spelled(std::string_view name, Spelling spelling);

/// Longest texts that are read, in bytes.
inline constexpr std::size_t kNumberMax = 64;
inline constexpr std::size_t kNameMax = 200;

hub::core::Failure notWritable(std::string_view what);

/// "2030-01-02 09:30:00" and "2030-01-02", in Shanghai; a day alone is read as its midnight.
const kit::mapping::TimeFormat& timeForm();
const kit::mapping::TimeFormat& dayForm();

inline void put(hub::core::JsonWriter& out, std::string_view name, std::string_view text) {
    out.key(name);
    out.string(text);
}
inline void put(hub::core::JsonWriter& out, std::string_view name, hub::core::Money amount) { put(out, name, amount.yuan()); }
template <class Write>
void putObject(hub::core::JsonWriter& out, std::string_view name, Write write) {
    out.key(name);
    out.beginObject();
    write();
    out.endObject();
}
/// `write` writes the members of one element, given it and its number from 1 on.
template <class List, class Write>
void putList(hub::core::JsonWriter& out, std::string_view name, const List& list, Write write) {
    out.key(name);
    out.beginArray();
    int number = 0;
    for (const auto& one : list) {
        out.beginObject();
        write(one, ++number);
        out.endObject();
    }
    out.endArray();
}

/// Members of an element of feedetail and of diseinfo.
void putLine(hub::core::JsonWriter& out, const hub::contract::InsuredVisit& visit, const std::string& batch,
             const hub::contract::InsuredLine& line, Spelling spelling);
void putDiagnosis(hub::core::JsonWriter& out, const hub::contract::Diagnosis& diagnosis, int number, Spelling spelling);

/// The one that is the main one. Also: RequestNotWritable unless there is exactly one.
hub::core::Result<hub::contract::Diagnosis> mainDiagnosisOf(const std::vector<hub::contract::Diagnosis>& diagnoses);

/// Elements of setldetail.
hub::core::Result<std::vector<hub::contract::FundPart>> fundsIn(hub::core::JsonValue content, std::string_view name, Spelling spelling);

/// PeerAnswerNotValid unless the member is `asked`: an answer about something else is none.
hub::core::Result<void> sameIn(hub::core::JsonValue content, std::string_view name, const std::string& asked);

}  // namespace adapters::nhsa
