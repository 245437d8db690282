#include "native/sending/sending.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/sending/words.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::chrono::milliseconds patience_at_stop{4'000};

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
  for (const Late& one : late) one.queue->cancel(one.id, {EndReason::waited_too_long, "waited until the shim stopped"});
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

// ── what is handed in ──

Stored<std::optional<SendKey>> Sending::find_key(const SendKey& key) {
  const std::lock_guard lock(mutex_);
  return find_key_locked(key);
}

Stored<std::optional<SendKey>> Sending::find_key_locked(const SendKey& key) {
  const auto in_hand = keys_in_hand_.find(std::pair(key.number, key.key));
  if (in_hand != keys_in_hand_.end()) return std::optional(in_hand->second);
  auto known = around_.sends.key(key.number, key.key);
  if (!known || !*known) return known;
  if ((*known)->at_s <= key.at_s - keys_live_s) return std::optional<SendKey>();
  const auto send = around_.sends.find(key.number, (*known)->id);
  if (!send) return send.error();
  // One that was never tried may be handed in again.
  const bool unsent = *send && (*send)->state == SendState::dropped && (*send)->attempts == 0;
  return unsent ? std::optional<SendKey>() : *known;
}

// The lock is held throughout: between a look at the store and the claim nobody else may claim or hand in.
Stored<std::optional<SendKey>> Sending::claim(NumberQueue& queue, const SendKey& key) {
  const std::lock_guard lock(mutex_);
  auto known = find_key_locked(key);
  if (!known || *known) return known;
  keys_in_hand_[std::pair(key.number, key.key)] = key;
  queue.reserve(key.id);
  return known;
}

bool Sending::has_room(const NumberQueue& queue, std::size_t more) const {
  return settings_.most_waiting == 0 || queue.size() + more <= static_cast<std::size_t>(settings_.most_waiting);
}

void Sending::hand_in(const std::shared_ptr<NumberQueue>& queue, std::vector<StoredSend> sends, Taken taken,
                      std::optional<SendKey> key) {
  SendsChange change;
  std::vector<HandedIn> handed;
  for (StoredSend& send : sends) {
    HandedIn& one = handed.emplace_back();
    one.send = send;
    const bool claimed = key && key->id == send.id;
    if (claimed || queue->reserve(send.id)) {
      const auto before = around_.sends.find(send.number, send.id);
      const bool is_new = before && !*before;
      // Reserved ones are counted already.
      if (is_new && (claimed || has_room(*queue, 0))) {
        change.added.push_back(std::move(send));
        continue;
      }
      queue->unreserve(send.id);
      one.kind = is_new ? HandedIn::Kind::full : before ? HandedIn::Kind::known : HandedIn::Kind::store_failed;
      if (before && *before) one.send = **before;
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
  if (too_late) queue->cancel(id, {EndReason::waited_too_long, "waited until the shim stopped"});
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

NumberState Sending::state_of(const std::string& number) const { return around_.number(number).state; }

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
