// Media of the simulated Meta: uploaded, looked up, downloaded, sent, removed.
#include "native/meta_simulator/multipart.h"
#include "tests/simulator/platform_driver.h"
#include "tests/support/catch.h"

using namespace twinline;
using namespace twinline::tests;

namespace {

std::string form(const std::string& bytes, const std::string& mime_type, const std::string& more = "") {
  return "--b\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n" + more +
         "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".jpg\"\r\nContent-Type: " +
         mime_type + "\r\n\r\n" + bytes + "\r\n--b--\r\n";
}

Answered upload(Driver& meta, const std::string& body) {
  return meta.post(meta.number + "/media", "multipart/form-data; boundary=b", body);
}

}  // namespace

TEST_CASE("a form is taken apart into its parts, whatever bytes they hold", "[simulator][media]") {
  const std::string bytes("\0--b\r\n-\xff\r\n\r\n", 13);
  const std::string body = form(bytes, "image/jpeg");
  const auto parts = simulator::read_multipart("multipart/form-data; charset=x; boundary=\"b\"", body);
  REQUIRE(parts.has_value());
  REQUIRE(parts->size() == 2);
  CHECK(parts->at(0).name == "messaging_product");
  CHECK(parts->at(0).bytes == "whatsapp");
  CHECK(parts->at(1).filename == "a \"b\".jpg");
  CHECK(parts->at(1).content_type == "image/jpeg");
  CHECK(parts->at(1).bytes == bytes);
  for (std::size_t size = 0; size + 4 < body.size(); ++size) {
    CHECK_FALSE(simulator::read_multipart("multipart/form-data; boundary=b", body.substr(0, size)).has_value());
  }
  CHECK_FALSE(simulator::read_multipart("multipart/form-data", body).has_value());
  CHECK_FALSE(simulator::read_multipart("application/json; boundary=b", body).has_value());
}

TEST_CASE("a medium is uploaded, looked up, downloaded for five minutes, and removed", "[simulator][media]") {
  Driver meta;
  meta.connect();
  const Answered uploaded = upload(meta, form("JPEG", "image/jpeg"));
  REQUIRE(uploaded.status == 200);
  const auto id = uploaded.body.at("id").get<std::string>();
  const Json known = meta.call("GET", id + "?phone_number_id=" + meta.number).body;
  CHECK(known.at("mime_type") == "image/jpeg");
  CHECK(known.at("file_size") == 4);
  CHECK(known.at("sha256").get<std::string>().size() == 64);
  const auto url = known.at("url").get<std::string>();
  const std::string path = url.substr(url.find("/whatsapp_business"));
  CHECK(meta.get(path) == "JPEG");
  meta.now_ms += 301'000;
  CHECK(meta.get(path).empty());
  CHECK(meta.call("GET", id + "?phone_number_id=1").subcode() == 33);
  CHECK(meta.call("DELETE", id).body.at("success") == true);
  CHECK(meta.call("GET", id).subcode() == 33);
}

TEST_CASE("a medium of another kind or size is refused", "[simulator][media]") {
  Driver meta;
  meta.connect();
  CHECK(upload(meta, form("MZ", "application/x-msdownload")).error() == 100);
  CHECK(upload(meta, form(std::string((5U << 20) + 1, 'x'), "image/png")).error() == 131053);
  CHECK(upload(meta, form(std::string(5U << 20, 'x'), "image/png")).status == 200);
  CHECK(upload(meta, "no form").error() == 100);
}

TEST_CASE("a medium is sent by its id, by the number that uploaded it", "[simulator][media]") {
  Driver meta;
  meta.connect();
  const auto id = upload(meta, form("JPEG", "image/jpeg")).body.at("id").get<std::string>();
  const Json message = {
      {"messaging_product", "whatsapp"}, {"to", "491511234567"}, {"type", "image"}, {"image", {{"id", id}}}};
  CHECK(meta.call("POST", meta.number + "/messages", message).status == 200);
  meta.now_ms += 31LL * 24 * 3'600'000;
  CHECK(meta.call("POST", meta.number + "/messages", message).error() == 100);
}
