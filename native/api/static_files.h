// The dashboard's files, from a folder: types, caching and the headers that keep a browser safe.
//
// Files under /assets/ carry a hash in their name and may be kept for ever; the rest is asked for again each time, with an
// ETag. A path without a dot that is no file gives index.html, because the dashboard routes by itself. Nothing outside the
// folder is ever read. Pages run nothing from elsewhere, but for the script of Meta's signup where that is configured.
#pragma once

#include <string>

#include "native/http/server.h"

namespace twinline {

class StaticFiles {
 public:
  StaticFiles(std::string folder, bool with_meta_signup)
      : folder_(std::move(folder)), with_meta_signup_(with_meta_signup) {}
  Response answer(const HttpRequest& request) const;

 private:
  std::string folder_;
  bool with_meta_signup_;
};

}  // namespace twinline
