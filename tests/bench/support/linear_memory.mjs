// How large the memory of the last WebAssembly instance is. The package keeps it to itself, so instances are watched as
// they are made.

let memory;

export function watchMemory() {
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    const { exports } = made instanceof WebAssembly.Instance ? made : made.instance;
    memory = Object.values(exports).find((each) => each instanceof WebAssembly.Memory) ?? memory;
    return made;
  };
}

export function linearMemory() {
  return memory?.buffer.byteLength ?? 0;
}
