#pragma once

#include <memory>
#include <string>

#include "hub/api/http/server.h"
#include "hub/core/result.h"

struct ssl_ctx_st;
struct ssl_st;

namespace hub::api::http {

/// One listener's certificate and rules: TLS 1.2 or 1.3, HTTP/1.1 by ALPN. Immutable once made: any thread.
class TlsContext {
  public:
    /// Also: TlsFilesNotUsable with the file concerned.
    static core::Result<std::unique_ptr<TlsContext>> make(const TlsFiles& files);

    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    /// The server's side of one connection on an open socket, which it does not own. The caller frees it.
    ssl_st* open(int socket) const;

  private:
    TlsContext();
    ssl_ctx_st* context_;
};

}  // namespace hub::api::http
