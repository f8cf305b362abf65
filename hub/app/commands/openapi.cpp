#include "hub/app/commands/openapi.h"

#include "hub/api/open_api.h"
#include "hub/api/rest/routes.h"

namespace hub::app {

cli::Exit OpenApiCommand::run(cli::Terminal& terminal) {
    const api::ApiInfo info{"OneCard Hub", "1", "区域诊疗一卡通枢纽 · regional one-card interoperability hub"};
    terminal.out << api::openApi(api::rest::restRoutes(nullptr), info) << "\n";
    return cli::Exit::Ok;
}

}  // namespace hub::app
