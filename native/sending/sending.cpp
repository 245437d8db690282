#include "native/sending/sending.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "core/lifecycle/next_step.h"
#include "core/sending/words.h"
#include "native/sending/axis.h"
#include "native/sending/heard.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::int64_t keys_live_s = std::int64_t{24} * 3600;
constexpr TimeMs tidy_every_ms = 600'000;
constexpr TimeMs judge_every_ms = 5'000;
constexpr TimeMs longest_sleep_ms = 1'000;
constexpr TimeMs store_pause_ms = 1'000;
// A message that Meta counts later than this after its first byte is counted as one of then.
constexpr TimeMs longest_way_ms = 1'000;
// More than any rate allows.
constexpr std::size_t most_recent_inbound = 100;
constexpr std::size_t ids_remembered = 20'000;
constexpr std::chrono::milliseconds patience_at_stop{4'000};

Date today() { return date_of(unix_now_ms() / ms); }

}  // namespace

Sending::Sending(const SendingSettings& settings, const GoingLiveSettings& graph, Around around)
    : settings_(settings),
      graph_(graph),
      around_(std::move(around)),
      categories_([this](const std::string& account, const std::string& name, TemplateCategories::Done done) {
        ask_for_category(account, name, std::move(done));
      }) {}

Sending::~Sending() { stop(); }

std::optional<std::string> Sending::start() {
  began_ = tidied_ = axis_now();
  writer_.emplace(around_.sends,
                  [this](const std::string& what) { around_.problem("sends could not be stored: " + what); });
  ClientOptions options;
  options.answer_timeout_ms = settings_.answer_timeout_ms;
  client_.emplace(options);
  if (auto problem = take_up()) return problem;
  auto cursor = around_.sends.cursor();
  if (!cursor) return cursor.error().what;
  // Another journal than the one that was read (an older backup, say) is read anew; to hear a thing twice changes nothing.
  for (auto& [lane, seq] : *cursor) {
    const auto last = around_.journal.read(lane, seq - 1, 1, 1);
    if (!last) return last.error().what;
    if (last->empty()) seq = 0;
  }
  auto news = std::make_unique<NewsReader>(
      around_.journal, *std::move(cursor),
      [this](const SendingNews& told, NewsReader::Cursor at) { hear(told, std::move(at)); },
      [this](const std::string& what) { around_.problem("news for sending wait: " + what); });
  {
    const std::lock_guard lock(mutex_);
    news_ = std::move(news);
  }
  thread_ = std::thread([this] { work(); });
  return std::nullopt;
}

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
    moved.reason = send.reason;
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

void Sending::stop() {
  std::vector<Late> late;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    for (auto& [at, one] : deadlines_) late.push_back(std::move(one));
    deadlines_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const Late& one : late) one.queue->cancel(one.id, "waited until the shim stopped");
  const auto end = std::chrono::steady_clock::now() + patience_at_stop;
  const auto flying = [this] {
    return std::any_of(queues_.begin(), queues_.end(), [](const auto& entry) { return entry.second->in_flight() > 0; });
  };
  while (flying() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  // What was about to be begun is handed to the client first, which gives it back unwritten.
  if (writer_) writer_->flush();
  if (client_) client_->stop();
  std::unique_ptr<NewsReader> news;
  {
    const std::lock_guard lock(mutex_);
    news = std::move(news_);
  }
  news.reset();
  if (writer_) writer_->stop();
}

// ── queues ──

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
  for (const QueuePtr& queue : queues) {
    const KnownNumber number = around_.number(queue->number());
    queue->set_life(why_not(number));
    queue->set_rules(scheduler_rules(graph_.policy, today()));
    const std::lock_guard lock(mutex_);
    apps_[queue->number()] = number.app;
  }
}

// ── what is handed in ──

