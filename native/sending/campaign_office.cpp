#include "native/sending/campaign_office.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "core/sending/message.h"
#include "native/bytes/sha256.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::size_t id_bytes = 8;
constexpr std::size_t part_sends = 2'000;
constexpr std::size_t most_told = 100;
constexpr std::string_view of_a_preview = "\x01preview";

// Those who would get it, each once; tells the others to `preview` where one is given.
std::vector<std::size_t> fitting(const CampaignWish& wish, CampaignPreview* preview) {
  std::vector<std::size_t> found;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < wish.recipients.size(); ++i) {
    const std::string user = user_of(wish.recipients[i].to);
    if (user.empty()) {
      const bool told = preview != nullptr && preview->invalid.size() < most_told;
      if (told) preview->invalid.push_back({i + 1, wish.recipients[i].to, "is no phone number with its country code"});
    } else if (seen.insert(user).second) {
      found.push_back(i);
    } else if (preview != nullptr) {
      ++preview->duplicates;
    }
  }
  return found;
}

StoredSend send_of(const StoredCampaign& campaign, const CampaignWish& wish, const CampaignRecipient& recipient) {
  StoredSend send;
  send.number = campaign.number;
  send.id = random_hex(id_bytes + 4);
  send.to = recipient.to;
  send.user = user_of(recipient.to);
  send.type = "template";
  send.preview = wish.template_name;
  send.lane = wish.lane;
  send.campaign = campaign.name;
  send.opaque = send.id;
  send.body = with_opaque(
      write_template_message({recipient.to, wish.template_name, wish.template_language, recipient.parameters}),
      send.id);
  send.submitted_ms = unix_now_ms();
  send.not_before_ms = wish.not_before_s * ms;
  send.expires_ms = wish.expires_s * ms;
  return send;
}

}  // namespace

struct CampaignOffice::Making {
  std::shared_ptr<NumberQueue> queue;
  StoredCampaign campaign;
  CampaignWish wish;
  std::vector<std::size_t> left;  // recipients, the next one last
  std::vector<StoredSend> stored;
  Made done;
};

Stored<> CampaignOffice::read() {
  const auto known = sending_.sends().campaigns();
  if (!known) return known.error();
  const std::lock_guard lock(mutex_);
  for (const StoredCampaign& campaign : *known) campaigns_[campaign.number].push_back(campaign);
  return Done{};
}

std::vector<StoredCampaign> CampaignOffice::of(const std::string& number) const {
  const std::lock_guard lock(mutex_);
  const auto found = campaigns_.find(number);
  return found == campaigns_.end() ? std::vector<StoredCampaign>() : found->second;
}

std::optional<StoredCampaign> CampaignOffice::find(const std::string& number, const std::string& id_or_name) const {
  const std::lock_guard lock(mutex_);
  const auto of_number = campaigns_.find(number);
  if (of_number == campaigns_.end()) return std::nullopt;
  for (const StoredCampaign& campaign : of_number->second) {
    if (campaign.id == id_or_name || campaign.name == id_or_name) return campaign;
  }
  return std::nullopt;
}

void CampaignOffice::put(const StoredCampaign& campaign) {
  std::vector<StoredCampaign>& all = campaigns_[campaign.number];
  const auto same =
      std::find_if(all.begin(), all.end(), [&](const StoredCampaign& one) { return one.id == campaign.id; });
  if (same == all.end()) {
    all.push_back(campaign);
  } else {
    *same = campaign;
  }
}

void CampaignOffice::drop(const StoredCampaign& campaign) {
  const std::lock_guard lock(mutex_);
  std::erase_if(campaigns_[campaign.number], [&](const StoredCampaign& one) { return one.id == campaign.id; });
}

bool CampaignOffice::ensure(const std::string& number, const std::string& name, const std::string& lane) {
  SendsChange change;
  {
    const std::lock_guard lock(mutex_);
    const std::vector<StoredCampaign>& all = campaigns_[number];
    const auto known = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    if (known != all.end()) return known->state != "making" && known->state != "cancelled";
    StoredCampaign campaign{number, random_hex(id_bytes), name, lane};
    campaign.created_s = unix_now_ms() / ms;
    put(campaign);
    change.campaigns.push_back(std::move(campaign));
  }
  sending_.writer().keep(std::move(change));
  return true;
}

CampaignPreview CampaignOffice::preview(const NumberQueue& queue, const CampaignWish& wish) const {
  CampaignPreview preview;
  const std::vector<std::size_t> found = fitting(wish, &preview);
  std::unordered_set<std::string> unwilling;
  if (wish.lane == to_string(Lane::marketing)) {
    const auto users = sending_.sends().users(queue.number(), never_ms);
    for (const UserStanding& user : users ? *users : std::vector<UserStanding>()) {
      if (user.stopped_s > user.resumed_s) unwilling.insert(user.user);
    }
  }
  Scheduler scheduler = queue.copy_of_scheduler();
  const TimeMs now = axis_now();
  std::optional<Ticket> first;
  for (const std::size_t i : found) {
    Send send;
    send.to = user_of(wish.recipients[i].to);
    if (unwilling.count(send.to) != 0) {
      ++preview.opted_out;
      continue;
    }
    send.id = std::to_string(i);
    send.lane = lane_of(wish.lane).value_or(Lane::marketing);
    send.campaign = of_a_preview;
    if (wish.not_before_s != 0) send.not_before_ms = axis_of(wish.not_before_s * ms);
    const Ticket ticket = scheduler.submit(std::move(send), now);
    if (!first) first = ticket;
    ++preview.recipients;
  }
  preview.per_minute = scheduler.allowed(now) * 60 * ms / (ms + sending_.settings().guard_ms);
  if (!first) return preview;
  const Outlook begins = scheduler.outlook(*first, now);
  const Outlook ends = scheduler.campaign_outlook(of_a_preview, now);
  if (begins.why != WaitReason::nothing) preview.waits_for = to_string(begins.why);
  foresee_portfolio(queue.number(), scheduler, preview);
  if (begins.estimate_ms == never_ms || ends.estimate_ms == never_ms) return preview;
  // What may not begin yet ends as much later.
  const TimeMs shift = wish.not_before_s == 0 ? 0 : std::max<TimeMs>(0, axis_of(wish.not_before_s * ms) - now);
  preview.begins_s = unix_of(begins.estimate_ms) / ms;
  preview.ends_s = std::max(preview.begins_s, unix_of(ends.estimate_ms + shift) / ms);
  return preview;
}

