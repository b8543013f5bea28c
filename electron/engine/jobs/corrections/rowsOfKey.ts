import { groupsOf, type Deciding, type Member } from './decideAgain.ts';
import { hashOfKey } from './keyHashes.ts';

/** The match key of a row as rows are compared by it; null where it has no item. */
export function keyOf({ file, mapper }: Pick<Deciding, 'file' | 'mapper'>, position: number): string | null {
  for (const row of file.blocks.rowsAt([position], { few: true })) {
    const mapped = mapper.map(row);
    if (mapped.kind === 'item') return mapped.key;
  }
  return null;
}

/** All rows with the match key of a row, itself among them, rising; none where it has no item. The hashes of keys must be made. */
export function rowsOfKey(job: Pick<Deciding, 'file' | 'mapper'>, position: number): readonly Member[] {
  const key = keyOf(job, position);
  if (key === null) return [];
  const [low, high] = hashOfKey(key);
  const found: number[] = [];
  for (const { first, keys } of job.file.keys.all()) {
    for (let at = 0; at < keys.length; at += 2) if (keys[at] === low && keys[at + 1] === high) found.push(first + at / 2);
  }
  const groups = groupsOf(job, found);
  for (let step = groups.next(); ; step = groups.next()) if (step.done === true) return step.value.get(key) ?? [];
}
