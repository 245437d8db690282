#include "native/cli/serve.h"

#include <pthread.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>

#include "core/policy/document.h"
#include "core/policy/load.h"
#include "native/api/service.h"
#include "native/cli/data_folder.h"
#include "native/cli/listen_address.h"
#include "native/cli/option.h"
#include "native/http/url.h"

namespace twinline {
namespace {

struct Flags {
  std::string listen = "127.0.0.1:8080";
  DataFolder data;
  std::string store = "sqlite";
  std::string dashboard;
  std::string key_file;
  std::string policy = "meta";
  std::string sync = "auto";
  std::int64_t poll_s = 0;
  GoingLiveSettings going_live;
  SendingSettings sending;
};

int refuse(int code, const std::string& what) {
  std::cerr << "twinline: serve: " << what << "\n";
  return code;
}

// NAME from the environment, else the first line of the file that NAME_FILE names.
std::string secret(const std::string& name) {
  if (const char* const value = std::getenv(name.c_str())) return value;
  std::string line;
  if (const char* const file = std::getenv((name + "_FILE").c_str())) std::getline(std::ifstream(file), line);
  return line;
}

std::string dashboard_beside_program() {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  return (program.parent_path() / "dashboard").string();
}

// Signals that end the shim. They are blocked in all threads and waited for in one.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_{};
};

std::optional<ShimSecrets> secrets_for(const DataFolder& data, spdlog::logger& log) {
  ShimSecrets secrets{secret("TWINLINE_APP_SECRET"), secret("TWINLINE_VERIFY_TOKEN"), secret("TWINLINE_ADMIN_TOKEN")};
  if (!secrets.admin_token.empty()) return secrets;
  bool made = false;
  auto token = data.admin_token(made);
  if (!token) {
    report_failure(token.error());
    return std::nullopt;
  }
  secrets.admin_token = *token;
  if (made) log.info("admin token, shown this once and kept in {}/admin_token: {}", data.path, secrets.admin_token);
  return secrets;
}

// One that is compiled in, or a partner's own from its file.
Stored<Policy> policy_of(const std::string& name_or_file) {
  if (auto policy = builtin_policy(name_or_file)) return *std::move(policy);
  const std::ifstream file(name_or_file, std::ios::binary);
  if (!file) return StoreError{"--policy " + name_or_file + ": neither meta, connexease, gupshup nor a file to read"};
  const std::string text = (std::ostringstream() << file.rdbuf()).str();
  auto policy = parse_policy(text);
  if (policy) return *std::move(policy);
  const Error& error = policy.error();
  return StoreError{name_or_file + ": line " + std::to_string(line_of(text, error.byte)) + ", " + error.place + ": " +
                    error.what};
}

// Fills in what the flags name; says what is wrong, or nothing.
std::optional<std::string> complete(const Flags& flags, GoingLiveSettings& settings) {
  settings = flags.going_live;
  auto policy = policy_of(flags.policy);
  if (!policy) return policy.error().what;
  settings.policy = *std::move(policy);
  if (flags.poll_s > 0) {
    for (Limit& limit : settings.policy.limits) {
      if (limit.name == "connection_poll_s") limit.value = flags.poll_s;
    }
  }
  if (flags.sync != "auto" && flags.sync != "by-hand") return "--sync " + flags.sync + ": there are auto and by-hand";
  settings.sync_by_itself = flags.sync == "auto";
  for (std::string* url : {&settings.graph_url, &settings.public_url}) {
    while (url->ends_with('/')) url->pop_back();
    if (!url->empty() && !parse_url(*url)) return *url + " is not an http or https address";
  }
  settings.data_folder = flags.data.path;
  return std::nullopt;
}

int serve(const Flags& flags) {
  if (flags.store != "sqlite") return refuse(2, "--store " + flags.store + ": only sqlite is there today");
  ServiceOptions options;
  if (!parse_listen_address(flags.listen, options.server))
    return refuse(2, "--listen takes HOST:PORT, not " + flags.listen);
  if (flags.sending.wait_s < 0 || flags.sending.guard_ms < 0 || flags.sending.media_mb < 0 ||
      flags.sending.most_waiting < 0) {
    return refuse(2, "--send-wait-s, --send-guard-ms, --send-most-waiting and --send-media-mb are 0 or more");
  }
  if (secret("TWINLINE_APP_SECRET").empty()) {
    return refuse(
        2, "set TWINLINE_APP_SECRET (or TWINLINE_APP_SECRET_FILE): without it no webhook's signature can be checked");
  }
  if (const auto problem = complete(flags, options.going_live)) return refuse(2, *problem);
  const EndSignals signals;
  const auto log = std::make_shared<spdlog::logger>("serve", std::make_shared<spdlog::sinks::stdout_sink_mt>());
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l serve: %v");
  log->flush_on(spdlog::level::info);

  const auto lock = flags.data.lock();
  if (!lock) return report_failure(lock.error());
  auto journal = flags.data.journal(false);
  if (!journal) return report_failure(journal.error());
  auto records = flags.data.records(false);
  if (!records) return report_failure(records.error());
  auto ledger = flags.data.ledger();
  if (!ledger) return report_failure(ledger.error());
  auto sends = flags.data.sends();
  if (!sends) return report_failure(sends.error());
  const auto seal = flags.data.seal(flags.key_file);
  if (!seal) return report_failure(seal.error());
  const auto secrets = secrets_for(flags.data, *log);
  if (!secrets) return 1;
  if (secrets->verify_token.empty()) {
    log->warn("TWINLINE_VERIFY_TOKEN is not set: Meta's verification of this address will be refused");
  }

  options.secrets = *secrets;
  options.sending = flags.sending;
  options.dashboard_folder = flags.dashboard.empty() ? dashboard_beside_program() : flags.dashboard;
  options.server.threads = std::max(2U, std::thread::hardware_concurrency());
  Service service(
      options, {**journal, **records, **ledger, **sends}, *seal,
      {[log](const std::string& text) { log->info(text); }, [log](const std::string& text) { log->warn(text); }});
  if (const auto problem = service.start()) return refuse(1, *problem);
  const Counters& counters = service.counters();
  log->info("{} deliveries stored, {} in the records, {} issues", counters.deliveries.load(), counters.projected.load(),
            counters.issues.load());
  log->info("listening on http://{}:{}/", options.server.host, service.port());
  signals.wait();
  log->info("stopping");
  service.stop();
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("serve", "The shim: takes webhooks, merges them, serves records and the dashboard");
  const auto flags = std::make_shared<Flags>();
  add_option(*verb, "--listen", flags->listen, "HOST:PORT; port 0 takes a free one");
  add_option(*verb, "--data", flags->data.path, "Folder of the journal and the records");
  add_option(*verb, "--store", flags->store, "Where both are kept: sqlite");
  add_option(*verb, "--dashboard", flags->dashboard,
             "Folder of the dashboard's files; without it `dashboard` beside the program");
  GoingLiveSettings& live = flags->going_live;
  add_option(*verb, "--policy", flags->policy,
             "Whose rules and limits hold: meta, connexease, gupshup, or a policy file of your own");
  add_option(*verb, "--graph-url", live.graph_url, "Meta's Graph API");
  add_option(*verb, "--graph-version", live.graph_version, "As v24.0; without it the newest that the policy knows");
  add_option(*verb, "--meta-app-id", live.meta_app_id, "Id of our app at Meta");
  add_option(*verb, "--meta-config-id", live.meta_config_id, "Id of its configuration of Embedded Signup");
  add_option(*verb, "--public-url", live.public_url, "Where Meta and businesses find this shim");
  add_option(*verb, "--signup-page", live.signup_page, "Page that stands in for Meta's signup window");
  add_option(*verb, "--sync", flags->sync, "auto asks for contacts and history as soon as it may be, by-hand never");
  add_option(*verb, "--poll-s", flags->poll_s,
             "Seconds between two looks at a connected number; 0 leaves it to the policy");
  add_option(*verb, "--key-file", flags->key_file,
             "File of the key that seals access tokens, made if missing; without it `key` in the data folder");
  SendingSettings& sending = flags->sending;
  add_option(*verb, "--send-wait-s", sending.wait_s,
             "Seconds that a caller of /messages waits at most for a message's turn, before Meta's error 130429");
  add_option(*verb, "--send-guard-ms", sending.guard_ms,
             "Milliseconds added to the second that the rate is about: how much delays on the way to Meta may vary");
  add_option(*verb, "--send-most-waiting", sending.most_waiting,
             "Messages of a number that may wait, about 1.3 KB of memory each; 0 sets no bound");
  add_option(*verb, "--send-media-mb", sending.media_mb, "Largest upload that is passed on; Meta takes up to 100");
  verb->footer("Secrets: TWINLINE_APP_SECRET, TWINLINE_VERIFY_TOKEN, TWINLINE_ADMIN_TOKEN, or the same with _FILE.");
  verb->callback([flags, &exit_code] { exit_code = serve(*flags); });
}

}  // namespace twinline
