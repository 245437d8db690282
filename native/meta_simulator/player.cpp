#include "native/meta_simulator/player.h"

#include <chrono>
#include <mutex>
#include <utility>

#include "native/meta_simulator/dump.h"
#include "native/meta_simulator/live.h"
#include "native/meta_simulator/onboarding.h"
#include "native/meta_simulator/random.h"
#include "native/meta_simulator/run_state.h"

namespace twinline::simulator {
namespace {

constexpr std::int64_t poll_ms = 200;
constexpr std::size_t live_backlog = 500;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::int64_t paced(std::int64_t span_ms, double speed) {
  return speed > 0 ? static_cast<std::int64_t>(static_cast<double>(span_ms) / speed) : 0;
}

// The run's memory, shared by the workers. Written at most a few times a second, and at the end.
class Memory {
 public:
  Memory(std::filesystem::path file, RunState state) : file_(std::move(file)), state_(std::move(state)) {}

  bool has(std::uint32_t step) const {
    const std::lock_guard lock(mutex_);
    return state_.taken.count(step) > 0;
  }
  std::size_t taken() const {
    const std::lock_guard lock(mutex_);
    return state_.taken.size();
  }
  // Returns how many steps are taken now.
  std::size_t take(std::uint32_t step) {
    const std::lock_guard lock(mutex_);
    state_.taken.insert(step);
    if (now_ms() - saved_ms_ >= poll_ms) save();
    return state_.taken.size();
  }
  bool write() {
    const std::lock_guard lock(mutex_);
    return save();
  }

 private:
  bool save() {
    saved_ms_ = now_ms();
    return file_.empty() || write_run_state(file_, state_);
  }

  mutable std::mutex mutex_;
  std::filesystem::path file_;
  RunState state_;
  std::int64_t saved_ms_ = 0;
};

// A line each tenth of the way.
void log_progress(spdlog::logger& log, std::size_t taken, std::size_t all) {
  if (taken * 10 / all != (taken - 1) * 10 / all) log.info("{} of {} bodies of the onboarding taken", taken, all);
}

void play_onboarding(const PlayOptions& options, const std::shared_ptr<const Onboarding>& onboarding,
                     const std::shared_ptr<const World>& world, const std::shared_ptr<Memory>& memory, Courier& courier,
                     Stop& stop, const std::shared_ptr<spdlog::logger>& log) {
  const auto& steps = onboarding->steps();
  const auto started = std::chrono::steady_clock::now();
  std::optional<std::int64_t> first_due_ms;
  for (std::uint32_t i = 0; i < steps.size() && !stop.requested(); ++i) {
    if (memory->has(i)) continue;
    // A run that goes on where another ended does not wait for the time that has passed.
    if (!first_due_ms) first_due_ms = steps[i].due_ms;
    const auto due = started + std::chrono::milliseconds(paced(steps[i].due_ms - *first_due_ms, options.speed));
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - std::chrono::steady_clock::now()).count();
    if (left > 0 && stop.wait_for(left)) return;
    log->debug("{}", onboarding->describe(steps[i]));
    // The world is held too: the onboarding tells from it.
    courier.post({onboarding->describe(steps[i]),
                  [world, onboarding, step = steps[i]] { return onboarding->body(step); },
                  [memory, log, i, all = steps.size()] { log_progress(*log, memory->take(i), all); }});
  }
}

void play_live(const PlayOptions& options, const World& world, std::uint64_t salt, Courier& courier, Stop& stop,
               spdlog::logger& log) {
  LiveTraffic traffic(world, salt);
  std::int64_t told_ms = now_ms();
  while (!stop.requested()) {
    if (!courier.wait_until_pending(options.speed > 0 ? live_backlog : 8, poll_ms)) continue;
    for (LivePost& post : traffic.next(now_ms() / 1000)) {
      log.debug("live: {}", post.what);
      courier.post({"live: " + post.what, [body = std::move(post.body)] { return body; }, {}},
                   paced(post.after_ms, options.speed));
    }
    if (now_ms() - told_ms > 60'000) {
      told_ms = now_ms();
      const CourierCounts counts = courier.counts();
      log.info("live: {} posts so far, {} not answered 200", counts.posts, counts.refused);
    }
    stop.wait_for(paced(traffic.pause_ms(), options.speed));
  }
}

}  // namespace

Played play(const PlayOptions& options, const std::function<Send()>& make_send, Stop& stop,
            const std::shared_ptr<spdlog::logger>& log) {
  RunState state;
  state.scenario = options.scenario.name;
  state.plan = options.plan;
  if (!options.state_file.empty()) {
    auto kept = read_run_state(options.state_file);
    if (!kept) return {false, options.state_file.string() + ": " + kept.error().what};
    if (*kept) {
      state = **kept;
      state.scenario = options.scenario.name;
      log->info("going on with the business of {}", options.state_file.string());
    }
  }
  ++state.runs;

  // Shared with the workers, which may outlive this call when a target does not answer.
  const auto world = std::make_shared<const World>(make_world(state.plan));
  OnboardingPlan plan;
  plan.duration_ms = options.scenario.duration_ms;
  const auto onboarding = std::make_shared<const Onboarding>(*world, plan);
  const std::uint64_t salt = mix(mix(state.plan.seed, state.runs), static_cast<std::uint64_t>(now_ms()));
  const auto memory = std::make_shared<Memory>(options.state_file, state);

  if (!options.expect_file.empty()) {
    if (std::string problem = write_truth(*world, *onboarding, options.expect_file); !problem.empty()) {
      return {false, problem};
    }
  }
  const std::string url = webhook_url(options.target);
  const Send send = make_send();
  if (!wait_until_healthy(health_url(options.target), send, stop, *log)) return {};
  if (std::string problem = verify(url, options.verify_token, send, now_ms()); !problem.empty())
    return {false, problem};
  if (!memory->write()) return {false, options.state_file.string() + ": cannot be written"};
  log->info("{} verified; number {} ({}), {} messages with {} people", url, world->business.number,
            world->business.phone, world->messages.size(), state.plan.threads);

  CourierOptions courier_options;
  courier_options.url = url;
  courier_options.app_secret = options.app_secret;
  courier_options.first_retry_ms = options.first_retry_ms;
  Courier courier(courier_options, make_send, log);
  if (memory->taken() == onboarding->steps().size()) {
    log->info("the history was sent by an earlier run and is not sent again");
  } else {
    play_onboarding(options, onboarding, world, memory, courier, stop, log);
  }
  if (options.scenario.live_afterwards && !stop.requested()) {
    log->info("live traffic begins");
    play_live(options, *world, salt, courier, stop, *log);
  }
  while (!stop.requested() && !courier.wait_until_pending(0, poll_ms)) continue;
  courier.stop();
  memory->write();
  const CourierCounts counts = courier.counts();
  log->info("{} posts, {} bodies taken, {} answers other than 200", counts.posts, counts.taken, counts.refused);
  return {memory->taken() == onboarding->steps().size(), ""};
}

}  // namespace twinline::simulator