// The lock is held throughout: between a look at the store and the claim nobody else may claim or hand in.
Stored<std::optional<SendKey>> Sending::claim(NumberQueue& queue, const SendKey& key) {
  const std::lock_guard lock(mutex_);
  const auto name = std::pair(key.number, key.key);
  if (const auto in_hand = keys_in_hand_.find(name); in_hand != keys_in_hand_.end())
    return std::optional(in_hand->second);
  const auto known = around_.sends.key(key.number, key.key);
  if (!known) return known.error();
  if (*known && (*known)->at_s > key.at_s - keys_live_s) {
    const auto send = around_.sends.find(key.number, (*known)->id);
    if (!send) return send.error();
    // One that was never tried may be handed in again.
    const bool unsent = *send && (*send)->state == SendState::dropped && (*send)->attempts == 0;
    if (!unsent) return *known;
  }
  keys_in_hand_[name] = key;
  queue.reserve(key.id);
  return std::optional<SendKey>();
}

bool Sending::is_full(const NumberQueue& queue) const {
  return settings_.most_waiting > 0 && queue.size() >= static_cast<std::size_t>(settings_.most_waiting);
}

void Sending::hand_in(const std::shared_ptr<NumberQueue>& queue, std::vector<StoredSend> sends, Taken taken,
                      std::optional<SendKey> key) {
  SendsChange change;
  std::vector<HandedIn> handed;
  for (StoredSend& send : sends) {
    HandedIn& one = handed.emplace_back();
    one.send = send;
    const bool claimed = key && key->id == send.id;
    if (!claimed && is_full(*queue) && !queue->holds(send.id)) {
      one.kind = HandedIn::Kind::full;
      continue;
    }
    if (claimed || queue->reserve(send.id)) {
      const auto before = around_.sends.find(send.number, send.id);
      if (before && !*before) {
        change.added.push_back(std::move(send));
        continue;
      }
      queue->unreserve(send.id);
      one.kind = before ? HandedIn::Kind::known : HandedIn::Kind::store_failed;
      if (before) one.send = **before;
      continue;
    }
    one.kind = HandedIn::Kind::known;
    if (const auto standing = queue->standing(send.id)) one.send = standing->send;
  }
  const auto name = key ? std::pair(key->number, key->key) : std::pair<std::string, std::string>();
  if (key) change.keys.push_back(*key);
  writer_->submit(std::move(change), [this, queue, handed = std::move(handed), taken = std::move(taken), name,
                                      has_key = key.has_value()](bool stored) mutable {
    for (HandedIn& one : handed) {
      if (one.kind != HandedIn::Kind::queued) continue;
      if (stored) {
        queue->add(one.send);
      } else {
        queue->unreserve(one.send.id);
        one.kind = HandedIn::Kind::store_failed;
      }
    }
    if (has_key) {
      const std::lock_guard lock(mutex_);
      keys_in_hand_.erase(name);
    }
    wake();
    taken(std::move(handed));
  });
}

void Sending::when_ended(const std::shared_ptr<NumberQueue>& queue, const std::string& id, NumberQueue::Ended ended,
                         std::optional<std::int64_t> at_most_s) {
  if (!queue->when_ended(id, ended)) {
    const auto send = around_.sends.find(queue->number(), id);
    StoredSend unknown;
    unknown.number = queue->number();
    unknown.id = id;
    unknown.state = SendState::dropped;
    unknown.reason = "it could not be stored";
    return ended(send && *send ? **send : unknown);
  }
  if (!at_most_s) return;
  bool too_late = false;
  {
    const std::lock_guard lock(mutex_);
    too_late = stopping_;
    if (!too_late) deadlines_.emplace(axis_now() + *at_most_s * ms, Late{queue, id});
  }
  if (too_late) queue->cancel(id, "waited until the shim stopped");
  changed_.notify_all();
}

void Sending::journal_grew() {
  const std::lock_guard lock(mutex_);
  if (news_) news_->wake();
}

std::string Sending::app_of(const std::string& number) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = apps_.find(number); found != apps_.end()) return found->second;
  }
  return around_.number(number).app;
}

