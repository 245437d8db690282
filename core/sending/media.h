// Uploading a medium, as a value.
#pragma once

#include <string>
#include <string_view>

#include "core/http.h"

namespace twinline {

struct MediaUpload {
  std::string_view bytes;
  std::string_view mime;
  std::string_view filename;
};

// The path behind the version, and a multipart body whose boundary (made by the host, at random) must not be in the bytes.
Request upload_media(std::string_view number, const MediaUpload& upload, std::string_view boundary);

// The id in Meta's answer; empty where there is none.
std::string media_id_of(std::string_view answer_body);

}  // namespace twinline
