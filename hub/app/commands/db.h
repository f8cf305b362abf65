#pragma once

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard db status`: which migrations the database has and which are pending. Changes nothing.
class DbStatusCommand final : public cli::Command {
  public:
    std::string path() const override { return "db status"; }
    std::string aboutZh() const override { return "数据库结构版本与待执行的迁移"; }
    std::string aboutEn() const override { return "version of the tables and pending migrations"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
};

/// `onecard db migrate`: brings the tables up to date. Refused while a hub runs on the same data folder.
class DbMigrateCommand final : public cli::Command {
  public:
    std::string path() const override { return "db migrate"; }
    std::string aboutZh() const override { return "执行待执行的数据库迁移"; }
    std::string aboutEn() const override { return "run the pending migrations"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
};

}  // namespace hub::app
