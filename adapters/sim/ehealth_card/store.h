#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/common/database.h"
#include "adapters/sim/ehealth_card/records.h"

namespace adapters::sim::ehealth_card {

/// The rows of the platform's books in `folder`/books.sqlite: no rules here. One thread at a time. Throws Exception when the file cannot
/// be used.
class Store {
  public:
    explicit Store(const std::string& folder);

    common::Database& database() { return database_; }

    /// A new one, or what is known of this certificate anew.
    void put(const Person& person);
    std::optional<Person> person(const Certificate& certificate);
    std::optional<Person> person(std::int64_t id);

    std::int64_t nextCardId();
    void insert(const Card& card);
    std::optional<Card> cardOf(std::int64_t person_id);
    std::optional<Card> card(std::string_view health_card_id);

    std::int64_t nextCodeId();
    void insert(const Code& code);
    void update(const Code& code);
    std::optional<Code> code(std::string_view text, CodeKind kind);

    std::int64_t nextTokenId();
    void insertToken(std::int64_t id, std::string_view text, UtcTime expires_at);
    std::optional<UtcTime> tokenExpiry(std::string_view text);
    /// All that are good until later.
    void endTokens(UtcTime now);

    void note(const Call& call, UtcTime at);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    std::int64_t nextIdOf(std::string_view table);
    std::optional<Person> personWhere(std::string_view condition, const common::Values& values);
    std::optional<Card> cardWhere(std::string_view condition, const common::Values& values);

    common::Database database_;
};

}  // namespace adapters::sim::ehealth_card
