#include "core/lifecycle/facts_of.h"

#include <algorithm>

#include "core/decode/meaning.h"
#include "core/decode/notice.h"
#include "core/decode/phone.h"
#include "core/decode/time.h"
#include "core/lifecycle/account_event.h"
#include "core/policy/document.h"

namespace twinline {
namespace {

std::string digits_of(std::string_view phone) {
  return is_formatted_phone(phone) ? phone_digits(phone) : std::string(phone);
}

std::string text_of(const JsonValue& object, std::string_view member) {
  const JsonValue* value = object.find(member);
  const bool scalar =
      value != nullptr && (value->kind == JsonValue::Kind::string || value->kind == JsonValue::Kind::number);
  return scalar ? value->text : std::string();
}

// Tiers come as TIER_2K, as 2000 and as -1; one spelling of them is kept.
std::string tier_of(const std::string& text) {
  struct Tier {
    std::string_view spelled, tier;
  };
  constexpr Tier tiers[] = {
      {"50", "TIER_50"},     {"250", "TIER_250"},     {"1000", "TIER_1K"},      {"2000", "TIER_2K"},
      {"10000", "TIER_10K"}, {"100000", "TIER_100K"}, {"-1", "TIER_UNLIMITED"}, {"UNLIMITED", "TIER_UNLIMITED"}};
  for (const Tier& entry : tiers) {
    if (text == entry.spelled) return std::string(entry.tier);
  }
  const bool whole = text.rfind("TIER_", 0) == 0 || text.find_first_not_of("0123456789") == std::string::npos;
  return whole ? text : "TIER_" + text;
}

class Reader {
 public:
  Reader(const Batch& batch, std::int64_t received_s) : batch_(batch), meaning_(batch) {
    constexpr std::int64_t ms = 1000;
    received_s_ = received_s != 0 ? received_s : batch.source.received_ms / ms;
  }

  std::vector<NumberFacts> read() {
    for (const Fact& fact : batch_.facts) read(fact);
    return std::move(all_);
  }

 private:
  void read(const Fact& fact) {
    switch (fact.place) {
      case Place::message:
        if (meaning_.message(fact).origin == Origin::echo) alive(fact, meaning_.message(fact).at);
        break;
      case Place::contact:
        if (is_contact(batch_, fact)) read_contact(fact);
        break;
      case Place::chunk_data:
        read_chunk(fact);
        break;
      case Place::problem:
        read_problem(fact);
        break;
      case Place::notice:
        read_notice(fact);
        break;
      default:
        break;
    }
  }

  // What an event says of its time, but not later than it came; 0 where neither is known.
  std::int64_t time_of(std::int64_t said_s) const {
    const std::int64_t at = believed_s(said_s);
    if (at == 0 || received_s_ == 0) return std::max(at, received_s_);
    return std::min(at, received_s_);
  }

  NumberState& state_of(const std::string& number, const std::string& waba, const std::string& phone) {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const NumberFacts& facts) {
      return facts.number == number && facts.waba == waba && facts.phone == phone;
    });
    if (found != all_.end()) return found->state;
    all_.push_back({number, waba, phone, {}});
    return all_.back().state;
  }

  NumberState& state_of(const Fact& fact) {
    const std::string number(meaning_.number(fact));
    const std::string phone = number.empty() ? digits_of(batch_.nearest(fact.where, Slot::phone)) : std::string();
    return state_of(number, std::string(meaning_.waba(fact.where)), phone);
  }

  void alive(const Fact& fact, std::int64_t said_s) {
    const std::int64_t at = time_of(said_s);
    if (at == 0) return;
    NumberState sign;
    sign.alive_at = at;
    join(state_of(fact), sign);
  }

  void sync_data(const Fact& fact, SyncType type, std::int64_t progress) {
    if (received_s_ == 0) return;
    NumberState data;
    SyncState& sync = data.syncs[{batch_.source.onboarding, type}];
    sync.first_data_at = received_s_;
    sync.last_data_at = received_s_;
    sync.progress = progress;
    join(state_of(fact), data);
  }

  void read_contact(const Fact& fact) {
    alive(fact, parse_time_s(batch_.text(fact, Slot::person_at)));
    sync_data(fact, SyncType::contacts, 0);
  }