std::string Sending::app_for(const std::string& object, const std::string& number) {
  std::set<std::string> apps;
  for (const std::string& one : around_.affairs.numbers()) {
    const KnownNumber known = around_.affairs.number(one);
    if (object == one || object == known.waba || number == one) return known.app;
    apps.insert(known.app);
  }
  return apps.size() == 1 && number.empty() ? *apps.begin() : std::string();
}

std::string Sending::messaging_tier(const std::string& number) const {
  const KnownNumber known = around_.number(number);
  return known.state.messaging_limit ? known.state.messaging_limit->value : "";
}

std::string Sending::template_category(const std::string& number, const std::string& name) {
  const std::string account = around_.affairs.number(number).waba;
  return account.empty() || name.empty() ? "" : categories_.of(account, name, unix_now_ms());
}

void Sending::ask_for_category(const std::string& account, const std::string& name, TemplateCategories::Done done) {
  call(app_for(account, ""), "", list_templates_named(account, name),
       [name, done = std::move(done)](const CallEnd& end) {
         done(end.fate == CallFate::answered ? template_category_in(end.answer.body, name) : "");
       });
}

std::int64_t Sending::window_ends_s(const std::string& number, const std::string& user) {
  const auto known = around_.sends.user(number, user);
  if (!known || !*known || (*known)->opened_s == 0) return 0;
  const auto onboarded = around_.affairs.onboarding_at(number, unix_now_ms() / ms);
  const std::int64_t window_s = scheduler_rules(graph_.policy, today()).service_window_ms / ms;
  return onboarded && *onboarded <= (*known)->opened_s ? (*known)->opened_s + window_s : 0;
}

void Sending::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

// ── the pacing thread ──

void Sending::work() {
  for (;;) {
    TimeMs now = axis_now();
    judge_lives(now);
    tidy(now);
    give_up_late(now);
    std::vector<QueuePtr> queues;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      woken_ = false;
      for (const auto& [number, queue] : queues_) queues.push_back(queue);
    }
    TimeMs next = now + longest_sleep_ms;
    const TimeMs blocked_until = no_connection_until_;
    if (now < blocked_until) {
      next = std::min(next, blocked_until);
    } else {
      for (const QueuePtr& queue : queues) {
        if (const auto due = queue->due(); !due.empty()) begin(queue, due);
        next = std::min(next, queue->wake());
      }
    }
    std::unique_lock lock(mutex_);
    if (!deadlines_.empty()) next = std::min(next, deadlines_.begin()->first);
    now = axis_now();
    const auto rest = std::chrono::milliseconds(std::clamp<TimeMs>(next - now, 1, longest_sleep_ms));
    changed_.wait_for(lock, rest, [this] { return woken_ || stopping_ || lives_told_; });
    if (stopping_) return;
  }
}

void Sending::tidy(TimeMs now) {
  if (now < tidied_ + tidy_every_ms) return;
  tidied_ = now;
  SendsChange change;
  change.forget_keys_before_s = unix_now_ms() / ms - keys_live_s;
  writer_->keep(std::move(change));
}

void Sending::give_up_late(TimeMs now) {
  std::vector<Late> late;
  {
    const std::lock_guard lock(mutex_);
    const auto end = deadlines_.upper_bound(now);
    for (auto one = deadlines_.begin(); one != end; ++one) late.push_back(std::move(one->second));
    deadlines_.erase(deadlines_.begin(), end);
  }
  // One that is on its way is waited for.
  for (const Late& one : late) one.queue->cancel(one.id, "waited too long for its turn", true);
}

void Sending::begin(const QueuePtr& queue, const std::vector<NumberQueue::Due>& due) {
  SendsChange change;
  for (const NumberQueue::Due& one : due) {
    change.begun.push_back({queue->number(), one.id, one.attempts, unix_now_ms()});
  }
  writer_->submit(std::move(change), [this, queue, due](bool stored) {
    for (const NumberQueue::Due& one : due) {
      if (stored) {
        go(queue, one.id);
      } else {
        queue->release(one.id);
      }
    }
    if (!stored) no_connection_until_ = axis_now() + store_pause_ms;
  });
}

