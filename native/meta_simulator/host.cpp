#include "native/meta_simulator/host.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <utility>

#include "native/meta_simulator/answer_desk.h"
#include "native/meta_simulator/platform_memory.h"

namespace twinline::simulator {
namespace {

constexpr std::int64_t longest_pause_ms = 20;
constexpr std::int64_t save_every_ms = 200;
constexpr std::size_t backlog = 500;
constexpr std::size_t largest_upload = 101U << 20;  // Meta's largest medium, and what stands around it

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The platform, used by one thread at a time. Shared with the courier's workers, which may outlive the run.
class Hosted {
 public:
  Hosted(std::unique_ptr<Platform> platform, std::filesystem::path file)
      : platform_(std::move(platform)), file_(std::move(file)) {}

  Outcome answer(const HttpRequest& request, std::int64_t arrived_ms) {
    const std::lock_guard lock(mutex_);
    return platform_->answer(request, arrived_ms);
  }
  std::vector<Post> due(bool room) {
    const std::lock_guard lock(mutex_);
    return platform_->due(now_ms(), room);
  }
  void acknowledge(Outbox::Id id) {
    const std::lock_guard lock(mutex_);
    platform_->acknowledge(id);
  }
  // False if it could not be written. Does nothing where nothing changed.
  bool save() {
    std::optional<PlatformState> state;
    std::uint64_t version = 0;
    {
      const std::lock_guard lock(mutex_);
      if (file_.empty() || platform_->version() == saved_) return true;
      version = platform_->version();
      state = platform_->state();
    }
    // Written outside of the lock: calls do not wait for it.
    if (!write_platform_text(file_, to_text(*state))) return false;
    saved_ = version;
    return true;
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Platform> platform_;
  std::filesystem::path file_;
  std::uint64_t saved_ = 0;  // used by the run's own thread only
};

void carry(Hosted& hosted, const std::shared_ptr<Hosted>& shared, Courier& courier, Stop& stop, spdlog::logger& log) {
  std::int64_t saved_ms = now_ms();
  while (!stop.requested()) {
    const std::vector<Post> posts = hosted.due(courier.counts().pending < backlog);
    for (const Post& post : posts) {
      log.debug("{}", post.what);
      courier.post({post.what, post.body, [shared, id = post.id] { shared->acknowledge(id); }});
    }
    if (now_ms() - saved_ms >= save_every_ms) {
      hosted.save();
      saved_ms = now_ms();
    }
    if (posts.empty()) stop.wait_for(longest_pause_ms);
  }
}

// Until it is stopped, from when the target is healthy and has verified its address.
Played post_webhooks(const HostOptions& options, const std::function<Send()>& make_send,
                     const std::shared_ptr<Hosted>& hosted, Stop& stop, const std::shared_ptr<spdlog::logger>& log) {
  const Send send = make_send();
  if (!wait_until_healthy(health_url(options.target), send, stop, *log)) return {};
  if (std::string problem = verify(options.platform.callback_url, options.verify_token, send, now_ms());
      !problem.empty()) {
    return {false, problem};
  }
  log->info("{} verified", options.platform.callback_url);

  CourierOptions courier_options;
  courier_options.url = options.platform.callback_url;
  courier_options.app_secret = options.platform.app_secret;
  courier_options.first_retry_ms = options.first_retry_ms;
  Courier courier(courier_options, make_send, log);
  carry(*hosted, hosted, courier, stop, *log);
  courier.stop();
  const CourierCounts counts = courier.counts();
  log->info("{} posts, {} bodies taken, {} answers other than 200", counts.posts, counts.taken, counts.refused);
  return {true, ""};
}

}  // namespace

Played host(HostOptions options, const std::function<Send()>& make_send, Stop& stop,
            const std::shared_ptr<spdlog::logger>& log, const std::function<void(std::uint16_t)>& listening) {
  options.platform.callback_url = webhook_url(options.target);
  std::optional<PlatformState> kept;
  if (!options.state_file.empty()) {
    auto read = read_platform_state(options.state_file);
    if (!read) return {false, options.state_file.string() + ": " + read.error().what};
    kept = std::move(*read);
    if (kept) log->info("going on with the businesses of {}", options.state_file.string());
  }
  const auto hosted =
      std::make_shared<Hosted>(kept ? std::make_unique<Platform>(options.platform, std::move(*kept), now_ms())
                                    : std::make_unique<Platform>(options.platform),
                               options.state_file);

  options.listen.max_body_bytes = largest_upload;
  const auto desk = std::make_shared<AnswerDesk>();
  HttpServer server(options.listen, [hosted, desk, log](HttpRequest taken, const Reply& reply) {
    // Judged by the time at which it arrived, not by when its turn comes.
    const auto answer = [hosted, desk = desk.get(), log, request = std::move(taken), reply, arrived_ms = now_ms()] {
      Outcome outcome = hosted->answer(request, arrived_ms);
      log->debug("{} {}: {}", request.method, request.path, outcome.lost ? 0 : outcome.response.status);
      if (outcome.lost) return reply.drop();
      if (outcome.after_ms == 0) return reply.send(std::move(outcome.response));
      desk->add([reply, response = std::move(outcome.response)] { reply.send(response); }, outcome.after_ms);
    };
    desk->add(answer);
  });
  if (const auto problem = server.start()) return {false, *problem};
  const std::string origin = "http://" + options.listen.host + ":" + std::to_string(server.port());
  log->info("Graph API listening on {}", origin);
  log->info("signup window {}/simulator/signup, phones {}/simulator/phone", origin, origin);
  if (listening) listening(server.port());
  if (!hosted->save()) return {false, options.state_file.string() + ": cannot be written"};

  Played played = post_webhooks(options, make_send, hosted, stop, log);
  desk->stop();
  server.stop();
  // Kept however it ended: what was answered meanwhile holds.
  if (!hosted->save()) return {false, options.state_file.string() + ": cannot be written"};
  return played;
}

}  // namespace twinline::simulator