  void read_chunk(const Fact& fact) {
    constexpr std::int64_t all = 100;
    std::int64_t progress = 0;
    if (!parse_integer(batch_.text(fact, Slot::progress), progress)) progress = 0;
    sync_data(fact, SyncType::history, std::clamp(progress, std::int64_t{0}, all));
    alive(fact, 0);
  }

  void read_problem(const Fact& fact) {
    Declined declined;
    if (!find_declined(batch_.text(fact, Slot::problem_errors), declined) || received_s_ == 0) return;
    NumberState refusal;
    refusal.syncs[{batch_.source.onboarding, SyncType::history}].declined_at = received_s_;
    join(state_of(fact), refusal);
  }

  void read_notice(const Fact& fact) {
    const std::optional<Notice> notice = notice_of(batch_, meaning_, fact);
    if (!notice) return;
    NumberState told;
    const std::int64_t at = believed_s(notice->at) != 0 ? notice->at : received_s_;
    if (at == 0) return;
    if (notice->event == "account") {
      told = state_of_account_event(notice->name, at, notice->reason, notice->initiated_by);
      const Result<JsonValue> content = parse_document(notice->content);
      if (content) read_restrictions(notice->name, *content, at, told);
    } else if (notice->event == "quality" || notice->event == "capability") {
      read_standing(notice->name, at, told);
      const Result<JsonValue> content = parse_document(notice->content);
      if (content) read_limit(*content, at, told);
    }
    if (told == NumberState{}) return;
    const std::string waba(meaning_.waba(fact.where));
    join(state_of(std::string(meaning_.number(fact)), waba, notice->phone), told);
  }

  static void read_standing(const std::string& event, std::int64_t at, NumberState& told) {
    if (event == "FLAGGED" || event == "UNFLAGGED") told.quality = Stated{at, event};
    if (event == "UPGRADE" || event == "DOWNGRADE") told.limit_change = Stated{at, event};
  }

  static void read_limit(const JsonValue& content, std::int64_t at, NumberState& told) {
    for (const std::string_view member :
         {"max_daily_conversations_per_business", "current_limit", "max_daily_conversation_per_phone"}) {
      const std::string limit = text_of(content, member);
      if (limit.empty() || limit == "TIER_NOT_SET" || limit == "NOT_SET") continue;
      told.messaging_limit = Stated{at, tier_of(limit)};
      return;
    }
  }

  static void read_restrictions(const std::string& event, const JsonValue& content, std::int64_t at,
                                NumberState& told) {
    if (event == "DISABLED_UPDATE") {
      const JsonValue* state = content.find({"ban_info", "waba_ban_state"});
      if (state == nullptr) return;
      const bool scheduled = state->text == "SCHEDULE_FOR_DISABLE";
      const bool disabled = state->text == "DISABLE";
      told.restrictions[restriction_disabled] = Restriction{at, disabled ? 0 : at};
      told.restrictions["WABA_DISABLE_SCHEDULED"] = Restriction{at, scheduled ? 0 : at};
      return;
    }
    if (event != "ACCOUNT_RESTRICTION") return;
    const JsonValue* list = content.find("restriction_info");
    if (list == nullptr) return;
    for (const JsonValue& entry : list->children) {
      const std::string type = text_of(entry, "restriction_type");
      if (!type.empty()) told.restrictions[type] = Restriction{at, parse_time_s(text_of(entry, "expiration"))};
    }
  }

  const Batch& batch_;
  Meaning meaning_;
  std::int64_t received_s_ = 0;
  std::vector<NumberFacts> all_;
};

}  // namespace

std::vector<NumberFacts> facts_of(const Batch& batch, std::int64_t received_s) {
  if (batch.kind != Batch::Kind::body) return {};
  return Reader(batch, received_s).read();
}

bool concerns(const NumberFacts& facts, std::string_view number, std::string_view waba, std::string_view phone) {
  if (!facts.number.empty()) return facts.number == number;
  if (!facts.waba.empty() && facts.waba != waba) return false;
  if (!facts.phone.empty()) return facts.phone == digits_of(phone);
  return !facts.waba.empty();
}

NumberState of_onboarding(NumberState facts, std::optional<std::int64_t> onboarded_at) {
  std::map<NumberState::SyncKey, SyncState> moved;
  for (const auto& [key, sync] : facts.syncs) {
    if (key.first != 0) moved[key] = sync;
    if (key.first == 0 && onboarded_at) moved[{*onboarded_at, key.second}] = sync;
  }
  facts.syncs = std::move(moved);
  return facts;
}

}  // namespace twinline
