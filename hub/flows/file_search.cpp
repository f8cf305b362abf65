#include "hub/flows/file_search.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "hub/flows/answers.h"

namespace hub::flows {

using contract::PatientFind;
using core::Error;
using core::Failure;
using core::Result;
using identity::Person;

namespace {

/// Nothing where the hospital would not know the number, or nobody may use it.
std::optional<contract::Credential> usableAt(std::string_view hospital, const identity::HeldCredential& held, core::UtcTime now) {
    const bool expired = held.valid_until && *held.valid_until <= now;
    if (held.state != identity::CredentialState::Active || expired) return std::nullopt;
    if (held.kind == contract::CredentialKind::HospitalCard && held.issuer != hospital) return std::nullopt;
    return contract::Credential{held.kind, held.number};
}

bool isTrouble(const CallAnswer& answer, Error code) {
    return answer.answer.trouble && answer.answer.trouble->code == core::errorInfo(code).code;
}

bool cannotLook(const CallAnswer& answer) { return isTrouble(answer, Error::OperationNotOffered); }

/// Nothing was sent: the hospital has no word for this kind of number.
bool cannotBeAsked(const CallAnswer& answer) { return isTrouble(answer, Error::RequestNotWritable); }

}  // namespace

/// A search under way.
struct FileSearch::Asking {
    std::string hospital;
    std::string trace;
    std::vector<PatientFind::Request> left;  ///< the next one last
    OnFound on_found;
    Found found;
    std::optional<Failure> refused;  ///< of the first question that was, or could not be put
    bool answered = false;

    void take(PatientFind::Result result) {
        answered = true;
        for (contract::HospitalFile& file : result.files) {
            const auto same = [&](const contract::HospitalFile& one) {
                return one.local_patient.reveal().text == file.local_patient.reveal().text;
            };
            if (std::ranges::none_of(found.files, same)) found.files.push_back(std::move(file));
        }
    }
};

void FileSearch::find(const Person& person, const std::string& hospital, OnFound on_found) const {
    Result<std::vector<PatientFind::Request>> questions = questionsFor(person, hospital);
    if (!questions.ok()) {
        house_.executor.post([why = questions.failure(), on_found = std::move(on_found)] { on_found(why); });
        return;
    }
    std::ranges::reverse(*questions);
    // Shared: by the answers, which come one after the other.
    askNext(std::make_shared<Asking>(Asking{hospital, person.id.text(), std::move(*questions), std::move(on_found), {}, {}, false}));
}

Result<std::vector<PatientFind::Request>> FileSearch::questionsFor(const Person& person, std::string_view hospital) const {
    std::vector<PatientFind::Request> questions;
    const auto ask = [&](contract::Credential credential) {
        PatientFind::Request question;
        question.credential = std::move(credential);
        questions.push_back(std::move(question));
    };
    const auto askBy = [&](const contract::Certificate& certificate) {
        PatientFind::Request question;
        question.certificate = certificate;
        question.name = person.details.name;
        questions.push_back(std::move(question));
    };
    if (person.details.certificate) askBy(*person.details.certificate);
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const auto former = people_.store.formerCertificatesOf(transaction, person.id);
        if (!former.ok()) return former.failure();
        for (const identity::FormerCertificate& one : *former) askBy(one.certificate);
        const auto held = people_.credentials.credentialsOf(transaction, person.id);
        if (!held.ok()) return held.failure();
        for (const identity::HeldCredential& one : *held) {
            if (std::optional<contract::Credential> usable = usableAt(hospital, one, house_.clock.utc())) ask(*std::move(usable));
        }
        const auto cards = people_.store.cardsOf(transaction, person.id);
        if (!cards.ok()) return cards.failure();
        for (const identity::Card& card : *cards) {
            if (card.state == identity::CardState::Active) ask({contract::CredentialKind::RegionalCard, card.number});
        }
        return {};
    });
    if (!read.ok()) return read.failure();
    return questions;
}

void FileSearch::askNext(const std::shared_ptr<Asking>& asking) const {
    if (asking->left.empty()) {
        const bool nothing_answered = !asking->answered && asking->refused;
        return asking->on_found(nothing_answered ? Result<Found>(*asking->refused) : Result<Found>(asking->found));
    }
    const Call call = callOf<PatientFind>(metaFor(asking->hospital, house_.terms(), asking->trace), asking->left.back());
    asking->left.pop_back();
    house_.counterparties.call(call, [this, asking](const CallAnswer& answer) {
        if (answer.late) return;
        if (cannotLook(answer)) {
            asking->found.looked = false;
            return asking->on_found(asking->found);
        }
        Result<PatientFind::Result> result = resultOrWhy<PatientFind>(asking->hospital, answer);
        if (result.ok()) {
            asking->take(std::move(*result));
        } else if (isNoSuchPatient(answer)) {
            asking->answered = true;
        } else if (result.failure().error() == Error::CounterpartyRefused || cannotBeAsked(answer)) {
            if (!asking->refused) asking->refused = result.failure();
        } else {
            return asking->on_found(result.failure());
        }
        askNext(asking);
    });
}

}  // namespace hub::flows