void Sending::go(const QueuePtr& queue, const std::string& id) {
  const auto send = around_.sends.find(queue->number(), id);
  std::string app;
  {
    const std::lock_guard lock(mutex_);
    app = apps_[queue->number()];
  }
  const auto token = around_.affairs.token(app);
  if (!send || !*send || !token) {
    queue->release(id);
    no_connection_until_ = axis_now() + store_pause_ms;
    return look_at_lives();
  }
  GraphApi api = graph_.api(today(), *token);
  if (!(*send)->version.empty()) api.version = (*send)->version;
  client_->send(
      send_message(api, queue->number(), (*send)->body),
      [this, queue, id] {
        const bool may = queue->start(id);
        if (may) ++figures_.started;
        return may;
      },
      [this, queue, id](const CallEnd& end) {
        came_back(queue, id, end);
        wake();
      },
      [queue, id] { queue->written(id); });
}

void Sending::came_back(const QueuePtr& queue, const std::string& id, const CallEnd& end) {
  switch (end.fate) {
    case CallFate::withheld:
      return;
    case CallFate::not_written:
      queue->release(id);
      return no_connection(end.problem);
    case CallFate::lost: {
      SendAnswer lost;
      lost.result.kind = SendResult::Kind::lost;
      return queue->settle(id, lost, {});
    }
    case CallFate::answered:
      failures_in_a_row_ = 0;
      return queue->settle(id, read_send_answer(end.answer, graph_.policy, today()), end.answer);
  }
}

// Meta cannot be reached: all wait, longer each time.
void Sending::no_connection(const std::string& problem) {
  ++figures_.unsent;
  if (axis_now() < no_connection_until_) return;
  constexpr int most_doublings = 5;
  const int shift = std::min(failures_in_a_row_++, most_doublings);
  no_connection_until_ = axis_now() + (TimeMs{ms} << shift);
  around_.problem("messages wait, Meta cannot be reached: " + problem);
}

// ── ends ──

void Sending::ended(const StoredSend& send) {
  switch (send.state) {
    case SendState::accepted:
      ++figures_.accepted;
      return journal(send);
    case SendState::failed:
      ++figures_.failed;
      return;
    case SendState::dropped:
      ++figures_.dropped;
      return;
    case SendState::in_doubt:
      ++figures_.in_doubt;
      around_.problem("message " + send.id + " of " + send.number + " is in doubt: " + send.reason);
      return;
    case SendState::waiting:
    case SendState::in_flight:
      return;
  }
}

// Into the history by the way of all facts. One that nobody can name (a person's word, no answer) tells it nothing.
void Sending::journal(const StoredSend& send) {
  const auto mark = [this, name = SendName{send.number, send.id}] {
    SendsChange change;
    change.journalled.push_back(name);
    writer_->keep(std::move(change));
  };
  const auto whole = around_.sends.find(send.number, send.id);
  if (!whole || !*whole) return;
  if ((*whole)->wamid.empty() || (*whole)->answer.empty()) return mark();
  Delivery delivery;
  delivery.kind = Delivery::Kind::line;
  delivery.received_ms = unix_now_ms();
  delivery.body = sent_line({send.number, (*whole)->started_ms / ms, (*whole)->body, (*whole)->answer});
  around_.to_journal(std::move(delivery), [mark](bool stored) {
    if (stored) mark();
  });
}

// ── news ──

void Sending::hear(const SendingNews& news, std::map<std::int64_t, std::int64_t> cursor) {
  SendsChange change;
  {
    const std::lock_guard making(making_);
    change = change_by(news);
    change.cursor = std::move(cursor);
  }
  if (!news.signs.empty() || !news.wishes.empty()) wake();
  for (;;) {
    const auto stored = std::make_shared<std::promise<bool>>();
    writer_->submit(change, [stored](bool done) { stored->set_value(done); });
    if (stored->get_future().get()) return;
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, std::chrono::milliseconds(store_pause_ms), [this] { return stopping_; })) return;
  }
}

