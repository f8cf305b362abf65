#pragma once

#include "hub/cli/command.h"

namespace hub::app {

class OpenApiCommand final : public cli::Command {
  public:
    std::string path() const override { return "openapi"; }
    std::string aboutZh() const override { return "输出 REST 接口的 OpenAPI 3.1 文档"; }
    std::string aboutEn() const override { return "print the OpenAPI 3.1 document of the REST interface"; }
    void declare(CLI::App&) override {}
    cli::Exit run(cli::Terminal& terminal) override;
};

}  // namespace hub::app
