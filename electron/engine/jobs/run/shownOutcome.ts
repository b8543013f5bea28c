import type { Outcome } from '../../api/outcome.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { positionsOf } from '../../store/runs.ts';
import { shownWords } from './shownWords.ts';

/** The outcome with words that may stand over the whole job; in the job itself they stay as the server said them. */
export function shownOutcome(file: JobFile, chunk: Chunk, outcome: Outcome): Outcome {
  if (outcome.kind === 'answered' || outcome.text === null || (outcome.httpStatus === null && outcome.code === null)) return outcome;
  return { ...outcome, text: shownWords(outcome.text, itemsOf(file, positionsOf(chunk.members))) };
}

/** The profile of a chunk that an answer names by its place, as JSON. */
export function itemAt(file: JobFile, chunk: Chunk, index: number): Iterable<string> {
  let at = 0;
  for (const position of positionsOf(chunk.members)) if ((at += 1) > index) return itemsOf(file, [position]);
  return [];
}

function* itemsOf(file: JobFile, positions: Iterable<number>): Generator<string> {
  for (const { json } of file.items.texts(positions)) yield json;
}
