#include "native/api/static_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace twinline {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, std::string_view> types[] = {{".html", "text/html; charset=utf-8"},
                                                                   {".js", "text/javascript; charset=utf-8"},
                                                                   {".mjs", "text/javascript; charset=utf-8"},
                                                                   {".css", "text/css; charset=utf-8"},
                                                                   {".wasm", "application/wasm"},
                                                                   {".json", "application/json"},
                                                                   {".svg", "image/svg+xml"},
                                                                   {".png", "image/png"},
                                                                   {".ico", "image/x-icon"},
                                                                   {".webp", "image/webp"},
                                                                   {".woff2", "font/woff2"},
                                                                   {".txt", "text/plain; charset=utf-8"},
                                                                   {".map", "application/json"}};

// WebAssembly may be compiled, scripts may not be made out of strings; the component library sets inline styles.
std::string content_security_policy(bool with_meta_signup) {
  // What Meta's script loads from, asks and frames.
  const std::string script = with_meta_signup ? " https://connect.facebook.net" : "";
  const std::string facebook = with_meta_signup ? " https://*.facebook.com" : "";
  return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" + script +
         "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:" + facebook +
         "; font-src 'self' data:; connect-src 'self'" + script + facebook + "; frame-src 'self'" + facebook +
         "; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'" + facebook +
         "; frame-ancestors 'none'";
}

std::string_view type_of(const fs::path& path) {
  const std::string extension = path.extension().string();
  for (const auto& [known, type] : types) {
    if (extension == known) return type;
  }
  return "application/octet-stream";
}

bool stays_inside(std::string_view path) {
  if (!path.starts_with("/") || path.find('\\') != std::string_view::npos ||
      path.find('\0') != std::string_view::npos) {
    return false;
  }
  for (const fs::path& part : fs::path(path).relative_path()) {
    if (part == "..") return false;
  }
  return true;
}

std::optional<std::string> content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string etag_of(const fs::path& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  const auto changed = fs::last_write_time(path, failed).time_since_epoch().count();
  return "\"" + std::to_string(size) + "-" + std::to_string(changed) + "\"";
}

}  // namespace

Response StaticFiles::answer(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") return {405, {{"Allow", "GET, HEAD"}}};
  if (!stays_inside(request.path)) return {404};

  const fs::path root(folder_);
  fs::path path = root / fs::path(request.path).relative_path();
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) {
    if (request.path.find('.') != std::string::npos) return {404};
    path = root / "index.html";
    if (!fs::is_regular_file(path, failed)) {
      return {404, {{"Content-Type", "text/plain; charset=utf-8"}}, "There is no dashboard here; see --dashboard.\n"};
    }
  }

  Response response;
  const std::string etag = etag_of(path);
  const bool immutable = request.path.starts_with("/assets/");
  response.headers = {{"Content-Type", std::string(type_of(path))},
                      {"ETag", etag},
                      {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"Content-Security-Policy", content_security_policy(with_meta_signup_)},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"}};
  if (request.header("If-None-Match") == etag) {
    response.status = 304;
    return response;
  }
  std::optional<std::string> content = content_of(path);
  if (!content) return {404};
  response.body = std::move(*content);
  return response;
}

}  // namespace twinline
