#pragma once

#include <functional>
#include <string>
#include <vector>

#include "hub/flows/house.h"
#include "hub/identity/credential_store.h"
#include "hub/identity/identity_store.h"

namespace hub::flows {

/// Looks for a person's files at a hospital by every number it may know them by: certificates, former ones too, the hospital's own cards
/// and the country's that are bound to the person, the regional card. Any thread.
class FileSearch {
  public:
    /// All outlive the search.
    struct People {
        identity::IdentityStore& store;
        identity::CredentialStore& credentials;
    };
    FileSearch(const House& house, const People& people) : house_(house), people_(people) {}

    struct Found {
        std::vector<contract::HospitalFile> files;  ///< each once, by its number
        bool looked = true;                         ///< false: the hospital cannot look (it only speaks HL7, say)
    };
    using OnFound = std::function<void(const core::Result<Found>&)>;

    /// One question after the other; a number that the hospital cannot look for finds nothing. `on_found` is called on the executor, once.
    /// Also: CounterpartyRefused (it refuses every question), CounterpartyNotAnswering (what one would have found, nobody knows; or none
    /// can be put), what reads answer with.
    void find(const identity::Person& person, const std::string& hospital, OnFound on_found) const;

  private:
    struct Asking;

    core::Result<std::vector<contract::PatientFind::Request>> questionsFor(const identity::Person& person, std::string_view hospital) const;
    void askNext(const std::shared_ptr<Asking>& asking) const;

    const House& house_;
    const People people_;
};

}  // namespace hub::flows
