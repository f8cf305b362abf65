#include "hub/ledger/hashes.h"

#include <string_view>

#include "hub/core/describe.h"
#include "hub/vault/vault.h"

namespace hub::ledger {

namespace {

/// Whole numbers are 8 bytes, the highest first; texts and rows stand behind their length, so that no two contents read alike.
class Encoding {
  public:
    explicit Encoding(std::string& bytes) : bytes_(bytes) {}

    void number(std::int64_t value) {
        const auto bits = static_cast<std::uint64_t>(value);
        for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(static_cast<char>((bits >> static_cast<unsigned>(shift)) & 0xffU));
    }
    void text(std::string_view value) {
        number(static_cast<std::int64_t>(value.size()));
        bytes_.append(value);
    }
    void money(core::Money value) { number(value.fen()); }
    template <std::size_t Size>
    void array(const std::array<std::uint8_t, Size>& value) {
        bytes_.append(value.begin(), value.end());
    }
    void optional(std::optional<std::int64_t> value) {
        bytes_.push_back(value ? '\1' : '\0');
        if (value) number(*value);
    }
    void movement(const MovementKey& key) {
        array(key.command.flow.bytes);
        text(key.command.step);
        number(key.leg);
    }
    void side(const JournalSide& side) {
        array(side.account.bits.bytes);
        number(side.sequence);
        money(side.balance);
        money(side.pending);
    }

  private:
    std::string& bytes_;
};

std::optional<std::int64_t> msOf(std::optional<core::UtcTime> time) { return time ? std::optional(time->ms) : std::nullopt; }

}  // namespace

core::Digest hashOf(const std::vector<RequestedMovement>& chain) {
    std::string bytes;
    Encoding out(bytes);
    for (const RequestedMovement& movement : chain) {
        out.text(core::enumName(movement.kind));
        out.array(movement.debit.id.bits.bytes);
        out.array(movement.credit.id.bits.bytes);
        out.optional(movement.amount ? std::optional(movement.amount->fen()) : std::nullopt);
        out.optional(msOf(movement.expires_at));
        out.movement(movement.hold);
    }
    return vault::Vault::digest(bytes);
}

BatchHash::BatchHash(const BatchRow& batch) {
    Encoding out(bytes_);
    out.array(batch.previous_hash.bytes);
    for (const std::int64_t one : {batch.number, batch.epoch, batch.first_transfer, batch.transfers, batch.refusals, batch.booked_at.ms})
        out.number(one);
    for (const std::int64_t one : {batch.sums.debit_posted, batch.sums.debit_pending, batch.sums.credit_posted, batch.sums.credit_pending})
        out.number(one);
}

void BatchHash::add(const JournalRow& transfer) {
    Encoding out(bytes_);
    out.text("transfer");
    out.number(transfer.number);
    out.movement(transfer.movement);
    out.text(core::enumName(transfer.kind));
    out.array(transfer.request_hash.bytes);
    out.side(transfer.debit);
    out.side(transfer.credit);
    out.money(transfer.amount);
    out.optional(transfer.ends);
    out.optional(msOf(transfer.expires_at));
}

void BatchHash::add(const RefusalRow& refusal) {
    Encoding out(bytes_);
    out.text("refusal");
    out.number(refusal.position);
    out.array(refusal.key.flow.bytes);
    out.text(refusal.key.step);
    out.array(refusal.request_hash.bytes);
    out.text(core::errorInfo(refusal.error).code);
    out.text(refusal.detail);
}

core::Digest BatchHash::take() const { return vault::Vault::digest(bytes_); }

core::Digest hashOf(const BatchRow& batch, const std::vector<JournalRow>& transfers, const std::vector<RefusalRow>& refusals) {
    BatchHash hash(batch);
    for (const JournalRow& transfer : transfers) hash.add(transfer);
    for (const RefusalRow& refusal : refusals) hash.add(refusal);
    return hash.take();
}

}  // namespace hub::ledger
