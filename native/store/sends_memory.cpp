#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <set>

#include "native/store/sends.h"

namespace twinline {
namespace {

constexpr std::array<std::string_view, 6> state_names{"waiting",  "in_flight", "in_doubt",
                                                      "accepted", "failed",    "dropped"};

using Key = std::pair<std::string, std::string>;

StoredSend without_bodies(StoredSend send) {
  send.body.clear();
  send.answer.clear();
  return send;
}

bool is_failed(const StoredSend& send) {
  return send.error_code != 0 && (send.state == SendState::failed || send.status == "failed");
}

// For tests: keeps the contract of the store except that nothing outlives the process.
class MemorySends final : public Sends {
 public:
  Stored<> save(const std::vector<SendsChange>& changes) override {
    const std::lock_guard lock(mutex_);
    for (const SendsChange& change : changes) save(change);
    return Done{};
  }
  Stored<std::optional<StoredSend>> find(std::string_view number, std::string_view id) override {
    const std::lock_guard lock(mutex_);
    const auto row = rows_.find({std::string(number), std::string(id)});
    return row == rows_.end() ? std::optional<StoredSend>() : std::optional<StoredSend>(row->second.send);
  }

  Stored<bool> knows_wamid(std::string_view number, std::string_view wamid) override {
    const std::lock_guard lock(mutex_);
    return !wamid.empty() && std::any_of(rows_.begin(), rows_.end(), [&](const auto& entry) {
      return entry.first.first == number && entry.second.send.wamid == wamid;
    });
  }

  Stored<SendsPage> list(const SendsQuery& query) override {
    const std::lock_guard lock(mutex_);
    std::vector<const Row*> found;
    for (const auto& [key, row] : rows_) {
      const StoredSend& send = row.send;
      const bool fits = send.number == query.number &&
                        (query.states.empty() ||
                         std::find(query.states.begin(), query.states.end(), send.state) != query.states.end()) &&
                        (query.campaign.empty() || send.campaign == query.campaign) &&
                        (query.user.empty() || send.user == query.user) &&
                        (query.after.empty() || row.seq < std::stoll(query.after));
      if (fits) found.push_back(&row);
    }
    std::sort(found.begin(), found.end(), [](const Row* a, const Row* b) { return a->seq > b->seq; });
    SendsPage page;
    for (const Row* const row : found) {
      if (static_cast<std::int64_t>(page.sends.size()) == query.limit) break;
      page.sends.push_back(without_bodies(row->send));
      page.after = std::to_string(row->seq);
    }
    if (page.sends.size() == found.size()) page.after.clear();
    return page;
  }

