import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { faultsHelp } from '../../electron/cli/faultsHelp.ts';
import { faultPlanSchema } from '../../electron/practice/index.ts';

const selectors: ReadonlySet<string> = new Set(['requests', 'every', 'from', 'count', 'times', 'probability', 'seed']);

const rulesSchema = z.object({ properties: z.object({ rules: z.object({ items: z.object({ oneOf: z.array(z.object({ properties: z.looseObject({ kind: z.object({ const: z.string() }) }) })) }) }) }) });

it('The help and the README tell every kind of fault with its members, and every way to choose requests', () => {
  const readme = readFileSync('README.md', 'utf8');
  const kinds = rulesSchema.parse(z.toJSONSchema(faultPlanSchema, { io: 'input' })).properties.rules.items.oneOf.map(({ properties: { kind, ...members } }) => ({ kind: kind.const, members: Object.keys(members) }));
  expect(kinds.length).toBe(15);
  const [help, lines] = [faultsHelp().split('\n'), readme.split('\n')];
  for (const { kind, members } of kinds) {
    const told = [help.find((line) => line.startsWith(`  ${kind}`)), lines.find((line) => line.startsWith(`| \`${kind}\``))];
    for (const member of members.filter((name) => !selectors.has(name) && name !== 'customIds')) expect(told, kind).toEqual([expect.stringContaining(member), expect.stringContaining(member)]);
    expect(told, kind).not.toContain(undefined);
  }
  for (const selector of selectors) expect([faultsHelp(), readme]).toEqual([expect.stringContaining(`"${selector}"`), expect.stringContaining(`"${selector}"`)]);
});
