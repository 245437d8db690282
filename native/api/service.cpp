#include "native/api/service.h"

#include <utility>

#include "native/api/policy_routes.h"

namespace twinline {

Service::Service(ServiceOptions options, Stores stores, Seal seal, ServiceLog log)
    : options_(std::move(options)),
      stores_(stores),
      seal_(std::move(seal)),
      log_(std::move(log)),
      affairs_(stores.ledger, seal_),
      going_live_(options_.going_live, affairs_, stores.journal, log_.problem),
      lives_(affairs_, options_.going_live, stores.records),
      numbers_(stores.journal, stores.records, followers_, counters_, affairs_, lives_),
      apps_(affairs_, going_live_),
      onboardings_(affairs_, going_live_, links()),
      care_(going_live_, lives_, stores.records),
      sending_(options_.sending, options_.going_live, around_sending()),
      campaigns_(sending_),
      sends_(sending_, campaigns_),
      campaign_routes_(sending_, campaigns_),
      graph_(sending_, campaigns_) {
  options_.going_live.app_secret = options_.secrets.app_secret;
}

Service::~Service() { stop(); }

std::optional<std::string> Service::start() {
  if (auto problem = count_what_is_there()) return problem;
  if (auto problem = load_affairs()) return problem;
  projection_.emplace(
      stores_.journal, stores_.records, projection_events(),
      [this](const std::string& number, std::int64_t at_s) { return affairs_.onboarding_at(number, at_s); });
  intake_.emplace(stores_.journal, intake_events());
  if (auto problem = sending_.start()) return problem;
  if (const auto read = campaigns_.read(); !read) return read.error().what;
  const GoingLiveSettings& live = options_.going_live;
  StaticFiles files(options_.dashboard_folder, !live.meta_app_id.empty() && !live.meta_config_id.empty());
  const auto metrics = [this] { return metrics_text(counters_, followers_.count(), sending_.figures()); };
  shim_.emplace(options_.secrets, std::move(files), links(), *intake_, counters_, metrics, v1_routes());
  options_.server.most_body_bytes = static_cast<std::size_t>(options_.sending.media_mb) << 20;
  options_.server.body_limit = [this](const HttpRequest& head) { return shim_->body_limit(head); };
  server_.emplace(options_.server,
                  [this](HttpRequest request, const Reply& reply) { shim_->handle(std::move(request), reply); });
  if (auto problem = server_->start()) return problem;
  going_live_.start();
  return std::nullopt;
}

void Service::stop() {
  // First: requests that wait for Meta would hold up the server.
  going_live_.stop();
  sending_.stop();
  if (server_) server_->stop();
  intake_.reset();
  projection_.reset();
}

std::vector<Route> Service::v1_routes() {
  std::vector<Route> all = numbers_.routes();
  for (auto& routes : {lives_.routes(), apps_.routes(), onboardings_.routes(), care_.routes(), policy_routes(),
                       sends_.routes(), campaign_routes_.routes(), graph_.routes()}) {
    all.insert(all.end(), routes.begin(), routes.end());
  }
  return all;
}

std::optional<std::string> Service::load_affairs() {
  if (const auto read = affairs_.read(); !read) return read.error().what;
  if (const auto settled = affairs_.settle_unknown(GoingLive::now_s()); !settled) return settled.error().what;
  const auto lives = stores_.records.lives();
  if (!lives) return lives.error().what;
  affairs_.told(*lives);
  return std::nullopt;
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

Sending::Around Service::around_sending() {
  return {stores_.sends,
          stores_.journal,
          affairs_,
          [this](const std::string& number) { return lives_.number(number); },
          [this](Delivery delivery, Intake::Done done) { intake_->submit(std::move(delivery), std::move(done)); },
          log_.problem};
}

Intake::Events Service::intake_events() {
  return {[this](std::size_t deliveries) {
            counters_.storing = true;
            counters_.deliveries += static_cast<std::int64_t>(deliveries);
            projection_->wake();
            sending_.journal_grew();
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
            for (const DeliveryIssue& issue : step.issues) {
              log_.problem("delivery " + std::to_string(issue.lane) + "/" + std::to_string(issue.seq) +
                           " is kept but " + issue.code + " at byte " + std::to_string(issue.byte) + ": " + issue.what);
            }
            followers_.changed(step.numbers);
            going_live_.look_at(affairs_.told(step.lives));
            if (!step.lives.empty()) sending_.look_at_lives();
          },
          [this](const std::string& what) { log_.problem("the projection waits: " + what); }};
}

}  // namespace twinline
