#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/core/json.h"
#include "hub/core/result.h"

namespace adapters::cli::demo {

/// What came back, read as JSON.
struct Answer {
    int status = 0;
    std::string body;

    bool ok() const { return status >= 200 && status < 300; }
};

/// One connection to a port of this machine, kept open. One thread.
class Http {
  public:
    explicit Http(std::int32_t port);
    ~Http();

    using Fields = std::vector<std::pair<std::string, std::string>>;

    /// `token` may be empty. A write gets an Idempotency-Key of its own. Also: HubNotAnswering with method and path.
    hub::core::Result<Answer> call(const std::string& method, const std::string& path, const std::string& token,
                                   const std::string& json = {}, const Fields& fields = {});

  private:
    struct Session;
    std::unique_ptr<Session> session_;
};

/// Texts and numbers of a JSON object by name; empty and 0 where there is none.
std::string textIn(const std::string& json, std::string_view name);
std::int64_t numberIn(const std::string& json, std::string_view name);

}  // namespace adapters::cli::demo
