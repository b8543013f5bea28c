import type { RememberedList } from '#contract/memory.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { Memory } from '../../store/memory.ts';
import { rememberedList, type Around } from './rememberedList.ts';

/** Remembers the list of a job that was sent to its end, and gives it; null where there was nothing to learn. Never throws: what a job could have taught is a convenience. */
export function learnList(memory: Pick<Memory, 'learn'>, file: JobFile, accepted: number, around: Around): RememberedList | null {
  try {
    const list = rememberedList(file, accepted, around);
    if (list !== null) memory.learn(list);
    return list;
  } catch {
    return null;
  }
}
