// The one error of this package.

/**
 * Codes of the core name what is wrong with the input (`empty_input`, `bad_json`, `too_deep`, …); `disposed`,
 * `out_of_memory`, `load_failed` and `no_crypto` come from this package.
 */
export class TwinlineError extends Error {
  override readonly name = 'TwinlineError';

  constructor(
    readonly code: string,
    /** Offset into the input as UTF-8, where the input is what is wrong. */
    readonly byte: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
