#include "native/cli/simulate.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "native/cli/listen_address.h"
#include "native/cli/option.h"
#include "native/http/client.h"
#include "native/meta_simulator/dump.h"
#include "native/meta_simulator/host.h"
#include "native/meta_simulator/player.h"
#include "native/meta_simulator/stop_signals.h"

namespace twinline {
namespace {

namespace sim = simulator;

// When the number went live, unless the command line says so: for files a fixed day, so that one seed gives one file; for
// a target some minutes ago, so that the history ends where live traffic begins.
constexpr std::int64_t fixed_day_s = 1'782'864'000;  // 2026-07-01
constexpr std::int64_t lead_s = 300;
constexpr std::int64_t answer_timeout_ms = 20'000;

struct Flags {
  std::string target;
  std::string scenario = std::string(sim::scenarios.front().name);
  std::string out;
  std::string expect;
  std::string state;
  std::string listen;
  std::string app;
  std::uint64_t seed = 1;
  std::int64_t onboarded_at_s = 0;
  std::size_t messages = 3000;
  std::size_t threads = 40;
  double speed = 1;
  bool refuses_at_once = false;
  bool verbose = false;
};

int fail(int code, const std::string& what) {
  std::cerr << "twinline: " << what << "\n";
  return code;
}

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::shared_ptr<spdlog::logger> make_log(bool verbose) {
  auto log = std::make_shared<spdlog::logger>("simulate", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l simulate: %v");
  log->set_level(verbose ? spdlog::level::debug : spdlog::level::info);
  return log;
}

std::int64_t now_s() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

sim::WorldPlan plan_of(const Flags& flags) {
  sim::WorldPlan plan;
  plan.seed = flags.seed;
  plan.messages = flags.messages;
  plan.threads = flags.threads;
  plan.onboarded_at_s = flags.onboarded_at_s;
  if (plan.onboarded_at_s == 0) plan.onboarded_at_s = flags.out.empty() ? now_s() - lead_s : fixed_day_s;
  return plan;
}

sim::Send make_send() {
  ClientOptions client_options;
  client_options.answer_timeout_ms = answer_timeout_ms;
  auto client = std::make_shared<HttpClient>(client_options);
  return [client](const Request& request) { return client->send(request); };
}

// Posts what the scenario has to a target that is not expected to ask for anything.
sim::Played play(const Flags& flags, const sim::Scenario& scenario, sim::Stop& stop) {
  sim::PlayOptions options;
  options.target = flags.target;
  options.app_secret = from_environment("TWINLINE_APP_SECRET");
  options.verify_token = from_environment("TWINLINE_VERIFY_TOKEN");
  options.scenario = scenario;
  options.plan = plan_of(flags);
  options.speed = flags.speed;
  options.state_file = flags.state;
  options.expect_file = flags.expect;
  return sim::play(options, make_send, stop, make_log(flags.verbose));
}

// Lets the target go through the whole of it: signup, Graph API, and webhooks as far as it asked for them.
sim::Played host(const Flags& flags, const sim::Scenario& scenario, const ServerOptions& listen, sim::Stop& stop) {
  sim::HostOptions options;
  options.listen = listen;
  options.target = flags.target;
  options.verify_token = from_environment("TWINLINE_VERIFY_TOKEN");
  options.platform.scenario = scenario;
  options.platform.world = {flags.seed, flags.onboarded_at_s, flags.messages, flags.threads};
  options.platform.speed = flags.speed;
  options.platform.app = flags.app;
  options.platform.app_secret = from_environment("TWINLINE_APP_SECRET");
  options.platform.refuses_at_once = flags.refuses_at_once;
  options.state_file = flags.state;
  return sim::host(options, make_send, stop, make_log(flags.verbose));
}

int simulate(const Flags& flags) {
  const sim::Scenario* scenario = sim::find_scenario(flags.scenario);
  if (scenario == nullptr) return fail(2, "simulate: no scenario is called '" + flags.scenario + "'; see --help");
  if (scenario->needs_listen() && flags.listen.empty()) {
    return fail(2, "simulate: the scenario '" + flags.scenario +
                       "' is about what the target asks for; add --listen HOST:PORT, where it finds the Graph API");
  }
  if (!flags.listen.empty() && (!flags.out.empty() || !flags.expect.empty())) {
    return fail(2,
                "simulate: --out and --expect write what is posted unasked; leave --listen out. With it, "
                "/simulator/truth tells what a receiver must know");
  }
  if (!flags.out.empty()) {
    const std::string problem = sim::dump(plan_of(flags), *scenario, flags.out, flags.expect);
    return problem.empty() ? 0 : fail(1, problem);
  }
  const bool is_url = flags.target.rfind("http://", 0) == 0 || flags.target.rfind("https://", 0) == 0;
  if (!is_url) return fail(2, "simulate: --target must be an http or https address, or name a folder with --out");
  if (from_environment("TWINLINE_APP_SECRET").empty() || from_environment("TWINLINE_VERIFY_TOKEN").empty()) {
    return fail(2, "simulate: set TWINLINE_APP_SECRET and TWINLINE_VERIFY_TOKEN to what the target has");
  }
  ServerOptions listen;
  if (!flags.listen.empty() && !parse_listen_address(flags.listen, listen)) {
    return fail(2, "simulate: --listen takes HOST:PORT, not " + flags.listen);
  }
  sim::Stop stop;
  const sim::StopSignals signals(stop);
  const sim::Played played = flags.listen.empty() ? play(flags, *scenario, stop) : host(flags, *scenario, listen, stop);
  return played.problem.empty() ? 0 : fail(1, "simulate: " + played.problem);
}

std::string scenario_table() {
  std::string text = "Scenarios (all but golive and burst want --listen):\n";
  for (const sim::Scenario& scenario : sim::scenarios) {
    std::string name(scenario.name);
    name.resize(21, ' ');
    text += "  " + name + std::string(scenario.sentence) + "\n";
  }
  return text + "Secrets come from TWINLINE_APP_SECRET and TWINLINE_VERIFY_TOKEN.";
}

}  // namespace

void add_simulate(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("simulate", "A stand-in for Meta: signs and posts what a business's number brings");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("--target", flags->target, "The shim's address; a full path posts there instead of /webhooks/meta")
      ->envname("TWINLINE_TARGET");
  verb->add_option("--listen", flags->listen,
                   "HOST:PORT of a Graph API and a signup window; webhooks then come as Meta sends them: to whoever "
                   "signed up, subscribed and asked")
      ->envname("TWINLINE_SIMULATE_LISTEN");
  verb->add_option("--app-id", flags->app, "With --listen: the only app that is known; without it any")
      ->envname("TWINLINE_META_APP_ID");
  verb->add_option("--scenario", flags->scenario, "What is played")
      ->envname("TWINLINE_SCENARIO")
      ->capture_default_str();
  verb->add_option("--state", flags->state, "Remember in this file what was sent; Meta sends a history once")
      ->envname("TWINLINE_STATE");
  verb->add_option("--speed", flags->speed, "Times faster than life; 0: as fast as possible")
      ->envname("TWINLINE_SPEED")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  verb->add_option("--seed", flags->seed, "Another seed is another world")
      ->envname("TWINLINE_SEED")
      ->capture_default_str();
  verb->add_option("--messages", flags->messages, "Messages in the history")
      ->envname("TWINLINE_MESSAGES")
      ->check(CLI::Range(std::size_t{0}, std::size_t{10'000'000}))
      ->capture_default_str();
  verb->add_option("--threads", flags->threads, "Conversations in the history")
      ->envname("TWINLINE_THREADS")
      ->check(CLI::Range(std::size_t{1}, std::size_t{20'000}))
      ->capture_default_str();
  verb->add_option("--onboarded-at", flags->onboarded_at_s,
                   "Unix seconds; without it just now, or a fixed day with --out")
      ->envname("TWINLINE_ONBOARDED_AT")
      ->check(CLI::Range(std::int64_t{1'300'000'000}, std::int64_t{4'000'000'000}));
  verb->add_option("--out", flags->out, "Write the bodies into this folder as .jsonl (-: stdout) and post nothing")
      ->envname("TWINLINE_OUT");
  verb->add_option("--expect", flags->expect, "Write what a receiver must know in the end, as JSON")
      ->envname("TWINLINE_EXPECT");
  verb->add_flag("--refuse-at-once", flags->refuses_at_once,
                 "With --listen: answer 131047, 131050 and 368; else a status tells them, as Meta mostly does")
      ->envname("TWINLINE_REFUSE_AT_ONCE");
  add_flag(*verb, "--verbose", flags->verbose, "Log every body");
  verb->footer(scenario_table());
  verb->callback([flags, &exit_code] { exit_code = simulate(*flags); });
}

}  // namespace twinline
