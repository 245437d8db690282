// Every message that is to be sent, and what became of it: it cannot be computed again.
//
// A send is here before anybody is told that it was taken; each attempt before its first byte goes out; its outcome before
// whoever waits is answered. So after a crash whatever is `in_flight` may or may not have reached Meta, and whatever is
// `waiting` has not. What is saved together is one transaction, durable when save() returns. The store knows no rule: which state
// follows which is decided above it. Beside the sends lie what deliveries told of users (joined: the latest time wins), the
// place in the journal up to which that was read, campaigns, what a person said of a number, and the keys by which callers
// recognise a repetition of their own. Any thread may call any member; save() one at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/schedule/send.h"
#include "native/store/stored.h"

namespace twinline {

enum class SendState : std::uint8_t { waiting, in_flight, in_doubt, accepted, failed, dropped };

std::string_view to_string(SendState state);
std::optional<SendState> send_state_of(std::string_view name);

// Times are Unix milliseconds, 0 where there is none.
struct StoredSend {
  std::string number;
  std::string id;    // unique in its number
  std::string to;    // as the caller wrote it
  std::string user;  // what limits are counted by
  std::string type;
  std::string preview;
  std::string lane;
  std::string campaign;  // its name; empty: none
  std::string version;   // of the Graph API, where the caller named one
  std::string opaque;    // what a status webhook will bring back
  std::string body{};    // as it goes to Meta; empty once it lies in the journal
  bool free_form = false;
  std::int64_t submitted_ms = 0;
  std::int64_t not_before_ms = 0;
  std::int64_t expires_ms = 0;

  SendState state = SendState::waiting;
  std::int64_t attempts = 0;
  std::int64_t started_ms = 0;  // the last attempt
  std::int64_t ended_ms = 0;
  std::string wamid{};
  std::int64_t answer_status = 0;  // HTTP status of Meta's last answer
  std::string answer{};            // its body
  std::string reason{};            // why it ended, in words
  EndReason why = EndReason::none;
  std::int64_t error_code = 0;  // of the last refusal
  std::string error_title{};
  std::string error_details{};

  std::string status{};  // how far it came, by webhook
  std::int64_t status_rank = 0;
  std::int64_t status_s = 0;
  bool operator==(const StoredSend&) const = default;
};

// An attempt that is about to be made; nothing where the send does not wait any more.
struct SendBegun {
  std::string number, id;
  std::int64_t attempts = 0;
  std::int64_t at_ms = 0;
};

// A send as it is after an attempt, or after its end. What came from Meta is kept until the next answer.
struct SendMoved {
  std::string number, id;
  SendState state = SendState::waiting;
  std::int64_t attempts = 0;
  std::int64_t ended_ms = 0;
  std::string wamid{};
  std::int64_t answer_status = 0;
  std::string answer{};
  std::string reason{};
  EndReason why = EndReason::none;
  std::int64_t error_code = 0;
  std::string error_title{};
  std::string error_details{};
};

// A word of a status webhook about the send with that id or, where that is empty, with that wamid. The greater rank stays;
// a send whose wamid is not known learns it.
struct SendHeard {
  std::string number, id, wamid;
  std::string status;
  std::int64_t rank = 0;
  std::int64_t at_s = 0;
  std::int64_t error_code = 0;
  std::string error_title{};
  std::string error_details{};
};

struct SendName {
  std::string number, id;
  bool operator==(const SendName&) const = default;
  auto operator<=>(const SendName&) const = default;
};

struct StoredCampaign {
  std::string number, id;
  std::string name;  // unique in its number
  std::string lane;
  std::string template_name{}, template_language{};
  std::string state = "running";  // "making", "running", "paused", "cancelled"
  std::int64_t total = 0;
  std::int64_t created_s = 0;
  bool operator==(const StoredCampaign&) const = default;
};

// What is known of a user of a number; 0 where nothing is. Joined: each the latest.
struct UserStanding {
  std::string number, user;
  std::int64_t opened_s = 0;   // wrote or called
  std::int64_t stopped_s = 0;  // wants no marketing
  std::int64_t resumed_s = 0;  // wants it again
  bool operator==(const UserStanding&) const = default;
};

struct NumberHalt {
  std::string number;
  std::string paused{};   // why a person paused it; empty: nobody did
  std::string stopped{};  // why Meta stopped it
  bool operator==(const NumberHalt&) const = default;
};

struct SendKey {
  std::string number, key;
  std::string body_hash;
  std::string id;  // of the send
  std::int64_t at_s = 0;
  bool operator==(const SendKey&) const = default;
};

struct SendsChange {
  std::vector<StoredSend> added{};  // of an id that is there already, nothing is added
  std::vector<SendBegun> begun{};
  std::vector<SendMoved> moved{};
  std::vector<SendHeard> heard{};
  std::vector<SendName> journalled{};        // their line lies in the journal: the body is forgotten
  std::vector<StoredCampaign> campaigns{};   // new, or as they are now
  std::vector<SendName> unmade_campaigns{};  // by id, with all their sends that were never tried
  std::vector<UserStanding> users{};
  std::vector<NumberHalt> halts{};
  std::vector<SendKey> keys{};  // the latest of a key takes the place of the one before
  std::optional<std::int64_t> forget_keys_before_s{};
  std::map<std::int64_t, std::int64_t> cursor{};  // lanes of the journal that were read further
};

struct SendsQuery {
  std::string number;
  std::vector<SendState> states{};  // empty: all
  std::string campaign{};           // empty: all
  std::string user{};               // empty: all
  std::int64_t limit = 50;
  std::string after{};  // SendsPage::after of the page before
};

struct SendsPage {
  std::vector<StoredSend> sends;  // the newest first, without body and answer
  std::string after;              // empty: there are no more
};

// How many sends of a campaign are in a state, and how far they came.
struct CampaignCount {
  std::string campaign;
  SendState state = SendState::waiting;
  std::string status;
  std::int64_t count = 0;
  std::int64_t last_ended_ms = 0;
};

struct FailureCount {
  std::int64_t code = 0;
  std::int64_t count = 0;
  std::string title;  // of the latest
  std::int64_t last_ms = 0;
};

struct RecentStart {
  std::string user;
  std::int64_t at_ms = 0;
};

// Of what was accepted for one user.
struct AcceptedStarts {
  std::string user;
  std::int64_t first_ms = 0;
  std::int64_t latest_ms = 0;
};

class Sends {
 public:
  virtual ~Sends() = default;

