import { describe, expect, it } from 'vitest';
import { copyCases, tryCopy } from '../../support/copies.ts';

/** The long form is build/scripts/copies.ts. */
describe('a copied job, with both files run', () => {
  it.each(copyCases.filter(({ wal, sameLimits }) => !wal && !sameLimits))('copied $when, the original $original: doubles, loses and hides nothing', async (one) => {
    expect(await tryCopy(one, 200)).toEqual({ doubled: 0, lost: 0, silent: 0 });
  });
});
