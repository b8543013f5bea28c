import { expect, it } from 'vitest';
import { mutatedFile, outcomeOf } from '../../support/fuzzSheets.ts';
import { cases } from '../../support/longForms.ts';
import { scratchFolder } from '../../support/workbooks.ts';

const seed = 20_260_723;
const count = cases(120, 400);

it(`${count} files damaged at random (seed ${seed}) give cells or a fault, never a crash`, { timeout: 60_000 }, async () => {
  const folder = scratchFolder();
  const outcomes = new Map<string, number>();
  const crashes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const outcome = await outcomeOf(mutatedFile(seed, index), folder);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (outcome.startsWith('CRASH')) crashes.push(`${index}: ${outcome}`);
  }
  expect(crashes).toEqual([]);
  // Were all refused, or none, the damage would prove nothing.
  expect(outcomes.get('cells')).toBeGreaterThan(count / 20);
  expect(outcomes.get('source-damaged')).toBeGreaterThan(count / 20);
});
