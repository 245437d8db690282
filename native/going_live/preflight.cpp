#include "native/going_live/preflight.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <string_view>

#include "core/graph/answers.h"
#include "core/graph/webhook_fields.h"
#include "native/bytes/sha256.h"
#include "native/http/signature.h"

namespace twinline {
namespace {

constexpr std::string_view callback_path = "/webhooks/meta";
constexpr std::int64_t wanted_free_bytes = 512LL << 20;
constexpr std::size_t nonce_bytes = 16;

PreflightCheck passed(std::string check, std::string why) {
  return {std::move(check), CheckOutcome::passed, std::move(why)};
}
PreflightCheck failed(std::string check, std::string why, std::string fix) {
  return {std::move(check), CheckOutcome::failed, std::move(why), std::move(fix)};
}
PreflightCheck unknown(std::string check, std::string why, std::string fix) {
  return {std::move(check), CheckOutcome::unknown, std::move(why), std::move(fix)};
}

std::string words_of(const GraphError& error) {
  std::string words = error.title.empty() ? error.meaning : error.title;
  if (!error.details.empty()) words += ": " + error.details;
  return words;
}

class Preflight {
 public:
  Preflight(const PreflightQuestion& question, const GoingLiveSettings& settings, Journal& journal, HttpClient& client)
      : question_(question), settings_(settings), journal_(journal), client_(client), day_(date_of(question.now_s)) {}

  std::vector<PreflightCheck> run() {
    look_at_subscriptions();
    look_at_delivery();
    look_at_disk();
    look_at_token();
    look_at_version();
    return std::move(checks_);
  }

 private:
  std::string callback() const { return settings_.public_url + std::string(callback_path); }

  void look_at_subscriptions() {
    const std::string fix = "In Meta's App Dashboard, under Webhooks, subscribe the fields to this address.";
    if (settings_.meta_app_id.empty()) {
      checks_.push_back(unknown("webhook_fields", "The id of our app at Meta is not set.", "Set --meta-app-id."));
      checks_.push_back(unknown("callback_url", "The id of our app at Meta is not set.", "Set --meta-app-id."));
      return;
    }
    const GraphApi api = settings_.api(day_, settings_.meta_app_id + "|" + settings_.app_secret);
    const auto reply =
        read_subscriptions_answer(client_.send(read_subscriptions(api, settings_.meta_app_id)), settings_.policy, day_);
    if (!reply) {
      const std::string why = "Meta did not tell the app's subscriptions. " + words_of(reply.error);
      checks_.push_back(unknown("webhook_fields", why, fix));
      checks_.push_back(unknown("callback_url", why, fix));
      return;
    }
    std::string missing;
    for (const std::string_view field : coexistence_fields) {
      if (std::find(reply->fields.begin(), reply->fields.end(), field) != reply->fields.end()) continue;
      missing += (missing.empty() ? "" : ", ") + std::string(field);
    }
    checks_.push_back(missing.empty() ? passed("webhook_fields", "All fields that bring the sync are subscribed.")
                                      : failed("webhook_fields", "Not subscribed: " + missing + ".", fix));
    if (settings_.public_url.empty()) {
      checks_.push_back(unknown("callback_url", "Meta sends to " + reply->callback_url + ".",
                                "Set --public-url to compare it with ours."));
    } else if (reply->callback_url == callback()) {
      checks_.push_back(passed("callback_url", "Meta sends to " + callback() + "."));
    } else {
      checks_.push_back(failed("callback_url", "Meta sends to " + reply->callback_url + ", not to " + callback() + ".",
                               "Correct the callback address in Meta's App Dashboard, or --public-url."));
    }
  }

