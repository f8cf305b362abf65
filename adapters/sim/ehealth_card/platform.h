#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "adapters/sim/ehealth_card/draws.h"
#include "adapters/sim/ehealth_card/records.h"
#include "adapters/sim/ehealth_card/store.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::sim::ehealth_card {

inline constexpr std::chrono::seconds kTokenLife(7200);
inline constexpr std::chrono::seconds kCodeLife(60);

enum class RealName { Same = 1, Differs = 2, NoRecord = 3 };

/// What an application wants a card made of.
struct NewCard {
    std::string name;
    Certificate certificate;
    std::string phone;
    std::string address;
};

/// The rules of the platform over its books: who is who, whose card it is, and codes that work once. What ends at a time works before it
/// and not at it. Each call is one transaction. Any thread.
class Platform {
  public:
    /// `clock` outlives the platform. Throws Exception when the books cannot be used.
    Platform(const std::string& folder, std::int64_t seed, std::string app_serial, const hub::core::Clock& clock);

    // What applications call.

    /// A new one; older ones stay good.
    std::string newToken();
    bool isGood(std::string_view token);

    RealName verify(std::string_view name, const Certificate& certificate);
    /// The card there is, if there is one. Also: NotTogether, also for somebody nobody knows.
    Answer<HeldCard> registerCard(const NewCard& wish);
    /// Also: NotFound, also when the certificate is not that of the card.
    Answer<Code> dynamicCode(std::string_view health_card_id, const Certificate& certificate);
    /// Static or dynamic; a dynamic one is used up. Also: NotFound, Used, Expired.
    Answer<HeldCard> cardByCode(std::string_view text);
    /// Uses the voucher up. Also: NotFound, Used, Expired.
    Answer<Presence> decode(std::string_view text);

    void note(const Call& call);

    // What people do by hand.

    /// Said again for the same certificate, it takes the place of what was said. Also: SimNotValid.
    hub::core::Result<void> addPerson(const Person& person);
    /// As registerCard(). Also: SimNotFound.
    hub::core::Result<HeldCard> makeCard(const Certificate& certificate);
    /// What the phone shows; of a static one nothing but the text is set. Also: SimNotFound; SimNotPossible (no card yet, or a voucher of
    /// somebody whose gender vouchers cannot say).
    hub::core::Result<Code> showCode(const Certificate& certificate, CodeKind kind);
    /// No token is good from now on.
    void endTokens();

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    /// Under the lock, in a transaction.
    template <class Work>
    auto transact(const Work& work);

    UtcTime now() const { return clock_.utc(); }
    HeldCard cardFor(const Person& person, const NewCard& wish);
    Code newCode(const Person& person, CodeKind kind, std::string_view health_card_id);
    Answer<Code> useUp(std::string_view text, CodeKind kind);

    const Draws draws_;
    const std::string app_serial_;
    const hub::core::Clock& clock_;
    std::mutex mutex_;  // guards store_
    Store store_;
};

}  // namespace adapters::sim::ehealth_card
