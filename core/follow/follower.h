// Keeps a History equal to a shim's: which request to make next, and what to do with the bytes of its answer.
//
// Follows GET {base}/v1/numbers/{number}/records?since=VERSION&follow=1, an NDJSON stream of records in batches, each
// closed by {"version":"…"}; a version is any text without quotes and backslashes. A line may come in any number of
// pieces. A stream that breaks is taken up again from the last version seen; what was received twice does no harm, the
// merge is a join. Repeated failures wait longer and longer, from 1 s up to 30 s. 401 and 403 stop: somebody has to log
// in.
//
//     while (auto request = follower.next(now)) host carries it out, calls answered(), bytes()…, ended()
//
// A host may give up a request at any moment by ended(). Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "core/http.h"

namespace twinline {

struct FollowTarget {
  std::string base;    // "" or "https://shim.example", no slash at the end
  std::string number;  // phone_number_id
  std::string token;   // sent as bearer token; empty: the host's cookies decide
  std::string since;   // version to start from; empty: from the beginning
};

// For people: what a follower is doing.
enum class FollowState : std::uint8_t {
  connecting,   // no answer yet
  catching_up,  // records come, the first batch is not whole
  live,         // a whole batch has come; more come as they happen
  waiting,      // the stream has ended or failed; tried again later
  refused,      // the shim wants a login
};
inline constexpr std::string_view follow_state_names[] = {"connecting", "catching_up", "live", "waiting", "refused"};

class Follower {
 public:
  // The history must outlive the follower.
  Follower(History& history, FollowTarget target);

  struct Wait {
    std::int64_t until_ms;  // ask again then
  };
  struct Stopped {
    int status;  // the HTTP status that ended it
  };
  // Requires: the last request, if any, has ended.
  std::variant<Request, Wait, Stopped> next(std::int64_t now_ms);

  void answered(int status);           // headers have come
  void bytes(std::string_view piece);  // a piece of the body; of a refusal it is ignored
  void ended(std::int64_t now_ms);     // the body has ended, cleanly or not; also after a failure to connect

  FollowState state() const;
  const std::string& version() const { return version_; }
  std::uint64_t records() const { return records_; }  // lines applied
  std::uint64_t refused() const { return refused_; }  // lines that were no record

 private:
  void line(std::string_view text);
  bool accepted() const { return status_ == 200; }
  bool locked_out() const { return status_ == 401 || status_ == 403; }

  History& history_;
  Decoder decoder_;
  FollowTarget target_;
  std::string version_, partial_;
  int status_ = 0;  // of the request that is out or was the last; 0: not answered
  unsigned failures_ = 0;
  std::int64_t not_before_ms_ = 0;
  std::uint64_t records_ = 0, refused_ = 0;
  bool whole_batch_ = false, ended_ = false;  // on this stream
};

}  // namespace twinline
