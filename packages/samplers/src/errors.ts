/** Thrown where the data and what is asked of them do not go together. */
export class SamplingError extends Error {
  override readonly name = 'SamplingError';
}
