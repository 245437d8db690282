// How queues come to be: from the store at the start, or when a number sends for the first time; and how they
// follow the life of their number.

#include <algorithm>
#include <utility>

#include "core/lifecycle/next_step.h"
#include "core/sending/words.h"
#include "native/sending/axis.h"
#include "native/sending/sending.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr TimeMs judge_every_ms = 5'000;
// A message that Meta counts later than this after its first byte is counted as one of then.
constexpr TimeMs longest_way_ms = 1'000;

}  // namespace

std::optional<std::string> Sending::take_up() {
  const auto halts = around_.sends.halts();
  if (!halts) return halts.error().what;
  for (const NumberHalt& halt : *halts) halts_[halt.number] = halt;
  const auto unfinished = around_.sends.unfinished();
  if (!unfinished) return unfinished.error().what;
  const auto campaigns = around_.sends.campaigns();
  if (!campaigns) return campaigns.error().what;
  SendsChange change;
  std::vector<StoredSend> sends = *unfinished;
  std::set<std::pair<std::string, std::string>> unmade;
  for (const StoredCampaign& campaign : *campaigns) {
    if (campaign.state != "making") continue;
    unmade.insert({campaign.number, campaign.name});
    change.unmade_campaigns.push_back({campaign.number, campaign.id});
  }
  std::erase_if(sends, [&](const StoredSend& send) { return unmade.count({send.number, send.campaign}) != 0; });
  for (StoredSend& send : sends) {
    if (send.state != SendState::in_flight) continue;
    const bool told = send.status_rank > 0 && !send.wamid.empty();
    send.state = told ? SendState::accepted : SendState::in_doubt;
    send.ended_ms = unix_now_ms();
    send.reason = told ? "a status told that it was sent" : "the process ended before its answer came";
    SendMoved moved{send.number, send.id, send.state, send.attempts, send.ended_ms};
    if (!told) send.why = EndReason::answer_lost;
    moved.reason = send.reason;
    moved.why = send.why;
    if (told) {
      moved.wamid = send.wamid;
      moved.answer_status = 200;
      moved.answer = accepted_answer(send.to, send.wamid);
    }
    change.moved.push_back(std::move(moved));
  }
  change.forget_keys_before_s = unix_now_ms() / ms - keys_live_s;
  if (const auto saved = around_.sends.save({change}); !saved) return saved.error().what;

  std::set<std::string> numbers;
  for (const StoredSend& send : sends) numbers.insert(send.number);
  for (const StoredCampaign& campaign : *campaigns) numbers.insert(campaign.number);
  for (const std::string& number : numbers) {
    if (!make_queue(number)) return "the rules of sending make no sense: see --policy";
  }
  for (const StoredCampaign& campaign : *campaigns) {
    if (campaign.state == "paused") queues_[campaign.number]->pause_campaign(campaign.name);
  }
  for (const StoredSend& send : sends) {
    if (send.state != SendState::accepted) queues_[send.number]->add(send);
  }
  const auto unjournalled = around_.sends.unjournalled();
  if (!unjournalled) return unjournalled.error().what;
  for (const StoredSend& send : *unjournalled) journal(send);
  return std::nullopt;
}

std::shared_ptr<NumberQueue> Sending::queue(const std::string& number) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = queues_.find(number); found != queues_.end()) return found->second;
  }
  if (around_.number(number).app.empty()) return nullptr;
  const std::lock_guard making(making_);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return nullptr;
    if (const auto found = queues_.find(number); found != queues_.end()) return found->second;
  }
  writer_->flush();
  return make_queue(number);
}

Sending::QueuePtr Sending::make_queue(const std::string& number) {
  SchedulerRules rules = scheduler_rules(graph_.policy, today());
  SchedulerOptions options;
  options.rate = static_cast<int>(rules.most_per_s);
  options.guard_ms = settings_.guard_ms;
  options.hold_ms = longest_way_ms;
  options.pair = rules.pair;
  options.pair.guard_ms = settings_.guard_ms;
  options.seed = std::hash<std::string>{}(number);
  options.first_start_ms = began_ + ms + settings_.guard_ms;
  options.checks_permissions = true;
  auto scheduler = Scheduler::create(options, std::move(rules));
  if (!scheduler) return nullptr;
  const auto made = std::make_shared<NumberQueue>(
      number, *std::move(scheduler), options.rate,
      [this](SendsChange change, std::function<void()> stored) { writer_->keep(std::move(change), std::move(stored)); },
      [this](const StoredSend& send) { ended(send); });
  const KnownNumber known = around_.number(number);
  if (const auto restored = restore(*made, known.state.onboarded_at.value_or(0)); !restored) {
    around_.problem("what is known of the users of " + number + " cannot be read: " + restored.error().what);
    return nullptr;
  }
  made->received(take_recent_inbound(number));
  made->set_life(why_not(known));
  const std::lock_guard lock(mutex_);
  apps_[number] = known.app;
  queues_[number] = made;
  return made;
}

Stored<> Sending::restore(NumberQueue& queue, std::int64_t onboarded_s) {
  const std::int64_t now_s = unix_now_ms() / ms;
  const SchedulerRules rules = scheduler_rules(graph_.policy, today());
  const auto users = around_.sends.users(queue.number(), now_s - rules.service_window_ms / ms);
  if (!users) return users.error();
  for (const UserStanding& user : *users) {
    if (user.opened_s >= onboarded_s) queue.customer(user.user, user.opened_s, true, false);
    if (user.stopped_s > user.resumed_s) queue.wish(user.user, true);
  }
  const auto starts = around_.sends.starts_since(queue.number(), unix_now_ms() - longest_debt_ms(rules.pair));
  if (!starts) return starts.error();
  for (const RecentStart& start : *starts) queue.remember_start(start.user, start.at_ms);
  if (const auto halt = halts_.find(queue.number()); halt != halts_.end()) queue.restore(halt->second);
  return Done{};
}

std::string Sending::why_not(const KnownNumber& number) const {
  if (number.app.empty()) return "the number is connected by no app here";
  const NextStep step = next_step(number.state, graph_.policy, unix_now_ms() / ms);
  if (!step.may_send) {
    std::string why = "the number is " + std::string(to_string(step.stage));
    return step.advice.empty() ? why : why + ": " + step.advice.front().text;
  }
  return around_.affairs.token(number.app) ? "" : "there is no access token of this number: connect it again";
}

void Sending::look_at_lives() {
  {
    const std::lock_guard lock(mutex_);
    lives_told_ = true;
  }
  changed_.notify_all();
}

void Sending::judge_lives(TimeMs now) {
  std::vector<QueuePtr> queues;
  {
    const std::lock_guard lock(mutex_);
    if (!lives_told_ && now < lives_judged_ + judge_every_ms) return;
    lives_told_ = false;
    lives_judged_ = now;
    for (const auto& [number, queue] : queues_) queues.push_back(queue);
  }
  // Rules hold for whole days; a queue is made with those of its day.
  std::optional<SchedulerRules> new_rules;
  if (const Date day = today(); day != rules_day_) {
    rules_day_ = day;
    new_rules = scheduler_rules(graph_.policy, day);
  }
  for (const QueuePtr& queue : queues) {
    const KnownNumber number = around_.number(queue->number());
    queue->set_life(why_not(number));
    if (new_rules) queue->set_rules(*new_rules);
    const std::lock_guard lock(mutex_);
    apps_[queue->number()] = number.app;
  }
}

}  // namespace twinline
