#include "core/decode/decoder.h"

#include <algorithm>

#include "core/decode/base64.h"
#include "core/decode/reader.h"
#include "core/decode/time.h"

namespace twinline {

namespace {

// `data` is a provider's envelope only beside `event`; alone it is the answer of some API, and says nothing here.
void drop_plain_data(Batch& batch) {
  if (batch.scopes.size() < 2 || batch.slot(batch.scopes[0], Slot::event)) return;
  for (const Scope& scope : batch.scopes) {
    if (scope.where.parent == 0 && scope.where.member == "entry") return;
  }
  if (std::any_of(batch.facts.begin(), batch.facts.end(), [](const Fact& fact) { return fact.place == Place::sent; }))
    return;
  batch.scopes.resize(1);
  batch.facts.clear();
  batch.items.clear();
}

// A webhook may have a member called `record` too.
bool has_body(const Batch& record) { return !record.facts.empty() && record.facts[0].has(Mark::body); }

}  // namespace

struct Decoder::State {
  Reader reader;
  Push<Reader> push{reader};
  std::string unwrapped;  // the body of a stored delivery

  Result<const Batch*> read(std::string_view text, const Source& source, bool wrapped);
  Result<const Batch*> unwrap(const Source& outer);
};

Decoder::Decoder() : state_(std::make_unique<State>()) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Result<const Batch*> Decoder::operator()(std::string_view text) { return state_->read(text, {}, false); }

Result<const Batch*> Decoder::operator()(std::string_view body, const Source& source) {
  return state_->read(body, source, true);
}

Result<const Batch*> Decoder::State::read(std::string_view text, const Source& source, bool wrapped) {
  // What is repaired, united and kept of a body may be several times its size, and must still have an address.
  if (text.size() >= Text::in_arena / 8)
    return Error{ErrorCode::too_large, 0, {}, "larger than 256 MiB; split it into one body a line"};
  Batch& batch = reader.batch();
  const auto parse = [&](Reader::Dialect dialect) {
    reader.begin(dialect);
    if (!push(text)) return false;
    batch.body = push.source();
    batch.source = source;
    batch.repaired = push.repaired();
    drop_plain_data(batch);
    return true;
  };

  // Records are recognised by their first member, which twinline writes first; one that was re-ordered is read twice.
  const bool looks_like_record = !wrapped && text.starts_with(R"({"record":)");
  if (!parse(looks_like_record ? Reader::Dialect::record : Reader::Dialect::body)) return push.error();
  if (wrapped) return &batch;
  if (looks_like_record && !has_body(batch)) {
    batch.kind = Batch::Kind::record;
    return &batch;
  }
  if (looks_like_record && !parse(Reader::Dialect::body)) return push.error();
  if (batch.scopes.empty()) return &batch;
  const Scope& root = batch.scopes[0];
  const bool is_body = batch.scopes.size() > 1;
  if (!is_body && batch.slot(root, Slot::record_kind).size != 0) {
    if (!parse(Reader::Dialect::record)) return push.error();
    batch.kind = Batch::Kind::record;
  } else if (!is_body && batch.slot(root, Slot::body_b64)) {
    return unwrap(source);
  } else if (!batch.facts.empty() && batch.facts[0].place == Place::sent) {
    batch.kind = Batch::Kind::sent;
  }
  return &batch;
}

Result<const Batch*> Decoder::State::unwrap(const Source& outer) {
  const Batch& batch = reader.batch();
  const Scope& root = batch.scopes[0];
  Source source = outer;
  // A time of no meaning is a missing time; the body counts, not its wrapping.
  if (!parse_integer(batch.text(root, Slot::received), source.received_ms)) source.received_ms = 0;
  if (!parse_integer(batch.text(root, Slot::onboarding), source.onboarding)) source.onboarding = 0;
  unwrapped.clear();
  if (!append_base64_decoded(batch.text(root, Slot::body_b64), unwrapped)) {
    return Error{ErrorCode::bad_envelope, 0, "/body_b64", "body_b64 is not base64; export the delivery again"};
  }
  auto result = read(unwrapped, source, true);
  if (result) return result;
  Error error = result.error();
  error.place = "/body_b64";
  return error;
}

}  // namespace twinline