SendsChange Sending::change_by(const SendingNews& news) {
  SendsChange change;
  const auto queue_of = [this](const std::string& number) -> QueuePtr {
    const std::lock_guard lock(mutex_);
    const auto found = queues_.find(number);
    return found == queues_.end() ? nullptr : found->second;
  };
  for (const CustomerSign& sign : news.signs) {
    const bool opens = around_.affairs.onboarding_at(sign.number, sign.at_s).has_value();
    if (opens) change.users.push_back({sign.number, sign.user, sign.at_s, 0, 0});
    if (heard_before(sign.id)) continue;
    if (const QueuePtr queue = queue_of(sign.number)) {
      queue->customer(sign.user, sign.at_s, opens, sign.is_message);
    } else if (opens && sign.is_message) {
      note_inbound(sign.number);
    }
  }
  for (const MarketingWish& wish : news.wishes) {
    UserStanding now{wish.number, wish.user, 0, wish.stop ? wish.at_s : 0, wish.stop ? 0 : wish.at_s};
    change.users.push_back(now);
    if (const auto known = around_.sends.user(wish.number, wish.user); known && *known) {
      now.stopped_s = std::max(now.stopped_s, (*known)->stopped_s);
      now.resumed_s = std::max(now.resumed_s, (*known)->resumed_s);
    }
    if (const QueuePtr queue = queue_of(wish.number)) queue->wish(wish.user, now.stopped_s > now.resumed_s);
  }
  for (DeliveryStatus status : news.statuses) {
    if (const QueuePtr queue = queue_of(status.number)) {
      // Callers may give many messages the same data: what a wamid names is not looked for among the others.
      const auto known =
          status.opaque.empty() ? Stored<bool>(true) : around_.sends.knows_wamid(status.number, status.wamid);
      if (known && *known) status.opaque.clear();
      queue->hear(status);
    } else {
      change.heard.push_back(heard_of(status, {}));
    }
  }
  return change;
}

// What was received directly before a number sends for the first time takes part in its rate too.
void Sending::note_inbound(const std::string& number) {
  std::deque<TimeMs>& times = recent_inbound_[number];
  times.push_back(axis_now());
  while (times.size() > most_recent_inbound) times.pop_front();
}

std::int64_t Sending::take_recent_inbound(const std::string& number) {
  const auto found = recent_inbound_.extract(number);
  if (found.empty()) return 0;
  const TimeMs since = axis_now() - ms - settings_.guard_ms;
  return std::count_if(found.mapped().begin(), found.mapped().end(), [since](TimeMs at) { return at > since; });
}

// Meta repeats what it was not answered for; a message counts against the rate once.
bool Sending::heard_before(const std::string& id) {
  if (id.empty()) return false;
  if (!recent_.insert(id).second) return true;
  recent_ids_.push_back(id);
  if (recent_ids_.size() > ids_remembered) {
    recent_.erase(recent_ids_.front());
    recent_ids_.pop_front();
  }
  return false;
}

// ── other calls ──

void Sending::call(const std::string& app, const std::string& version, Request request,
                   std::function<void(CallEnd)> done) {
  const auto token = around_.affairs.token(app);
  if (!token) {
    CallEnd end;
    end.fate = CallFate::withheld;
    end.problem = "there is no access token of this number: connect it again";
    return done(std::move(end));
  }
  const GraphApi api = graph_.api(today(), *token);
  request.url = api.base + "/" + (version.empty() ? api.version : version) + request.url;
  request.headers.emplace_back("Authorization", "Bearer " + *token);
  client_->send(
      std::move(request), [] { return true; }, std::move(done));
}

}  // namespace twinline
