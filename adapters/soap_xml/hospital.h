#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/kit/answer.h"
#include "adapters/kit/http_client.h"
#include "adapters/soap_xml/calls.h"
#include "adapters/soap_xml/device_pool.h"
#include "adapters/soap_xml/envelope.h"
#include "hub/contract/host.h"

namespace adapters::soap_xml {

/// Which call of an operation it is: the one that the operation is about, or one that is made for its sake.
enum class Turn { Main, Beside };

/// One hospital that speaks the interface. Any thread; each call takes a device number for its time.
///
/// TransactionID has 22 characters: the wire id of the operation, filled up with 0 in front to 20, and two more, "00" for the call that
/// the operation is about, so that a write sent again says the same number, and a running count for what is read beside it: a hospital
/// may refuse a number it has seen (MECHANISMS 9; trap 19).
class Hospital {
  public:
    Hospital(Settings settings, Calls calls, Envelope envelope, core::Sensitive<std::string> auth_key,
             std::unique_ptr<kit::HttpClient> client, contract::Host& host);

    /// The answer in canonical form. A pure read may be sent again by the HTTP client; a write never is. NoAnswer: also CodeNotMapped,
    /// RequestNotWritable and the like, before anything is sent; PeerAnswerNotValid and what the mapping says of an answer that is there.
    template <class Out, class In>
    kit::Answer<Out> ask(Call<In, Out> call, const contract::Meta& meta, const In& request, Turn turn, bool writes = false) {
        const kit::Answer<std::string> answer =
            askAsJson(calls_[call], meta, core::toJson(request, core::Exposure::Revealed), turn, writes);
        if (const auto* none = std::get_if<kit::NoAnswer>(&answer)) return *none;
        if (const auto* refusal = std::get_if<contract::Refusal>(&answer)) return *refusal;
        core::Result<Out> out = core::fromJson<Out>(std::get<std::string>(answer));
        if (!out.ok()) return kit::NoAnswer{out.failure(), false};
        return std::move(*out);
    }

    /// What a read beside brings. A refusal tells nothing: PeerAnswerNotValid.
    template <class Out, class In>
    core::Result<Out> look(Call<In, Out> call, const contract::Meta& meta, const In& request) {
        kit::Answer<Out> answer = ask(call, meta, request, Turn::Beside);
        if (auto* found = std::get_if<Out>(&answer)) return std::move(*found);
        if (const auto* none = std::get_if<kit::NoAnswer>(&answer)) return none->failure;
        return core::Failure(core::Error::PeerAnswerNotValid, refusedToSay(call.name, std::get<contract::Refusal>(answer)));
    }

    /// Ends what waits; later calls are not made.
    void stop();

    const Settings& settings() const { return settings_; }
    contract::Host& host() { return host_; }

  private:
    kit::Answer<std::string> askAsJson(const kit::mapping::CallMapping& call, const contract::Meta& meta, const std::string& request_json,
                                       Turn turn, bool writes);
    core::Result<codec::xml::Element> document(const kit::mapping::CallMapping& call, const contract::Meta& meta,
                                               const std::string& request_json, const PatientCard& card, const std::string& device,
                                               Turn turn);
    core::Result<PatientCard> cardFor(const kit::mapping::CallMapping& call, const contract::Meta& meta, const std::string& request_json);
    core::Result<std::string> transactionId(const contract::Meta& meta, Turn turn);
    static std::string refusedToSay(std::string_view call, const contract::Refusal& refusal);

    const Settings settings_;
    const Calls calls_;
    const Envelope envelope_;
    const core::Sensitive<std::string> auth_key_;
    const std::unique_ptr<kit::HttpClient> client_;
    contract::Host& host_;
    DevicePool devices_;
    std::atomic<std::uint32_t> beside_ = 0;
};

/// An answer as the outcome of the operation it is all of.
template <class T>
contract::Outcome<T> outcomeOf(const kit::Answer<T>& answer) {
    return kit::outcomeOf<T>(answer, [](const T& value) { return core::Result<T>(value); });
}

}  // namespace adapters::soap_xml
