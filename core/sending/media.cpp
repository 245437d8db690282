#include "core/sending/media.h"

#include <algorithm>

#include "core/graph/call.h"
#include "core/policy/document.h"

namespace twinline {
namespace {

// Of a header inside the body: what would end it is left out.
std::string in_quotes(std::string_view text) {
  std::string plain(text);
  plain.erase(std::remove_if(plain.begin(), plain.end(), [](char c) { return c == '"' || c == '\r' || c == '\n'; }),
              plain.end());
  return '"' + plain + '"';
}

}  // namespace

Request upload_media(std::string_view number, const MediaUpload& upload, std::string_view boundary) {
  const std::string line = "--" + std::string(boundary) + "\r\n";
  const auto field = [&](std::string_view name, std::string_view value) {
    return line + "Content-Disposition: form-data; name=" + in_quotes(name) + "\r\n\r\n" + std::string(value) + "\r\n";
  };
  Request request;
  request.method = "POST";
  request.url = "/" + escaped_for_url(number) + "/media";
  request.headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + std::string(boundary));
  request.body = field("messaging_product", "whatsapp") + field("type", upload.mime) + line +
                 "Content-Disposition: form-data; name=\"file\"; filename=" + in_quotes(upload.filename) +
                 "\r\nContent-Type: " + std::string(upload.mime) + "\r\n\r\n";
  request.body.append(upload.bytes);
  request.body += "\r\n--" + std::string(boundary) + "--\r\n";
  return request;
}

std::string media_id_of(std::string_view answer_body) {
  const Result<JsonValue> body = parse_document(answer_body);
  const JsonValue* const id = body ? body->find("id") : nullptr;
  return id == nullptr ? std::string() : id->text;
}

}  // namespace twinline
