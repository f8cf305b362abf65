#include "hub/app/load/load_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "hub/cli/people_columns.h"
#include "hub/identity/name.h"
#include "hub/vault/vault.h"

namespace hub::app {

using contract::CertificateKind;
using core::Error;
using core::Failure;
using core::Result;
using core::Sensitive;

namespace {

constexpr std::size_t kCodeMax = 64;
constexpr std::size_t kTextMax = 500;

/// Takes one row apart; notes the first thing that is wrong with it.
class RowReader {
  public:
    RowReader(const core::CsvRow& row, core::Date today) : row_(row), today_(today) {}

    LoadRows::Row read() {
        flows::LoadRow loaded;
        loaded.line = static_cast<std::int64_t>(row_.line);
        loaded.hospital = needed(cli::PeopleColumn::Hospital, kCodeMax);
        loaded.local.local_patient = Sensitive(core::CardNumber{needed(cli::PeopleColumn::LocalId, kCodeMax)});
        contract::PersonDetails& person = loaded.local.person;
        person.name = Sensitive(core::PersonName{needed(cli::PeopleColumn::Name, kTextMax)});
        if (!reason_.data() && !identity::checkName(person.name.reveal()).ok()) reject(cli::PeopleColumn::Name, "not_valid");
        person.sex = sex();
        if (const std::optional<core::Date> date = birthDate()) person.birth_date = Sensitive(*date);
        person.certificate = certificate();
        if (const std::string& phone = text(cli::PeopleColumn::Phone, kCodeMax); !phone.empty())
            person.phone = Sensitive(core::PhoneNumber{phone});
        if (const std::string& address = text(cli::PeopleColumn::Address, kTextMax); !address.empty()) person.address = Sensitive(address);
        loaded.of_mother = !text(cli::PeopleColumn::MotherRecordId, kTextMax).empty();
        const std::string& order = text(cli::PeopleColumn::BirthOrder, kCodeMax);
        if (order.size() > 1 || (order.size() == 1 && (order[0] < '1' || order[0] > '9')))
            reject(cli::PeopleColumn::BirthOrder, "not_valid");
        if (order.size() == 1) loaded.birth_order = static_cast<std::uint8_t>(order[0] - '0');
        if (reason_.data() == nullptr) return loaded;
        const std::string& id = at(cli::PeopleColumn::RecordId);
        return RejectedRow{static_cast<std::int64_t>(row_.line), id.substr(0, kCodeMax), column_, reason_};
    }

  private:
    const std::string& at(cli::PeopleColumn column) const { return row_.fields[static_cast<std::size_t>(column)]; }

    void reject(cli::PeopleColumn column, std::string_view reason) {
        if (reason_.data() != nullptr) return;
        column_ = cli::kPeopleHeader[static_cast<std::size_t>(column)];
        reason_ = reason;
    }

    const std::string& text(cli::PeopleColumn column, std::size_t most) {
        if (at(column).size() > most) reject(column, "too_long");
        return at(column);
    }
    const std::string& needed(cli::PeopleColumn column, std::size_t most) {
        if (at(column).empty()) reject(column, "missing");
        return text(column, most);
    }

    contract::Sex sex() {
        const std::string& code = at(cli::PeopleColumn::Sex);
        if (code == "1") return contract::Sex::Male;
        if (code == "2") return contract::Sex::Female;
        if (!code.empty() && code != "0" && code != "9") reject(cli::PeopleColumn::Sex, "not_valid");
        return contract::Sex::Unknown;
    }

    std::optional<core::Date> birthDate() {
        const std::string& written = at(cli::PeopleColumn::BirthDate);
        if (written.empty()) return std::nullopt;
        const Result<core::Date> date = core::Date::parse(written);
        if (!date.ok()) {
            reject(cli::PeopleColumn::BirthDate, "not_a_date");
            return std::nullopt;
        }
        if (*date > today_) reject(cli::PeopleColumn::BirthDate, "in_the_future");
        return *date;
    }

    std::optional<contract::Certificate> certificate() {
        const std::string& number = text(cli::PeopleColumn::IdNo, kCodeMax);
        const std::string& kind = at(cli::PeopleColumn::IdKind);
        const std::optional<CertificateKind> known = kind.empty() ? CertificateKind::Other : core::enumFromName<CertificateKind>(kind);
        if (!known) reject(cli::PeopleColumn::IdKind, "no_such_kind");
        if (number.empty() || !known) return std::nullopt;
        return contract::Certificate{*known, Sensitive(core::CertificateNumber{number})};
    }

    const core::CsvRow& row_;
    const core::Date today_;
    std::string_view column_;
    std::string_view reason_;
};

}  // namespace

LoadRows::LoadRows(std::string path, core::Date today)
    : path_(std::move(path)),
      today_(today),
      file_(std::make_unique<std::ifstream>(path_, std::ios::binary)),
      reader_(std::make_unique<core::CsvReader>(*file_)) {}

Result<LoadRows> LoadRows::open(const std::string& path, core::Date today) {
    LoadRows rows(path, today);
    if (!*rows.file_) return Failure(Error::FileNotReadable, path);
    const Result<bool> header = rows.reader_->next(rows.row_);
    if (!header.ok()) return Failure(Error::FileNotReadable, path + " " + header.failure().detail());
    if (!*header || !std::equal(rows.row_.fields.begin(), rows.row_.fields.end(), cli::kPeopleHeader.begin(), cli::kPeopleHeader.end()))
        return Failure(Error::PeopleFileNotValid, fmt::format("{} line 1: {}", path, fmt::join(cli::kPeopleHeader, ",")));
    return rows;
}

Result<bool> LoadRows::next(Row& row) {
    const Result<bool> more = reader_->next(row_);
    if (!more.ok()) return Failure(Error::FileNotReadable, path_ + " " + more.failure().detail());
    if (!*more) return false;
    if (row_.fields.size() == cli::kPeopleHeader.size()) {
        row = RowReader(row_, today_).read();
    } else {
        row = RejectedRow{static_cast<std::int64_t>(row_.line), "", "", "fields"};
    }
    return true;
}

Result<bool> LoadRows::skip(std::int64_t rows) {
    for (; rows > 0; --rows) {
        const Result<bool> more = reader_->next(row_);
        if (!more.ok()) return Failure(Error::FileNotReadable, path_ + " " + more.failure().detail());
        if (!*more) return false;
    }
    return true;
}

Result<core::Digest> digestOfFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Failure(Error::FileNotReadable, path);
    core::Digest digest;
    std::string block(std::size_t{1} << 20, '\0');
    while (file) {
        file.read(block.data(), static_cast<std::streamsize>(block.size()));
        std::string chained = digest.hex();
        chained.append(block, 0, static_cast<std::size_t>(file.gcount()));
        digest = vault::Vault::digest(chained);
    }
    return file.eof() ? Result<core::Digest>(digest) : Failure(Error::FileNotReadable, path);
}

}  // namespace hub::app