  // A webhook of our own making goes the way Meta's go; only the journal can tell that it came to this shim.
  void look_at_delivery() {
    if (settings_.public_url.empty()) {
      checks_.push_back(
          unknown("self_test", "Our public address is not set, so nothing was sent there.", "Set --public-url."));
      return;
    }
    const std::string nonce = random_hex(nonce_bytes);
    const std::string body =
        R"({"object":"whatsapp_business_account","entry":[{"id":"0","changes":[{"field":"twinline_self_test","value":{"nonce":")" +
        nonce + R"("}}]}]})";
    const auto before = journal_.count();
    const Answer answer = client_.send(
        {"POST",
         callback(),
         {{"Content-Type", "application/json"}, {"X-Hub-Signature-256", sign_body(settings_.app_secret, body)}},
         body});
    if (answer.status != 200) {
      checks_.push_back(failed(
          "self_test",
          "A delivery to " + callback() +
              (answer.status == 0 ? " found no answer." : " was answered " + std::to_string(answer.status) + "."),
          "Make the address reachable from outside, with this shim's app secret behind it."));
    } else if (before && is_stored(nonce, *before)) {
      checks_.push_back(passed("self_test", "A delivery to " + callback() + " was stored here."));
    } else {
      checks_.push_back(failed("self_test", "A delivery to " + callback() + " was answered, but not stored here.",
                               "The address leads to another server; point it to this one."));
    }
  }

  bool is_stored(const std::string& nonce, std::int64_t before) const {
    constexpr std::size_t many = 64;
    constexpr std::size_t bytes = 16U << 20;
    constexpr int pages = 100;
    const auto lanes = journal_.lanes();
    if (!lanes || lanes->empty()) return false;
    // The shim's own lane holds all but imported deliveries, so the count is at or behind its end.
    std::int64_t after = lanes->size() == 1 ? before : 0;
    for (int page = 0; page < pages; ++page) {
      const auto deliveries = journal_.read(0, after, many, bytes);
      if (!deliveries || deliveries->empty()) return false;
      for (const Delivery& delivery : *deliveries) {
        if (delivery.body.find(nonce) != std::string::npos) return true;
        after = delivery.seq;
      }
    }
    return false;
  }

  void look_at_disk() {
    if (settings_.data_folder.empty()) {
      return checks_.push_back(unknown("disk", "Deliveries are kept in memory only.", "Give the shim a data folder."));
    }
    struct statvfs disk {};
    if (::statvfs(settings_.data_folder.c_str(), &disk) != 0) {
      return checks_.push_back(unknown("disk", "The disk cannot be asked.", "Look at the data folder."));
    }
    const auto free_bytes = static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
    const std::string why = std::to_string(free_bytes >> 20) + " MiB are free.";
    checks_.push_back(free_bytes >= wanted_free_bytes
                          ? passed("disk", why)
                          : failed("disk", why, "Free at least 512 MiB where the data folder lies."));
  }

  void look_at_token() {
    if (question_.token.empty()) {
      return checks_.push_back(
          failed("token", "There is no access token of this account.", "Go through the signup at Meta again."));
    }
    const auto reply = read_number_answer(
        client_.send(read_number(settings_.api(day_, question_.token), question_.number)), settings_.policy, day_);
    if (reply) {
      checks_.push_back(passed("token", "Meta answers with it."));
    } else if (reply.error.outcome == Outcome::refused && reply.error.advice == RetryAdvice::authorise) {
      checks_.push_back(failed("token", words_of(reply.error), "Go through the signup at Meta again."));
    } else {
      checks_.push_back(unknown("token", words_of(reply.error), reply.error.action));
    }
  }

  void look_at_version() {
    const std::string version = settings_.api(day_, "").version;
    const bool lives = settings_.policy.graph_version_lives(version, day_);
    checks_.push_back(lives ? passed("graph_version", version + " is served by Meta.")
                            : failed("graph_version", "Meta does not serve " + version + " any more.",
                                     "Set --graph-version to one that lives."));
  }

  const PreflightQuestion& question_;
  const GoingLiveSettings& settings_;
  Journal& journal_;
  HttpClient& client_;
  Date day_;
  std::vector<PreflightCheck> checks_;
};

}  // namespace

std::vector<PreflightCheck> preflight(const PreflightQuestion& question, const GoingLiveSettings& settings,
                                      Journal& journal, HttpClient& client) {
  return Preflight(question, settings, journal, client).run();
}

const PreflightCheck* failed_check(const std::vector<PreflightCheck>& checks) {
  const auto failed = std::find_if(checks.begin(), checks.end(),
                                   [](const PreflightCheck& check) { return check.outcome == CheckOutcome::failed; });
  return failed == checks.end() ? nullptr : &*failed;
}

std::string_view to_string(CheckOutcome outcome) {
  constexpr std::string_view names[] = {"passed", "failed", "unknown"};
  return names[static_cast<std::size_t>(outcome)];
}

}  // namespace twinline
