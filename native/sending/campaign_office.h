// Campaigns of all numbers: made of a template and recipients, paused, resumed, cancelled and counted.
//
// A campaign's sends are stored in parts, so that nobody else waits for a large one, and all of them before the first may
// go: a process that ends in between leaves nothing of it. Pace, fairness and reasons are the scheduler's affair. Any thread
// may call any member.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "native/sending/sending.h"

namespace twinline {

struct CampaignRecipient {
  std::string to;
  std::vector<std::string> parameters;
};

struct CampaignWish {
  std::string name;
  std::string lane;
  std::string template_name, template_language;
  std::vector<CampaignRecipient> recipients;
  std::int64_t not_before_s = 0;
  std::int64_t expires_s = 0;
};

struct CampaignPreview {
  std::size_t recipients = 0;  // who would get it
  std::size_t duplicates = 0;
  struct Invalid {
    std::size_t line = 0;
    std::string to, why;
  };
  std::vector<Invalid> invalid;
  std::size_t opted_out = 0;
  std::int64_t begins_s = 0, ends_s = 0;  // 0: not known
  std::int64_t per_minute = 0;
  std::string waits_for;
  // Of the portfolio's limit, as far as this number's own sends tell; 0: no limit is known.
  std::size_t users_limit = 0, users_reached = 0;
  std::int64_t users_full_s = 0;  // when one of those who wait will find no room; 0: there is room for all
};

class CampaignOffice {
 public:
  explicit CampaignOffice(Sending& sending) : sending_(sending) {}

  // From the store, before anything else.
  Stored<> read();

  std::vector<StoredCampaign> of(const std::string& number) const;
  // By its id or its name.
  std::optional<StoredCampaign> find(const std::string& number, const std::string& id_or_name) const;
  // For sends that are handed in under its name alone; it is made where there is none. False: it takes none, being made or
  // cancelled.
  bool ensure(const std::string& number, const std::string& name, const std::string& lane);

  CampaignPreview preview(const NumberQueue& queue, const CampaignWish& wish) const;
  // Where it is begun, `done` is called when all is durable, with nothing where that failed.
  using Made = std::function<void(std::optional<StoredCampaign>)>;
  enum class Begun : std::uint8_t {
    yes,
    name_taken,
    full,  // with it too many would wait
  };
  Begun make(const std::shared_ptr<NumberQueue>& queue, const CampaignWish& wish, Made done);

  enum class Order : std::uint8_t { pause, resume, cancel };
  // False where there is no such campaign, or it has been cancelled.
  bool order(NumberQueue& queue, const std::string& id, Order order);

 private:
  void foresee_portfolio(const std::string& number, const Scheduler& scheduler, CampaignPreview& preview) const;
  struct Making;
  void store_part(const std::shared_ptr<Making>& making);
  void put(const StoredCampaign& campaign);
  void drop(const StoredCampaign& campaign);

  Sending& sending_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<StoredCampaign>> campaigns_;  // by number, as they were made
};

}  // namespace twinline
