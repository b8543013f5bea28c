import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damageCampaign, type DamageCampaign, type DamageOutcome } from '../../support/damage.ts';
import { temporaryFolder } from '../../support/jobs.ts';

/** The long form is build/scripts/damage.ts. */
const files = 60;

let folder: ReturnType<typeof temporaryFolder>;
let campaign: DamageCampaign;

beforeAll(async () => {
  folder = temporaryFolder();
  campaign = await damageCampaign(folder.path, 1);
}, 120_000);

afterAll(() => folder.remove());

describe('a job file damaged at random', () => {
  it('sends nothing wrong, shows nothing less in silence, and ends in a sentence', async () => {
    const outcomes: DamageOutcome[] = [];
    for (let index = 0; index < files; index += 1) outcomes.push(await campaign.one(index));
    const bad = outcomes.filter(({ verdict }) => verdict !== 'told' && verdict !== 'same');
    expect(bad).toEqual([]);
    expect(new Set(outcomes.map(({ verdict }) => verdict))).toContain('told');
  }, 240_000);
});
