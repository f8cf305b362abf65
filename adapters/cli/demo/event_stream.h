#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace adapters::cli::demo {

/// What happened to the person, as a phone hears of it.
struct Heard {
    std::string type;                        ///< "charge.created"
    std::map<std::string, std::string> ids;  ///< "charge_id" and so on
};

/// A person's event stream on a connection of its own, like an open page. It begins with what happens after open(). One thread.
class EventStream {
  public:
    /// Also: HubNotAnswering.
    static hub::core::Result<EventStream> open(std::int32_t port, const std::string& path, const std::string& token);
    EventStream(EventStream&& other) noexcept;
    ~EventStream();

    /// Waits for the next event of that type; others before it are passed over. Also: HubNotAnswering (nothing for 60 s, or it was closed).
    hub::core::Result<Heard> next(std::string_view type);

  private:
    struct Session;
    explicit EventStream(std::unique_ptr<Session> session);
    std::unique_ptr<Session> session_;
};

}  // namespace adapters::cli::demo
