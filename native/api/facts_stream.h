// What every stored delivery says about one message, as {"facts":[{"delivery","lane","received","path","event"},…]}.
//
// Where a fact came from is kept nowhere but in the deliveries themselves, so they are read from the first to the last: a
// step at a time, and only those are decoded in which an id of the message occurs. A line feed after each step shows that it
// goes on. Memory does not grow with the journal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "native/http/server.h"
#include "native/store/journal.h"

namespace twinline {

class FactsStream final : public ResponseStream {
 public:
  // `ids`: all of the message. The journal must outlive the stream.
  FactsStream(Journal& journal, std::string number, std::vector<std::string> ids);

  Piece next() override;

 private:
  void look_at(const Delivery& delivery, std::string& answer);

  Journal& journal_;
  std::string number_;
  std::vector<std::string> ids_;
  std::vector<std::string> marks_;  // of each id a piece that writers leave as it is
  Decoder decoder_;
  std::vector<std::int64_t> lanes_;  // still to be read, the present one last
  std::int64_t after_ = 0;
  bool started_ = false, any_ = false;
};

}  // namespace twinline