// Advice: other numbers and senders of the portfolio count too, and only Meta knows of them.
void CampaignOffice::foresee_portfolio(const std::string& number, const Scheduler& scheduler,
                                       CampaignPreview& preview) const {
  const auto limit = users_of_tier(sending_.messaging_tier(number));
  if (!limit || *limit == 0 || preview.per_minute <= 0) return;
  const auto accepted = sending_.sends().accepted_since(number, unix_now_ms() - PortfolioCount::usual_window_ms);
  if (!accepted) return;
  std::vector<UserStarts> starts;
  starts.reserve(accepted->size());
  for (const AcceptedStarts& one : *accepted) {
    starts.push_back({one.user, axis_of(one.first_ms), axis_of(one.latest_ms)});
  }
  const TimeMs now = axis_now();
  PortfolioCount count = scheduler.reached(starts);
  const auto advice = count.foresee({*limit, scheduler.new_users(count, now), 60 * ms / preview.per_minute}, now);
  preview.users_limit = *limit;
  preview.users_reached = advice.users;
  if (advice.full_at_ms != never_ms) preview.users_full_s = unix_of(advice.full_at_ms) / ms;
}

CampaignOffice::Begun CampaignOffice::make(const std::shared_ptr<NumberQueue>& queue, const CampaignWish& wish,
                                           Made done) {
  const auto making = std::make_shared<Making>();
  making->queue = queue;
  making->left = fitting(wish, nullptr);
  std::reverse(making->left.begin(), making->left.end());
  making->wish = wish;
  making->done = std::move(done);
  StoredCampaign& campaign = making->campaign;
  campaign = {queue->number(), random_hex(id_bytes), wish.name, wish.lane, wish.template_name, wish.template_language};
  campaign.state = "making";
  campaign.total = static_cast<std::int64_t>(making->left.size());
  campaign.created_s = unix_now_ms() / ms;
  {
    const std::lock_guard lock(mutex_);
    const std::vector<StoredCampaign>& all = campaigns_[campaign.number];
    if (std::any_of(all.begin(), all.end(), [&](const StoredCampaign& one) { return one.name == wish.name; })) {
      return Begun::name_taken;
    }
    // What others bring that are being made is not in the queue yet.
    std::int64_t more = campaign.total;
    for (const StoredCampaign& one : all) more += one.state == "making" ? one.total : 0;
    if (!sending_.has_room(*queue, static_cast<std::size_t>(more))) return Begun::full;
    put(campaign);
  }
  store_part(making);
  return Begun::yes;
}

void CampaignOffice::store_part(const std::shared_ptr<Making>& making) {
  SendsChange change;
  if (making->stored.empty()) change.campaigns.push_back(making->campaign);
  for (std::size_t i = 0; i < part_sends && !making->left.empty(); ++i) {
    const CampaignRecipient& recipient = making->wish.recipients[making->left.back()];
    making->left.pop_back();
    change.added.push_back(send_of(making->campaign, making->wish, recipient));
    StoredSend& light = making->stored.emplace_back(change.added.back());
    light.body.clear();
    light.body.shrink_to_fit();
  }
  const bool last = making->left.empty();
  if (last) {
    making->campaign.state = "running";
    change.campaigns.push_back(making->campaign);
  }
  sending_.writer().submit(std::move(change), [this, making, last](bool stored) {
    if (!stored) {
      SendsChange undo;
      undo.unmade_campaigns.push_back({making->campaign.number, making->campaign.id});
      sending_.writer().keep(std::move(undo));
      drop(making->campaign);
      return making->done(std::nullopt);
    }
    if (!last) return store_part(making);
    // In the queue before it is "running": until then it counts as being made.
    for (const StoredSend& send : making->stored) making->queue->add(send);
    {
      const std::lock_guard lock(mutex_);
      put(making->campaign);
    }
    sending_.wake();
    making->done(making->campaign);
  });
}

bool CampaignOffice::order(NumberQueue& queue, const std::string& id, Order order) {
  auto campaign = find(queue.number(), id);
  if (!campaign || campaign->state == "cancelled" || campaign->state == "making") return false;
  switch (order) {
    case Order::pause:
      campaign->state = "paused";
      queue.pause_campaign(campaign->name);
      break;
    case Order::resume:
      campaign->state = "running";
      queue.resume_campaign(campaign->name);
      break;
    case Order::cancel:
      campaign->state = "cancelled";
      queue.cancel_campaign(campaign->name);
      break;
  }
  {
    const std::lock_guard lock(mutex_);
    put(*campaign);
  }
  SendsChange change;
  change.campaigns.push_back(*campaign);
  sending_.writer().keep(std::move(change));
  sending_.wake();
  return true;
}

}  // namespace twinline
