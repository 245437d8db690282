// Reads in the journal what deliveries tell those who send, from where the store says that it has come to.
//
// A thread of its own, beside the projection: what a delivery changed of sends is saved with the place in the journal in one
// transaction, so after a crash it is read again and nothing is missed. It only reads the journal; a delivery that cannot be
// understood is passed over here (the projection makes an issue of it).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "core/decode/decoder.h"
#include "core/sending/news.h"
#include "native/store/journal.h"

namespace twinline {

class NewsReader {
 public:
  using Cursor = std::map<std::int64_t, std::int64_t>;
  // News of some deliveries and where the journal is read to with them; returns when both are handed on.
  using Hear = std::function<void(const SendingNews& news, Cursor cursor)>;
  using Failed = std::function<void(const std::string& what)>;

  NewsReader(Journal& journal, Cursor from, Hear hear, Failed failed);
  ~NewsReader();
  NewsReader(const NewsReader&) = delete;
  NewsReader& operator=(const NewsReader&) = delete;

  // The journal has grown.
  void wake();
  // Returns when everything that lies in the journal now was handed on. For tests and for a start.
  void catch_up();

 private:
  void work();
  // False: there is nothing more.
  bool step();

  Journal& journal_;
  Cursor cursor_;
  Hear hear_;
  Failed failed_;
  Decoder decoder_;
  bool failing_ = false;  // the journal could not be read just now
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true, idle_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace twinline
