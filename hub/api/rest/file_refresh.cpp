#include "hub/api/rest/file_refresh.h"

#include <memory>
#include <mutex>
#include <utility>

#include "hub/api/rest/members.h"
#include "hub/core/read_one.h"
#include "hub/core/text.h"

namespace hub::api::rest {

using core::Error;
using core::Failure;
using core::Result;

namespace {

struct Ends {
    std::mutex mutex;  // guards both below
    std::size_t left;
    Result<void> first_failure;
};

}  // namespace

Result<void> refreshFiles(House& house, identity::PersonId person, const std::string& hospital, const RefreshFile& refresh,
                          flows::Carrier::OnDone on_done) {
    if (!house.hospitals.contains(hospital)) return Failure(Error::HospitalNotKnown, core::shapeOf(hospital));
    const Result<std::vector<identity::HospitalFile>> files =
        core::readOne(house.reads, [&](core::ReadTransaction& transaction) { return linkedFilesAt(house, transaction, person, hospital); });
    if (!files.ok()) return files.failure();
    if (files->empty()) return Failure(Error::HospitalFileNotLinked, hospital);
    const auto ends = std::make_shared<Ends>();  // shared by the files' answers
    ends->left = files->size();
    const auto ended = [ends, on_done = std::move(on_done)](const Result<void>& done) {
        std::unique_lock lock(ends->mutex);
        if (!done.ok() && ends->first_failure.ok()) ends->first_failure = done;
        if (--ends->left > 0) return;
        lock.unlock();
        on_done(ends->first_failure);
    };
    for (const identity::HospitalFile& file : *files) refresh({file.hospital, file.local.local_patient, file.person}, ended);
    return {};
}

}  // namespace hub::api::rest
