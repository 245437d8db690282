#include "native/api/service.h"

#include <utility>

#include "native/api/policy_routes.h"

namespace twinline {

Service::Service(ServiceOptions options, Stores stores, Seal seal, ServiceLog log)
    : options_(std::move(options)),
      stores_(stores),
      seal_(std::move(seal)),
      log_(std::move(log)),
      numbers_(stores.journal, stores.records, followers_, counters_) {}

Service::~Service() { stop(); }

std::optional<std::string> Service::start() {
  if (auto problem = count_what_is_there()) return problem;
  projection_.emplace(stores_.journal, stores_.records, projection_events());
  intake_.emplace(stores_.journal, intake_events());
  shim_.emplace(options_.secrets, options_.dashboard_folder, Links(seal_.derived_key("onboarding links")), *intake_,
                followers_, counters_, v1_routes());
  server_.emplace(options_.server,
                  [this](HttpRequest request, const Reply& reply) { shim_->handle(std::move(request), reply); });
  return server_->start();
}

void Service::stop() {
  if (server_) server_->stop();
  intake_.reset();
  projection_.reset();
}

std::vector<Route> Service::v1_routes() {
  std::vector<Route> routes = numbers_.routes();
  for (Route& route : policy_routes()) routes.push_back(std::move(route));
  return routes;
}

std::optional<std::string> Service::count_what_is_there() {
  const auto deliveries = stores_.journal.count();
  if (!deliveries) return deliveries.error().what;
  const auto status = stores_.records.status();
  if (!status) return status.error().what;
  counters_.deliveries = *deliveries;
  counters_.projected = status->deliveries;
  counters_.issues = status->issues;
  return std::nullopt;
}

Intake::Events Service::intake_events() {
  return {[this](std::size_t deliveries) {
            counters_.storing = true;
            counters_.deliveries += static_cast<std::int64_t>(deliveries);
            projection_->wake();
          },
          [this](const std::string& what) {
            counters_.storing = false;
            ++counters_.store_failures;
            log_.problem("deliveries could not be stored: " + what);
          }};
}

Projection::Events Service::projection_events() {
  return {[this](const ProjectionStep& step) {
            counters_.projected += step.deliveries;
            counters_.records_saved += step.records;
            counters_.issues += static_cast<std::int64_t>(step.issues.size());
            for (const Issue& issue : step.issues) {
              log_.problem("delivery " + std::to_string(issue.lane) + "/" + std::to_string(issue.seq) +
                           " is kept but " + issue.code + " at byte " + std::to_string(issue.byte) + ": " + issue.what);
            }
            followers_.changed(step.numbers);
          },
          [this](const std::string& what) { log_.problem("the projection waits: " + what); }};
}

}  // namespace twinline
