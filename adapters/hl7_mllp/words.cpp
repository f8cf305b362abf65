#include "adapters/hl7_mllp/words.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "adapters/kit/mapping/time_format.h"
#include "hub/contract/operations/schedule.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
namespace contract = hub::contract;
using kit::CodeMap;

namespace {

using Rows = std::vector<CodeMap::Row>;

/// The hospital's rows, then those of the standard that it does not say otherwise.
template <core::Enumeration E>
core::Result<CodeMap> mapOf(std::string name, const std::optional<CodeRows>& own, const Rows& standard, CodeMap::Otherwise otherwise = {}) {
    Rows rows;
    for (const CodeRow& row : own.value_or(CodeRows())) rows.push_back({row.theirs, row.ours});
    const std::size_t declared = rows.size();
    for (const CodeMap::Row& row : standard) {
        const auto end = rows.begin() + static_cast<std::ptrdiff_t>(declared);
        if (std::none_of(rows.begin(), end, [&](const CodeMap::Row& other) { return other.theirs == row.theirs; })) rows.push_back(row);
    }
    core::Result<CodeMap> map = CodeMap::make(std::move(name), rows, std::move(otherwise));
    if (!map.ok()) return map.failure();
    const core::Result<void> fits = map->template mayHold<E>();
    if (!fits.ok()) return fits.failure();
    return map;
}

}  // namespace

core::Result<Words> Words::make(const Settings& settings) {
    FieldTable fields;
    for (const FieldPlaces& row : settings.fields.value_or(std::vector<FieldPlaces>())) {
        const core::Result<void> set = fields.set(row.field, row.places);
        if (!set.ok()) return set.failure();
    }
    core::Result<CodeMap> sexes = mapOf<contract::Sex>("sexes", settings.sexes,  // table 0001
                                                       {{"M", "male"}, {"F", "female"}, {"U", "unknown"}, {"O", "not_stated"}});
    if (!sexes.ok()) return sexes.failure();
    core::Result<CodeMap> certificate_types = mapOf<contract::CertificateKind>("certificate_types", settings.certificate_types,
                                                                               {{"NNCHN", "resident_id"},
                                                                                {"PPN", "passport"},
                                                                                {"BCT", "birth_certificate"},
                                                                                {"MI", "officer_card"},
                                                                                {"PRC", "permanent_residence"}});
    if (!certificate_types.ok()) return certificate_types.failure();
    core::Result<CodeMap> transaction_types =
        mapOf<Transaction>("transaction_types", settings.transaction_types, {{"CG", "charge"}, {"CD", "refund"}});  // table 0017
    if (!transaction_types.ok()) return transaction_types.failure();
    core::Result<CodeMap> booking_states = mapOf<contract::BookingState>("booking_states", settings.booking_states,  // table 0278
                                                                         {{"Booked", "reserved"},
                                                                          {"Pending", "reserved"},
                                                                          {"Waitlist", "reserved"},
                                                                          {"Overbook", "reserved"},
                                                                          {"Noshow", "reserved"},
                                                                          {"Started", "checked_in"},
                                                                          {"Complete", "checked_in"},
                                                                          {"Cancelled", "cancelled"},
                                                                          {"Deleted", "cancelled"},
                                                                          {"Dc", "stopped"}});
    if (!booking_states.ok()) return booking_states.failure();
    core::Result<CodeMap> sessions = mapOf<contract::Session>("sessions", settings.sessions, {{"1", "morning"}, {"2", "afternoon"}});
    if (!sessions.ok()) return sessions.failure();
    core::Result<CodeMap> report_statuses = mapOf<contract::ReportStatus>("report_statuses", settings.report_statuses,  // table 0123
                                                                          {{"P", "preliminary"},
                                                                           {"A", "preliminary"},
                                                                           {"R", "preliminary"},
                                                                           {"I", "preliminary"},
                                                                           {"S", "preliminary"},
                                                                           {"O", "preliminary"},
                                                                           {"F", "final"},
                                                                           {"C", "corrected"},
                                                                           {"X", "withdrawn"}});
    if (!report_statuses.ok()) return report_statuses.failure();
    core::Result<CodeMap> report_kinds = mapOf<contract::ReportKind>("report_kinds", settings.report_kinds,  // table 0074
                                                                     {{"LAB", "laboratory"},
                                                                      {"RAD", "examination"},
                                                                      {"CT", "examination"},
                                                                      {"NMR", "examination"},
                                                                      {"RUS", "examination"},
                                                                      {"CUS", "examination"},
                                                                      {"XRC", "examination"},
                                                                      {"EC", "examination"},
                                                                      {"PAT", "examination"}},
                                                                     {.ours = "laboratory"});
    if (!report_kinds.ok()) return report_kinds.failure();
    core::Result<CodeMap> refusals = mapOf<contract::RefusalReason>("refusals", settings.refusals,
                                                                    {{"E01", "not_allowed"},
                                                                     {"E02", "duplicate_number"},
                                                                     {"E03", "duplicate_number"},
                                                                     {"E04", "already_paid"},
                                                                     {"E05", "amount_refused"},
                                                                     {"E06", "no_such_charge"},
                                                                     {"E07", "no_such_patient"},
                                                                     {"E08", "no_slot_left"},
                                                                     {"E09", "no_slot_left"},
                                                                     {"E10", "no_such_booking"},
                                                                     {"E11", "wrong_state"},
                                                                     {"E12", "no_such_charge"},
                                                                     {"E13", "not_allowed"},
                                                                     {"E14", "other"},
                                                                     {"E15", "other"},
                                                                     {"E16", "other"}});
    if (!refusals.ok()) return refusals.failure();
    return Words{*settings.us,
                 settings.senders.front(),
                 *settings.version,
                 *settings.ask_ack == AskAcknowledgement::Enhanced,
                 *settings.booking_number,
                 *settings.other_refusals,
                 *settings.local_number_types,
                 *settings.critical_flags,
                 std::move(fields),
                 std::move(*sexes),
                 std::move(*certificate_types),
                 std::move(*transaction_types),
                 std::move(*booking_states),
                 std::move(*sessions),
                 std::move(*report_statuses),
                 std::move(*report_kinds),
                 std::move(*refusals)};
}

std::string contentHash(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all.append(fmt::format("{}:", part.size())).append(part);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HUB_ASSERT(EVP_Digest(all.data(), all.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
    std::string text;
    for (std::size_t i = 0; i < 16; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
}

std::string shanghaiText(core::UtcTime time) { return kit::mapping::TimeFormat::parse("yyyyMMddHHmmss")->write(time); }

}  // namespace adapters::hl7_mllp
