// GET /v1/models and GET /v1/models/{id}
#pragma once

#include "server/gateway/model_catalogue.hpp"
#include "server/http/exchange.hpp"

namespace geminid::gateway {

net::Task<void> list_models(http::Exchange& exchange, Gateway& gateway, ModelCatalogue& catalogue);
net::Task<void> get_model(http::Exchange& exchange, Gateway& gateway, ModelCatalogue& catalogue);

} // namespace geminid::gateway
