// What of a message, an answer and a delivery matters to sending.
#include "core/decode/decoder.h"
#include "core/policy/load.h"
#include "core/sending/answer.h"
#include "core/sending/media.h"
#include "core/sending/message.h"
#include "core/sending/news.h"
#include "core/sending/words.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

SendAnswer read(int status, const std::string& body) {
  return read_send_answer({status, body, {}}, *builtin_policy("meta"), Date{20'700});
}

SendingNews news_in(const std::string& field, const std::string& members) {
  Decoder decoder;
  const std::string body =
      R"({"object":"whatsapp_business_account","entry":[{"id":"900","changes":[{"field":")" + field +
      R"(","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"4930123","phone_number_id":"1001"},)" +
      members + "}}]}]}";
  const auto batch = decoder(body, Source{1'760'000'100'000, 0});
  REQUIRE(batch);
  return sending_news_of(**batch);
}

}  // namespace

TEST_CASE("a message is known by its user whatever the spelling of the phone", "[sending]") {
  CHECK(read_message(R"({"to":"+49 (171) 123-45","type":"text","text":{"body":"hi"}})")->user == "4917112345");
  CHECK(read_message(R"({"to":"5215512345678","type":"text"})")->user == "525512345678");
  CHECK(read_message(R"({"recipient":"DE.13491208655302741918","type":"text"})")->user == "DE.13491208655302741918");
  CHECK(read_message(R"({"recipient_type":"group","to":"Y2F","type":"text"})")->user == "group:Y2F");
  CHECK(user_of("call me").empty());
  CHECK(user_of("123").empty());
}

TEST_CASE("a message that names nobody and a body that is no object are refused in words", "[sending]") {
  CHECK(read_message(R"({"type":"text"})").error().place == "to");
  CHECK(read_message("[]").error().code == ErrorCode::bad_value);
  CHECK(read_message("{").error().code == ErrorCode::bad_json);
}

TEST_CASE("a read mark and a typing indicator are no messages", "[sending]") {
  CHECK(read_message(R"({"status":"read","message_id":"w"})")->kind == OutgoingMessage::Kind::mark);
  CHECK(read_message(R"({"status":"read","message_id":"w","typing_indicator":{"type":"text"}})")->kind ==
        OutgoingMessage::Kind::mark);
}

TEST_CASE("a preview is the text, the caption or the template's name, cut between characters", "[sending]") {
  CHECK(read_message(R"({"to":"49171","type":"image","image":{"id":"1","caption":"look"}})")->preview == "look");
  CHECK(read_message(R"({"to":"49171","template":{"name":"offer"}})")->preview == "offer");
  std::string long_text;
  for (int i = 0; i < 100; ++i) long_text += "ü";
  const std::string preview =
      read_message(R"({"to":"49171","type":"text","text":{"body":")" + long_text + "\"}}")->preview;
  CHECK(preview == long_text.substr(0, 160) + "…");
}

TEST_CASE("our id is put between the first bytes of a body and changes no other", "[sending]") {
  CHECK(with_opaque("{ \"to\":1}", "a\"b") == R"({"biz_opaque_callback_data":"a\"b", "to":1})");
  CHECK(with_opaque("{}", "a") == R"({"biz_opaque_callback_data":"a"})");
}

TEST_CASE("the usual lane is reply for free-form messages and answers, else utility or what the category says",
          "[sending]") {
  const auto text = *read_message(R"({"to":"49171","type":"text"})");
  const auto offer = *read_message(R"({"to":"49171","type":"template","template":{"name":"offer"}})");
  const auto answer = *read_message(R"({"to":"49171","type":"template","context":{"message_id":"w"}})");
  CHECK(usual_lane(text, false) == Lane::reply);
  CHECK(usual_lane(offer, true) == Lane::utility);
  CHECK(usual_lane(offer, true, "MARKETING") == Lane::marketing);
  CHECK(usual_lane(answer, true) == Lane::reply);
  CHECK(usual_lane(answer, false) == Lane::utility);
}

