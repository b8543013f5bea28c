import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/jobs.ts';
import { acts, placesLane } from '../../support/places/campaign.ts';

/** The long form is build/scripts/places.ts. */
const seed = 20_261_127;

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

describe('nothing is lost, doubled or sent without a word of', { timeout: 180_000 }, () => {
  it.each(acts)('%s', async (...act) => {
    const { lost, doubled, silent, problems } = await placesLane(folder.path, seed, act, 1);
    expect(problems).toEqual([]);
    expect({ lost, doubled, silent }).toEqual({ lost: 0, doubled: 0, silent: 0 });
  });
});