  // One after the other, all or none.
  virtual Stored<> save(const std::vector<SendsChange>& changes) = 0;

  // Everything, its body and answer too.
  virtual Stored<std::optional<StoredSend>> find(std::string_view number, std::string_view id) = 0;
  virtual Stored<bool> knows_wamid(std::string_view number, std::string_view wamid) = 0;
  virtual Stored<SendsPage> list(const SendsQuery& query) = 0;
  // Waiting, in flight or in doubt, the oldest first, without body and answer.
  virtual Stored<std::vector<StoredSend>> unfinished() = 0;
  // Accepted, and their line is not known to lie in the journal; with body and answer.
  virtual Stored<std::vector<StoredSend>> unjournalled() = 0;
  virtual Stored<std::vector<RecentStart>> starts_since(std::string_view number, std::int64_t since_ms) = 0;
  // Of each user who got something since, no order; for people, as lists are.
  virtual Stored<std::vector<AcceptedStarts>> accepted_since(std::string_view number, std::int64_t since_ms) = 0;
  virtual Stored<std::vector<std::string>> numbers() = 0;  // that have sends, campaigns or halts

  virtual Stored<std::vector<StoredCampaign>> campaigns() = 0;  // as they were made
  virtual Stored<std::vector<CampaignCount>> campaign_counts(std::string_view number) = 0;
  virtual Stored<std::vector<FailureCount>> failures(std::string_view number, std::int64_t since_ms) = 0;
  virtual Stored<std::int64_t> count(std::string_view number, SendState state) = 0;

  virtual Stored<std::optional<UserStanding>> user(std::string_view number, std::string_view user) = 0;
  // Who opened a service window since, or ever said a word about marketing.
  virtual Stored<std::vector<UserStanding>> users(std::string_view number, std::int64_t opened_since_s) = 0;
  virtual Stored<std::vector<NumberHalt>> halts() = 0;
  virtual Stored<std::optional<SendKey>> key(std::string_view number, std::string_view key) = 0;
  virtual Stored<std::map<std::int64_t, std::int64_t>> cursor() = 0;
};

std::unique_ptr<Sends> make_memory_sends();
// `path` is made if it is missing. A file of its own: its commits never wait for a webhook's, nor a webhook's for them.
Stored<std::unique_ptr<Sends>> open_sqlite_sends(const std::string& path);

}  // namespace twinline
