// Standard output, written fully and checked.
//
// Bytes gather and leave in large pieces; finish() sends the rest and says on stderr what went wrong. A reader that has gone
// away (`| head`) is no error: what is written after that is dropped quietly.
#pragma once

#include <string>
#include <string_view>

namespace twinline {

class Output {
 public:
  void write(std::string_view bytes);
  // False: something could not be written.
  bool finish();
  // The reader has gone away; more work makes no sense.
  bool closed() const { return closed_; }

 private:
  void flush();

  std::string waiting_;
  std::string problem_;
  bool closed_ = false;
};

}  // namespace twinline