TEST_CASE("a template's message is what Meta takes", "[sending]") {
  CHECK(write_template_message({"49171", "offer", "en_US", {"Ann", "10 %"}}) ==
        R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"49171","type":"template",)"
        R"("template":{"name":"offer","language":{"code":"en_US"},"components":[{"type":"body","parameters":)"
        R"([{"type":"text","text":"Ann"},{"type":"text","text":"10 %"}]}]}})");
}

TEST_CASE("an answer is accepted with a wamid, refused with an error of Meta's, else in doubt", "[sending]") {
  const SendAnswer accepted = read(200, R"({"messaging_product":"whatsapp","messages":[{"id":"wamid.X"}]})");
  CHECK(accepted.result.kind == SendResult::Kind::accepted);
  CHECK(accepted.wamid == "wamid.X");
  const SendAnswer refused = read(400, R"x({"error":{"message":"(#131056)","code":131056,"error_subcode":7}})x");
  CHECK(refused.result.kind == SendResult::Kind::refused);
  CHECK(refused.result.code == 131056);
  CHECK(refused.result.subcode == 7);
  CHECK(read(200, "{}").result.kind == SendResult::Kind::lost);
  CHECK(read(502, "<html>bad gateway</html>").result.kind == SendResult::Kind::lost);
  CHECK(read(500, R"({"error":{"code":131000}})").result.kind == SendResult::Kind::refused);
  CHECK(read(429, "slow down").result.code == 130429);
  CHECK(read(401, "").result.code == 190);
}

TEST_CASE("a live message and an incoming call open a window, echoes and history do not", "[sending]") {
  const std::string message =
      R"([{"from":"5215512345678","id":"w","timestamp":"1760000000","type":"text","text":{"body":"x"}}])";
  const auto live = news_in("messages", "\"messages\":" + message).signs;
  REQUIRE(live.size() == 1);
  CHECK(live[0].user == "525512345678");
  CHECK(live[0].number == "1001");
  CHECK(live[0].at_s == 1'760'000'000);
  CHECK(live[0].is_message);
  CHECK(news_in("smb_message_echoes",
                R"("message_echoes":[{"from":"4930123","to":"49171","id":"w","timestamp":"1760000000","type":"text"}])")
            .empty());
  CHECK(news_in("history", R"("history":[{"threads":[{"id":"49171","messages":)" + message + "}]}]").empty());
  const auto call =
      news_in("calls",
              R"("calls":[{"id":"c","from":"49171","to":"4930123","event":"connect","timestamp":"1760000000"}])")
          .signs;
  REQUIRE(call.size() == 1);
  CHECK_FALSE(call[0].is_message);
}

TEST_CASE("an opt-out is told by a preference and by error 131050", "[sending]") {
  const auto wish =
      news_in(
          "user_preferences",
          R"("user_preferences":[{"wa_id":"49171","category":"marketing_messages","value":"stop","timestamp":1760000000}])")
          .wishes;
  REQUIRE(wish.size() == 1);
  CHECK(wish[0].stop);
  CHECK(wish[0].user == "49171");
  const auto failed = news_in(
      "messages",
      R"("statuses":[{"id":"w","status":"failed","timestamp":"1760000000","recipient_id":"49171","biz_opaque_callback_data":"mine","errors":[{"code":131050,"title":"T","error_data":{"details":"D"}}]}])");
  REQUIRE(failed.wishes.size() == 1);
  REQUIRE(failed.statuses.size() == 1);
  CHECK(failed.statuses[0].opaque == "mine");
  CHECK(failed.statuses[0].code == 131050);
  CHECK(failed.statuses[0].details == "D");
}

TEST_CASE("a template's category is that of the template with exactly that name", "[sending]") {
  const std::string body =
      R"({"data":[{"name":"offer_2","category":"UTILITY"},{"name":"offer","category":"MARKETING"}]})";
  CHECK(template_category_in(body, "offer") == "MARKETING");
  CHECK(template_category_in(body, "other").empty());
  CHECK(list_templates_named("900", "a b").url == "/900/message_templates?fields=name,category&name=a%20b");
}

TEST_CASE("of statuses read says most, then delivered, failed and sent", "[sending]") {
  CHECK(rank_of_status("sent").rank < rank_of_status("failed").rank);
  CHECK(rank_of_status("failed").rank < rank_of_status("delivered").rank);
  CHECK(rank_of_status("delivered").rank < rank_of_status("read").rank);
  CHECK(rank_of_status("played").status == "read");
  CHECK(rank_of_status("pending").rank == 0);
}

TEST_CASE("the line of an own send is one line and is read as a message by API", "[sending]") {
  const std::string line =
      sent_line({"1001", 1'760'000'000, "{\n\"to\":\"49171\",\r\n\"type\":\"text\",\"text\":{\"body\":\"a\\nb\"}}",
                 R"({"messages":[{"id":"wamid.X"}]})"});
  CHECK(line.find('\n') == std::string::npos);
  Decoder decoder;
  const auto batch = decoder(line);
  REQUIRE(batch);
  CHECK((*batch)->kind == Batch::Kind::sent);
}

TEST_CASE("our errors have Meta's shape", "[sending]") {
  CHECK(
      write_error(error_of_end(EndKind::dropped, EndReason::waited_too_long, "waited too long"), "t") ==
      R"x({"error":{"message":"(#130429) Rate limit hit","type":"OAuthException","code":130429,"error_data":{"messaging_product":"whatsapp","details":"It was not this message's turn in time, and it was not sent: send it again, or with Prefer: respond-async."},"fbtrace_id":"t"}})x");
  CHECK(error_of_end(EndKind::dropped, EndReason::window_closed, "").code == 131047);
  CHECK(error_of_end(EndKind::dropped, EndReason::opted_out, "").code == 131050);
}

TEST_CASE("an end has the same name everywhere, one of an older store the usual one", "[sending]") {
  CHECK(name_of_end(EndKind::dropped, EndReason::window_closed) == "window_closed");
  CHECK(name_of_end(EndKind::dropped, EndReason::waited_too_long) == "waited_too_long");
  CHECK(name_of_end(EndKind::failed, EndReason::none) == "refused");
  CHECK(name_of_end(EndKind::dropped, EndReason::none) == "cancelled");
  CHECK(name_of_end(EndKind::in_doubt, EndReason::none) == "answer_lost");
  CHECK(advice_against(EndReason::none).empty());
}

TEST_CASE("an upload is a form of three fields with the bytes as they are", "[sending]") {
  const Request request = upload_media("1001", {std::string_view("\0\r\n", 3), "image/png", "a\"b.png"}, "line");
  CHECK(request.url == "/1001/media");
  CHECK(request.body.find(std::string("Content-Type: image/png\r\n\r\n\0\r\n\r\n--line--", 39)) != std::string::npos);
  CHECK(request.body.find("filename=\"ab.png\"") != std::string::npos);
  CHECK(media_id_of(R"({"id":"77"})") == "77");
}

TEST_CASE("a message is no mark, whatever else its body says; and only its own path sends it", "[sending]") {
  const auto mark = read_message(R"({"status":"read","message_id":"wamid.X","typing_indicator":{"type":"text"}})");
  REQUIRE(mark);
  CHECK(mark->kind == OutgoingMessage::Kind::mark);
  const auto message =
      read_message(R"({"to":"4917112345678","text":{"body":"hi"},"typing_indicator":{},"status":"read"})");
  REQUIRE(message);
  CHECK(message->kind == OutgoingMessage::Kind::message);
  CHECK(sends_messages("1001/messages"));
  CHECK(sends_messages("/1001/messages//"));
  CHECK(sends_messages("1001/marketing_messages"));
  CHECK_FALSE(sends_messages("1001/message_templates"));
  CHECK_FALSE(sends_messages(""));
}

TEST_CASE("a message that is told of late takes no part in the rate of now", "[sending]") {
  CHECK(is_news(1'000, 1'000'000));
  CHECK(is_news(1'000, 1'000'000 + inbound_is_news_ms));
  CHECK_FALSE(is_news(1'000, 1'000'001 + inbound_is_news_ms));
}