  Stored<std::vector<StoredSend>> unfinished() override {
    return in_order([](const StoredSend& send) { return send.state <= SendState::in_doubt; }, true);
  }
  Stored<std::vector<StoredSend>> unjournalled() override {
    return in_order(
        [this](const StoredSend& send) {
          return send.state == SendState::accepted && journalled_.count({send.number, send.id}) == 0;
        },
        false);
  }
  Stored<std::vector<RecentStart>> starts_since(std::string_view number, std::int64_t since_ms) override {
    const std::lock_guard lock(mutex_);
    std::vector<RecentStart> found;
    for (const auto& [key, row] : rows_) {
      if (key.first == number && row.send.started_ms >= since_ms && row.send.started_ms > 0)
        found.push_back({row.send.user, row.send.started_ms});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
    return found;
  }
  Stored<std::vector<AcceptedStarts>> accepted_since(std::string_view number, std::int64_t since_ms) override {
    const std::lock_guard lock(mutex_);
    std::map<std::string, AcceptedStarts> users;
    for (const auto& [key, row] : rows_) {
      const StoredSend& send = row.send;
      const bool asked_for = send.state == SendState::accepted && send.started_ms > 0 && send.started_ms >= since_ms;
      if (key.first != number || !asked_for) continue;
      AcceptedStarts& user = users.try_emplace(send.user, AcceptedStarts{send.user, send.started_ms, 0}).first->second;
      user.first_ms = std::min(user.first_ms, send.started_ms);
      user.latest_ms = std::max(user.latest_ms, send.started_ms);
    }
    std::vector<AcceptedStarts> found;
    for (const auto& [name, user] : users) found.push_back(user);
    return found;
  }
  Stored<std::vector<std::string>> numbers() override {
    const std::lock_guard lock(mutex_);
    std::set<std::string> found;
    for (const auto& [key, row] : rows_) found.insert(key.first);
    for (const StoredCampaign& campaign : campaigns_) found.insert(campaign.number);
    for (const auto& [number, halt] : halts_) found.insert(number);
    return std::vector<std::string>(found.begin(), found.end());
  }

  Stored<std::vector<StoredCampaign>> campaigns() override {
    const std::lock_guard lock(mutex_);
    return campaigns_;
  }
  Stored<std::vector<CampaignCount>> campaign_counts(std::string_view number) override {
    const std::lock_guard lock(mutex_);
    std::map<std::tuple<std::string, SendState, std::string>, CampaignCount> counts;
    for (const auto& [key, row] : rows_) {
      const StoredSend& send = row.send;
      if (key.first != number || send.campaign.empty()) continue;
      CampaignCount& count = counts[{send.campaign, send.state, send.status}];
      count = {send.campaign, send.state, send.status, count.count + 1, std::max(count.last_ended_ms, send.ended_ms)};
    }
    std::vector<CampaignCount> found;
    for (auto& [key, count] : counts) found.push_back(std::move(count));
    return found;
  }
  Stored<std::vector<FailureCount>> failures(std::string_view number, std::int64_t since_ms) override {
    const std::lock_guard lock(mutex_);
    std::map<std::int64_t, FailureCount> counts;
    for (const auto& [key, row] : rows_) {
      const StoredSend& send = row.send;
      if (key.first != number || send.ended_ms < since_ms || !is_failed(send)) continue;
      FailureCount& count = counts[send.error_code];
      if (send.ended_ms >= count.last_ms) count.title = send.error_title;
      count = {send.error_code, count.count + 1, count.title, std::max(count.last_ms, send.ended_ms)};
    }
    std::vector<FailureCount> found;
    for (auto& [code, count] : counts) found.push_back(std::move(count));
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    return found;
  }
  Stored<std::int64_t> count(std::string_view number, SendState state) override {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(std::count_if(rows_.begin(), rows_.end(), [&](const auto& entry) {
      return entry.first.first == number && entry.second.send.state == state;
    }));
  }

  Stored<std::optional<UserStanding>> user(std::string_view number, std::string_view user) override {
    const std::lock_guard lock(mutex_);
    const auto found = users_.find({std::string(number), std::string(user)});
    return found == users_.end() ? std::optional<UserStanding>() : std::optional<UserStanding>(found->second);
  }
  Stored<std::vector<UserStanding>> users(std::string_view number, std::int64_t opened_since_s) override {
    const std::lock_guard lock(mutex_);
    std::vector<UserStanding> found;
    for (const auto& [key, user] : users_) {
      const bool spoke = user.stopped_s != 0 || user.resumed_s != 0;
      if (key.first == number && (spoke || user.opened_s >= opened_since_s)) found.push_back(user);
    }
    return found;
  }
  Stored<std::vector<NumberHalt>> halts() override {
    const std::lock_guard lock(mutex_);
    std::vector<NumberHalt> found;
    for (const auto& [number, halt] : halts_) found.push_back(halt);
    return found;
  }
  Stored<std::optional<SendKey>> key(std::string_view number, std::string_view key) override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find({std::string(number), std::string(key)});
    return found == keys_.end() ? std::optional<SendKey>() : std::optional<SendKey>(found->second);
  }
  Stored<std::map<std::int64_t, std::int64_t>> cursor() override {
    const std::lock_guard lock(mutex_);
    return cursor_;
  }

 private:
  struct Row {
    StoredSend send;
    std::int64_t seq = 0;
  };

  void save(const SendsChange& change) {
    for (const StoredSend& send : change.added) {
      if (rows_.try_emplace({send.number, send.id}, Row{send, next_}).second) ++next_;
    }
    for (const SendBegun& begun : change.begun) {
      StoredSend* const send = at(begun.number, begun.id);
      if (send != nullptr && send->state == SendState::waiting) {
        send->state = SendState::in_flight;
        send->attempts = begun.attempts;
        send->started_ms = begun.at_ms;
      }
    }
    for (const SendMoved& moved : change.moved) move(moved);
    for (const SendHeard& heard : change.heard) hear(heard);
    for (const SendName& name : change.journalled) {
      if (StoredSend* const send = at(name.number, name.id)) {
        send->body.clear();
        journalled_.insert({name.number, name.id});
      }
    }
    for (const StoredCampaign& campaign : change.campaigns) put(campaign);
    for (const SendName& name : change.unmade_campaigns) unmake(name);
    for (const UserStanding& user : change.users) {
      UserStanding& known =
          users_.try_emplace({user.number, user.user}, UserStanding{user.number, user.user}).first->second;
      known.opened_s = std::max(known.opened_s, user.opened_s);
      known.stopped_s = std::max(known.stopped_s, user.stopped_s);
      known.resumed_s = std::max(known.resumed_s, user.resumed_s);
    }
    for (const NumberHalt& halt : change.halts) halts_.insert_or_assign(halt.number, halt);
    for (const SendKey& key : change.keys) keys_.insert_or_assign({key.number, key.key}, key);
    if (change.forget_keys_before_s) {
      std::erase_if(keys_, [&](const auto& entry) { return entry.second.at_s < *change.forget_keys_before_s; });
    }
    for (const auto& [lane, seq] : change.cursor) cursor_[lane] = seq;
  }

