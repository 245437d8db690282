#include "core/sending/news.h"

#include <algorithm>

#include "core/decode/meaning.h"
#include "core/decode/notice.h"
#include "core/decode/phone.h"
#include "core/decode/time.h"
#include "core/policy/document.h"
#include "core/schedule/rules.h"
#include "core/sending/answer.h"

namespace twinline {
namespace {

std::string name_of(std::string_view phone, std::string_view user_id) {
  return canonical_name(phone.empty() ? user_id : phone);
}

class Reader {
 public:
  explicit Reader(const Batch& batch) : batch_(batch), meaning_(batch) {}

  SendingNews read() {
    for (const Fact& fact : batch_.facts) {
      if (fact.place == Place::message) read_message(fact);
      if (fact.place == Place::status) read_status(fact);
      if (fact.place == Place::notice) read_notice(fact);
    }
    return std::move(news_);
  }

 private:
  // Not later than it came.
  std::int64_t time_of(std::int64_t said_s) const {
    constexpr std::int64_t ms = 1000;
    const std::int64_t at = believed_s(said_s), received = batch_.source.received_ms / ms;
    if (at == 0 || received == 0) return std::max(at, received);
    return std::min(at, received);
  }

  void read_message(const Fact& fact) {
    const Message message = meaning_.message(fact);
    const bool speaks = message.said == Said::message || message.said == Said::reaction;
    if (message.origin != Origin::live || message.out || !speaks) return;
    std::string user = message.group.empty() ? name_of(message.peer.phone, message.peer.user_id)
                                             : "group:" + std::string(message.group);
    if (user.empty()) return;
    news_.signs.push_back({std::string(meaning_.number(fact)), std::move(user),
                           std::string(batch_.text(fact, Slot::id)), time_of(message.at), true});
  }

  void read_status(const Fact& fact) {
    const StatusReport report = meaning_.status(fact);
    const DeliveryRank known = rank_of_status(batch_.text(fact, Slot::status_status));
    if (report.of_call || report.of_participant || known.rank == 0) return;
    DeliveryStatus status;
    status.number = meaning_.number(fact);
    status.user = name_of(report.peer.phone, report.peer.user_id);
    status.wamid = batch_.text(fact, Slot::status_id);
    status.opaque = batch_.text(fact, Slot::opaque);
    status.status = known.status;
    status.rank = known.rank;
    status.at_s = time_of(report.at);
    read_error(batch_.text(fact, Slot::status_errors), status);
    if (status.code == opted_out_code) news_.wishes.push_back({status.number, status.user, status.at_s, true});
    news_.statuses.push_back(std::move(status));
  }

  static void read_error(std::string_view errors, DeliveryStatus& status) {
    if (errors.empty()) return;
    const Result<JsonValue> list = parse_document(errors);
    if (!list || list->kind != JsonValue::Kind::array || list->children.empty()) return;
    const JsonValue& error = list->children.front();
    if (const JsonValue* const code = error.find("code")) status.code = code->whole_number().value_or(0);
    if (const JsonValue* const title = error.find("title")) status.title = title->text;
    if (const JsonValue* const details = error.find({"error_data", "details"})) status.details = details->text;
  }

  void read_notice(const Fact& fact) {
    if (!is_element(fact)) return;
    const std::optional<Notice> notice = notice_of(batch_, meaning_, fact);
    if (!notice) return;
    std::string user = name_of(notice->peer_phone, notice->peer_user_id);
    if (user.empty()) return;
    const std::string number(meaning_.number(fact));
    if (notice->event == "call" && notice->out == false) {
      news_.signs.push_back({number, std::move(user), notice->id, time_of(notice->at), false});
    } else if (notice->event == "preference" && (notice->value == "stop" || notice->value == "resume")) {
      news_.wishes.push_back({number, std::move(user), time_of(notice->at), notice->value == "stop"});
    }
  }

  const Batch& batch_;
  Meaning meaning_;
  SendingNews news_;
};

}  // namespace

SendingNews sending_news_of(const Batch& batch) {
  if (batch.kind != Batch::Kind::body) return {};
  return Reader(batch).read();
}

}  // namespace twinline
