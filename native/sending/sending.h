// Sends what callers hand in, each number at its own pace, and keeps what became of it.
//
// A message is stored, waits for its turn in its number's queue, is noted as begun, goes to Meta and is settled by the
// answer, by a status webhook or by a person. Bytes are written for a send only after its attempt is durable, and whoever
// waits is told only after its end is. After a crash whatever had begun is in doubt; what was waiting goes on. One thread
// asks the schedulers, one writes the store, one talks to Meta, one reads the journal for what concerns sending; nobody
// waits for an answer of Meta's. Any thread may call any member.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "native/going_live/affairs.h"
#include "native/going_live/settings.h"
#include "native/http/async_client.h"
#include "native/sending/figures.h"
#include "native/sending/news_reader.h"
#include "native/sending/number_queue.h"
#include "native/sending/sends_writer.h"
#include "native/sending/settings.h"
#include "native/sending/template_categories.h"
#include "native/store/intake.h"

namespace twinline {

class Sending {
 public:
  struct Around {
    Sends& sends;
    Journal& journal;
    Affairs& affairs;
    std::function<KnownNumber(const std::string&)> number;  // with all that is known of its life
    std::function<void(Delivery, Intake::Done)> to_journal;
    std::function<void(const std::string&)> problem;
  };

  Sending(const SendingSettings& settings, const GoingLiveSettings& graph, Around around);
  ~Sending();  // stops
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;

  // Takes up what the store has; says what is wrong, or nothing.
  std::optional<std::string> start();
  // Who waits for a turn is answered, what is in flight has a moment to be; then nothing is sent any more.
  void stop();

  // Nothing where the number is not ours to send from.
  std::shared_ptr<NumberQueue> queue(const std::string& number);

  // Empty where no app of ours leads to the number.
  std::string app_of(const std::string& number);
  // Of a number or an account; of any other object the one of `number`, or the only one there is.
  std::string app_for(const std::string& object, const std::string& number);
  NumberState state_of(const std::string& number) const;
  // When the user's service window ends, Unix seconds; 0 where none was opened.
  std::int64_t window_ends_s(const std::string& number, const std::string& user);

  // How many users Meta lets the number's portfolio reach, in its words; empty where it is not known.
  std::string messaging_tier(const std::string& number) const;
  // Of a template, in Meta's words; empty where it is not known yet.
  std::string template_category(const std::string& number, const std::string& name);

  // Whether so many more may wait.
  bool has_room(const NumberQueue& queue, std::size_t more) const;

  // What became of handing in a send.
  struct HandedIn {
    enum class Kind : std::uint8_t {
      queued,
      known,
      store_failed,
      full,  // too many wait
    } kind = Kind::queued;
    StoredSend send;  // as it is now
  };
  using Taken = std::function<void(std::vector<HandedIn>)>;
  // The send that this key of a caller belongs to; nothing where it is new.
  Stored<std::optional<SendKey>> find_key(const SendKey& key);
  // The same, and where it is nothing: the key is now this one's, its id is reserved, and the send is to be handed in with
  // it. A key lives 24 hours, and is free again where its send was dropped before it ever started.
  Stored<std::optional<SendKey>> claim(NumberQueue& queue, const SendKey& key);
  // In one transaction; `taken` is called when it is durable, an entry a send in their order. An id that is known already
  // is not sent again.
  void hand_in(const std::shared_ptr<NumberQueue>& queue, std::vector<StoredSend> sends, Taken taken,
               std::optional<SendKey> key = {});
  // `ended` when the send has ended; with `at_most_s` it is cancelled if it has not started by then.
  void when_ended(const std::shared_ptr<NumberQueue>& queue, const std::string& id, NumberQueue::Ended ended,
                  std::optional<std::int64_t> at_most_s);
  // Something about a queue has changed: its sends may go sooner than was thought.
  void wake();
  // The journal holds more than before.
  void journal_grew();
  // Lives of numbers may have changed.
  void look_at_lives();

  // Another call to the Graph API with the token of the number's app, at once and unpaced; withheld where there
  // is no token.
  void call(const std::string& app, const std::string& version, Request request, std::function<void(CallEnd)> done);

  SendsWriter& writer() { return *writer_; }
  Sends& sends() { return around_.sends; }
  const SendingSettings& settings() const { return settings_; }
  const GoingLiveSettings& graph() const { return graph_; }
  const SendingFigures& figures() const { return figures_; }

 private:
  using QueuePtr = std::shared_ptr<NumberQueue>;

  Stored<std::optional<SendKey>> find_key_locked(const SendKey& key);
  std::optional<std::string> take_up();
  QueuePtr make_queue(const std::string& number);
  Stored<> restore(NumberQueue& queue, std::int64_t onboarded_s);
  void work();
  void begin(const QueuePtr& queue, const std::vector<NumberQueue::Due>& due);
  void go(const QueuePtr& queue, const std::string& id);
  void came_back(const QueuePtr& queue, const std::string& id, const CallEnd& end);
  void ended(const StoredSend& send);
  void journal(const StoredSend& send);
  void tidy(TimeMs now);
  void give_up_late(TimeMs now);
  void judge_lives(TimeMs now);
  void hear(const SendingNews& news, std::map<std::int64_t, std::int64_t> cursor);
  SendsChange change_by(const SendingNews& news);
  void note_inbound(const std::string& number);
  std::int64_t take_recent_inbound(const std::string& number);
  bool heard_before(const std::string& id);
  std::string why_not(const KnownNumber& number) const;
  void no_connection(const std::string& problem);
  void ask_for_category(const std::string& account, const std::string& name, TemplateCategories::Done done);

  const SendingSettings settings_;
  const GoingLiveSettings& graph_;
  Around around_;
  SendingFigures figures_;
  TemplateCategories categories_;
  std::optional<SendsWriter> writer_;
  std::optional<AsyncClient> client_;

  TimeMs began_ = 0, tidied_ = 0;
  std::map<std::string, NumberHalt> halts_;  // as they were at the start
  // Held while a queue is made, and while news are handed out: none may fall between the store and a new queue.
  std::mutex making_;
  std::map<std::string, std::deque<TimeMs>> recent_inbound_;  // by number, of those without a queue
  std::deque<std::string> recent_ids_;
  std::set<std::string> recent_;

  mutable std::mutex mutex_;
  std::unique_ptr<NewsReader> news_;
  std::condition_variable changed_;
  std::map<std::string, QueuePtr> queues_;
  std::map<std::string, std::string> apps_;  // by number
  struct Late {
    QueuePtr queue;
    std::string id;
  };
  std::multimap<TimeMs, Late> deadlines_;
  std::map<std::pair<std::string, std::string>, SendKey> keys_in_hand_;
  TimeMs lives_judged_ = 0;
  Date rules_day_{};  // of the rules that all queues have
  bool woken_ = false, lives_told_ = false, stopping_ = false;
  std::atomic<TimeMs> no_connection_until_ = 0;
  std::atomic<int> failures_in_a_row_ = 0;
  std::thread thread_;
};

}  // namespace twinline