  StoredSend* at(const std::string& number, const std::string& id) {
    const auto row = rows_.find({number, id});
    return row == rows_.end() ? nullptr : &row->second.send;
  }
  void move(const SendMoved& moved) {
    StoredSend* const send = at(moved.number, moved.id);
    if (send == nullptr) return;
    send->state = moved.state;
    send->attempts = moved.attempts;
    send->ended_ms = moved.ended_ms;
    send->reason = moved.reason;
    send->why = moved.why;
    if (!moved.wamid.empty()) send->wamid = moved.wamid;
    if (moved.answer_status == 0) return;
    send->answer_status = moved.answer_status;
    send->answer = moved.answer;
    send->error_code = moved.error_code;
    send->error_title = moved.error_title;
    send->error_details = moved.error_details;
  }
  void hear(const SendHeard& heard) {
    for (auto& [key, row] : rows_) {
      StoredSend& send = row.send;
      const bool same = heard.id.empty() ? send.wamid == heard.wamid && !heard.wamid.empty() : send.id == heard.id;
      if (key.first != heard.number || !same || send.status_rank >= heard.rank) continue;
      if (send.wamid.empty()) send.wamid = heard.wamid;
      send.status = heard.status;
      send.status_rank = heard.rank;
      send.status_s = heard.at_s;
      if (heard.error_code == 0) continue;
      send.error_code = heard.error_code;
      send.error_title = heard.error_title;
      send.error_details = heard.error_details;
    }
  }
  void put(const StoredCampaign& campaign) {
    const auto same = std::find_if(campaigns_.begin(), campaigns_.end(), [&](const StoredCampaign& one) {
      return one.number == campaign.number && one.id == campaign.id;
    });
    if (same == campaigns_.end()) {
      campaigns_.push_back(campaign);
    } else {
      *same = campaign;
    }
  }
  void unmake(const SendName& name) {
    const auto same = std::find_if(campaigns_.begin(), campaigns_.end(), [&](const StoredCampaign& one) {
      return one.number == name.number && one.id == name.id;
    });
    if (same == campaigns_.end()) return;
    std::erase_if(rows_, [&](const auto& entry) {
      const StoredSend& send = entry.second.send;
      const bool untried = send.state == SendState::waiting && send.attempts == 0;
      return untried && entry.first.first == name.number && send.campaign == same->name;
    });
    campaigns_.erase(same);
  }
  template <class Wanted>
  std::vector<StoredSend> in_order(Wanted wanted, bool without) {
    const std::lock_guard lock(mutex_);
    std::vector<const Row*> found;
    for (const auto& [key, row] : rows_) {
      if (wanted(row.send)) found.push_back(&row);
    }
    std::sort(found.begin(), found.end(), [](const Row* a, const Row* b) { return a->seq < b->seq; });
    std::vector<StoredSend> sends;
    for (const Row* const row : found) sends.push_back(without ? without_bodies(row->send) : row->send);
    return sends;
  }

  std::mutex mutex_;
  std::map<Key, Row> rows_;
  std::int64_t next_ = 1;
  std::set<Key> journalled_;
  std::vector<StoredCampaign> campaigns_;
  std::map<Key, UserStanding> users_;
  std::map<std::string, NumberHalt> halts_;
  std::map<Key, SendKey> keys_;
  std::map<std::int64_t, std::int64_t> cursor_;
};

}  // namespace

std::string_view to_string(SendState state) { return state_names[static_cast<std::size_t>(state)]; }

std::optional<SendState> send_state_of(std::string_view name) {
  const auto found = std::find(state_names.begin(), state_names.end(), name);
  if (found == state_names.end()) return std::nullopt;
  return static_cast<SendState>(found - state_names.begin());
}

std::unique_ptr<Sends> make_memory_sends() { return std::make_unique<MemorySends>(); }

}  // namespace twinline
