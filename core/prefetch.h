// Asks for memory that will be needed soon, of no effect but on speed.
#pragma once

namespace twinline {

inline void prefetch(const void* at) {
#ifdef __wasm__
  // WebAssembly has no such instruction; a load whose value nobody waits for does the same.
  const char byte = *static_cast<const volatile char*>(at);
  static_cast<void>(byte);
#else
  __builtin_prefetch(at);
#endif
}

}  // namespace twinline
