import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isHeard, tellHeard } from '../../electron/main/laterStart.ts';
import { temporaryFolder } from '../support/jobs.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A clock that moves while somebody waits; `each` happens at every look. */
function clock(each: (now: number) => void = () => undefined) {
  let now = 1_000_000;
  return { now: () => now, pause: (ms: number) => { now += ms; each(now); return Promise.resolve(); } };
}

describe('a later start', () => {
  it('knows that the program which runs has heard of it', async () => {
    const path = join(folder.path, 'heard');
    tellHeard(path, 999_000);
    const parts = clock((now) => { if (now >= 1_001_000) tellHeard(path, now); });
    expect(await isHeard(path, 1_000_000, parts)).toBe(true);
    expect(parts.now()).toBe(1_001_000);
    expect(await isHeard(path, 1_001_000, clock())).toBe(true);
  });

  it('waits no longer than twenty seconds for one that does not answer, whatever lies in the place of its answer', async () => {
    const [none, odd] = [join(folder.path, 'none'), join(folder.path, 'odd')];
    mkdirSync(odd);
    tellHeard(odd, 2_000_000);
    for (const path of [none, odd]) {
      const parts = clock();
      expect(await isHeard(path, 1_000_000, parts)).toBe(false);
      expect(parts.now()).toBe(1_020_000);
    }
  });
});
