#include "native/cli/input.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

#include "core/decode/decoder.h"

namespace twinline {
namespace {

constexpr std::string_view blanks = " \t\r";

// A file's bytes: mapped where that works, so that a large export costs no memory, else read.
class Content {
 public:
  explicit Content(const std::string& file) {
    const int descriptor = file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      problem_ = std::strerror(errno);
      return;
    }
    if (!map(descriptor)) read(descriptor);
    if (descriptor != STDIN_FILENO) ::close(descriptor);
  }
  ~Content() {
    if (mapped_ != nullptr) ::munmap(mapped_, size_);
  }
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;

  const std::string& problem() const { return problem_; }
  std::string_view text() const {
    return mapped_ != nullptr ? std::string_view(static_cast<char*>(mapped_), size_) : read_;
  }

 private:
  bool map(int descriptor) {
    struct stat about {};
    if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size == 0) return false;
    if (::lseek(descriptor, 0, SEEK_CUR) != 0) return false;
    void* const address =
        ::mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) return false;
    mapped_ = address;
    size_ = static_cast<std::size_t>(about.st_size);
    return true;
  }

  void read(int descriptor) {
    constexpr std::size_t piece = 1U << 16;
    for (;;) {
      const std::size_t have = read_.size();
      read_.resize(have + piece);
      const auto got = ::read(descriptor, read_.data() + have, piece);
      read_.resize(have + static_cast<std::size_t>(got > 0 ? got : 0));
      if (got > 0 || (got < 0 && errno == EINTR)) continue;
      if (got < 0) problem_ = std::strerror(errno);
      return;
    }
  }

  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string read_;
  std::string problem_;
};

void report(const InputText& input, const Error& error) {
  std::string message = "twinline: " + std::string(input.file);
  if (input.line != 0) message += ":" + std::to_string(input.line);
  message += ": byte " + std::to_string(error.byte) + ": " + error.what + "\n";
  std::cerr << message;
}

bool use_one(const InputText& input, const UseText& use) {
  const std::optional<Error> error = use(input);
  if (error) report(input, *error);
  return !error;
}

// Lines behind the mark of a format that is newer than this program may not mean what they seem to: none of them is used.
bool ends_file(const Error& error) { return error.code == ErrorCode::newer_format; }

bool use_lines(std::string_view file, std::string_view text, const UseText& use) {
  bool good = true;
  for (std::uint64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.find_first_not_of(blanks) == std::string_view::npos) continue;
    const InputText input{file, line, one};
    std::optional<Error> error = use(input);
    if (!error) continue;
    good = false;
    if (ends_file(*error)) error->what += "; no line from here on was read";
    report(input, *error);
    if (ends_file(*error)) break;
  }
  return good;
}

// One JSON value a line: the first line is one by itself, and something stands behind it.
bool looks_like_lines(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = 0;
  do {
    begin = end;
    end = std::min(text.find('\n', begin), text.size() - 1) + 1;
  } while (end < text.size() &&
           text.substr(begin, end - 1 - begin).find_first_not_of(blanks) == std::string_view::npos);
  if (text.substr(end).find_first_not_of(" \t\r\n") == std::string_view::npos) return false;
  Decoder decoder;
  return static_cast<bool>(decoder(text.substr(begin, end - begin)));
}

bool use_file(const std::string& file, const UseText& use) {
  const Content content(file);
  const InputText whole{file, 0, content.text()};
  if (!content.problem().empty()) {
    report(whole, {ErrorCode::empty_input, 0, "",
                   "cannot be read (" + content.problem() + "), check the name and its rights"});
    return false;
  }
  if (whole.text.empty()) {
    report(whole, {ErrorCode::empty_input, 0, "", "the input is empty, give a JSON text"});
    return false;
  }
  const bool lines =
      file.ends_with(".jsonl") || file.ends_with(".ndjson") || (file == "-" && looks_like_lines(whole.text));
  return lines ? use_lines(file, whole.text, use) : use_one(whole, use);
}

}  // namespace

bool read_inputs(const std::vector<std::string>& files, const UseText& use) {
  bool good = true;
  for (const std::string& file : files) good = use_file(file, use) && good;
  return good;
}

}  // namespace twinline
