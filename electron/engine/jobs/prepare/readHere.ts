import type { ReadEvent, ReadInput } from './readBlocks.ts';

/**
 * Reads in the thread it is called in. Readers and mapping are loaded when the first source is read: whoever leaves
 * reading to another thread would else start a fifth of a second later, for nothing. Faults as readBlocks.
 */
export async function* readHere(input: ReadInput, signal: AbortSignal | undefined): AsyncGenerator<ReadEvent> {
  const { readBlocks } = await import('./readBlocks.ts');
  yield* readBlocks(input, signal);
}
