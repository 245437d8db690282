// Asks for memory that will be needed soon, of no effect but on speed.
//
// GCC drops calls of a function that does nothing but prefetch, before it looks inside: such a function, and every one
// that only wraps it, has to be inlined by force.
#pragma once

namespace twinline {

[[gnu::always_inline]] inline void prefetch(const void* at) {
#ifdef __wasm__
  // WebAssembly has no such instruction; a load whose value nobody waits for does the same.
  const char byte = *static_cast<const volatile char*>(at);
  static_cast<void>(byte);
#else
  __builtin_prefetch(at);
#endif
}

}  // namespace twinline
