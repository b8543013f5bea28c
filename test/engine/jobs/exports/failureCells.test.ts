import { describe, expect, it } from 'vitest';
import { columnLetter, type Cell } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import { failureCells } from '#engine/jobs/exports/correcting/failureCells.ts';

const columns = ['Key', 'Mail', 'Mobile', 'Home', 'Born', 'Note'].map((header, index) => ({ index, letter: columnLetter(index), header, ref: header }));
const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Key' },
    { field: 'email', type: 'email', column: 'Mail' },
    { field: 'phones', type: 'phones', columns: ['Mobile', 'Home'] },
    { field: '_bdate', type: 'date', column: 'Born' },
    { field: 'source', type: 'string', value: 'crm' },
  ],
};
const cells: readonly Cell[] = ['1', 'a@b.de', '+79161234567', null, '2000-01-01', null].map((v) => (v === null ? null : { t: 's', v }));
const refused = (text: string | null, of: Recipe = recipe, row: readonly Cell[] = cells): string =>
  [...failureCells(of, columns)({ state: 'failed', cells: row, code: 409, text })].map(([index, { note }]) => `${columnLetter(index)} ${note}`).join(' | ');

describe('The cells that a row was refused for', () => {
  it('are those of the field that the platform names, by its name or by a usual word for it', () => {
    expect(refused('email belongs to another profile')).toBe('B Refused by the platform: 409: email belongs to another profile');
    expect(refused('Incorrect E-mail')).toMatch(/^B .*: Incorrect E-mail$/);
    expect(refused('field "_bdate" is wrong')).toMatch(/^E /);
    expect(refused('wrong bdate')).toMatch(/^E /);
    expect(refused('phone number is used')).toMatch(/^C [^|]*$/);
    expect(refused('phones: too many', recipe, [...cells.slice(0, 3), { t: 's', v: '2' }])).toMatch(/^C .* \| D /);
    expect(refused('email and phones')).toMatch(/^B .* \| C /);
  });

  it('are those of the match key where no field is named, not even in another word', () => {
    expect(refused('profile not found')).toBe('A Refused by the platform: 409: profile not found. Which value it means, it does not say; this is the match key');
    expect(refused('emailing is forbidden')).toMatch(/^A /);
    expect(refused(null)).toMatch(/^A Refused by the platform: 409\./);
    // The same in every row: there is no cell to correct.
    expect(refused('source is unknown')).toMatch(/^A /);
  });

  it('are those of the contact by which a profile is found in its subscriptions', () => {
    const bySubscription: Recipe = { version: 2, request: { db_id: 7, matching: 'email_sub' }, fields: [{ field: '_fname', type: 'string', column: 'Note' }], subscriptions: [{ channel: 'email', resource_id: 1, email: { column: 'Mail' } }] };
    expect(refused('profile not found', bySubscription)).toMatch(/^B /);
    expect(refused('fname is too long', bySubscription)).toMatch(/^F /);
  });

  it('are none of rows that were not refused', () => {
    expect(failureCells(recipe, columns)({ state: 'invalid', cells, code: null, text: null }).size).toBe(0);
  });
});
