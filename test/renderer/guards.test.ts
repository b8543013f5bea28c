import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { atMapping, closeMapping, rowText, type } from '../support/mappingPage.ts';
import type { Page } from '../support/mountPage.ts';
import { inspectedColumn, inspection, jobStatus, knownFields } from '../support/pageData.ts';

afterEach(closeMapping);

const email = inspectedColumn(0, 'Email', ['email', 'email', 0.97], ['a@example.com']);

describe('A field that the database does not have', () => {
  it('stops the import at its row, with the name that is nearest', async () => {
    const { page, transport } = await atMapping([email, inspectedColumn(1, 'Points')]);
    await type(page, 'mapping-field', 1, 'bonus_point');
    expect(rowText(page, 1)).toContain('The database has no field “bonus_point”. The nearest name is “bonus_points”.');
    await page.click('next');
    expect(page.has('mapping')).toBe(true);
    await page.app.checkImport();
    expect(transport.inputs('prepareJob')).toEqual([]);
  });

  it('can be gone on with all the same, which is told again at the check and at the start', async () => {
    const { page, transport } = await atMapping([email, inspectedColumn(1, 'Consent')]);
    await type(page, 'mapping-field', 1, 'consent_xyz');
    await page.click('next');
    await page.click('guards-accept');
    await page.click('next');
    expect(page.get('check-doubts').textContent).toContain('1 field is unknown to the database: consent_xyz.');
    await page.click('prepare');
    const [made] = transport.inputs('prepareJob');
    expect(made?.doubts).toEqual(['1 field is unknown to the database: consent_xyz.']);
    transport.answer({ jobStatus: () => jobStatus({ doubts: made?.doubts ?? [] }) });
    await page.app.openJob('j1');
    await page.settle();
    expect(page.get('job-doubts').textContent).toContain('consent_xyz');
    await page.click('start');
    expect(page.get('start-doubts').textContent).toContain('1 field is unknown to the database: consent_xyz.');
  });

  it('stops anew when another one comes after that choice', async () => {
    const { page } = await atMapping([email, inspectedColumn(1, 'Consent'), inspectedColumn(2, 'Note')]);
    await type(page, 'mapping-field', 1, 'consent_xyz');
    page.app.goImport().guards.accept();
    await type(page, 'mapping-field', 2, 'remark_xyz');
    await page.click('next');
    expect(page.get('step-problems').textContent).toContain('remark_xyz');
    expect(page.get('step-problems').textContent).not.toContain('consent_xyz');
  });

  it('is not judged where the fields cannot be read, and that is said', async () => {
    const { page } = await atMapping([email, inspectedColumn(1, 'Consent')], { listFields: () => { throw new Fault('server-unreachable', {}); } });
    await type(page, 'mapping-field', 1, 'consent_xyz');
    await page.click('next');
    expect(page.get('fields-unknown').textContent).toContain('could not be checked');
  });
});

describe('A field of another type', () => {
  it('stops the import as well', async () => {
    const { page } = await atMapping([email, inspectedColumn(1, 'Points')]);
    await type(page, 'mapping-field', 1, 'bonus_points');
    await type(page, 'mapping-type', 1, 'tags');
    await page.click('next');
    expect(rowText(page, 1)).toContain('“bonus_points” is int in the platform, and the recipe writes tags.');
    expect(page.has('mapping')).toBe(true);
  });
});

describe('What is half said', () => {
  it('is a problem at its row: a constant without a field, joined columns without a field, an object without one', async () => {
    for (const [button, text] of [['constant-add', 'this value goes'], ['template-add', 'these columns go'], ['object-add', 'this object goes']] as const) {
      const { page, transport } = await atMapping([email]);
      await page.click(button);
      // Nothing is said yet of what was only just added.
      expect(rowText(page, 1)).not.toContain('Name the profile field');
      if (button === 'constant-add') await page.enter('constant-value', 'crm');
      if (button === 'template-add') await page.enter('template-text', '{Email}');
      await page.click('next');
      expect(rowText(page, 1)).toContain(`Name the profile field that ${text} to, or remove it.`);
      expect(page.has('mapping')).toBe(true);
      expect(transport.inputs('prepareJob')).toEqual([]);
      closeMapping();
    }
  });

  it('is a problem in value maps and subscriptions', async () => {
    const { page } = await atMapping([email, inspectedColumn(1, 'City', ['_city', 'string', 0.9])]);
    const { draft } = page.app.goImport();
    const city = draft.fields[1]?.id ?? 0;
    const texts = (): readonly string[] => draft.problems.map(({ text }) => text);
    draft.changeField(city, { valueMap: [{ from: '', to: 'Riga' }] });
    expect(texts()).toEqual(['A value to be replaced is missing. Type it, or remove its line.']);
    draft.changeField(city, { valueMap: [{ from: 'Rīga', to: '' }] });
    expect(texts()).toEqual(['Say what is sent instead of “Rīga”, or tick “empty”.']);
    draft.changeField(city, { valueMap: null });
    draft.addSubscription('email');
    const id = draft.subscriptions[0]?.id ?? 0;
    draft.changeSubscription(id, { resourceId: '28' });
    draft.changeMember(id, 'email', { source: { kind: 'column', ref: 'Email' } });
    expect(texts()).toEqual([]);
    for (const name of ['note', 'note']) {
      draft.addSubscriptionField(id, 'customFields');
      draft.changeSubscriptionField(id, 'customFields', draft.subscriptions[0]?.customFields.at(-1)?.id ?? 0, { field: name, source: { kind: 'value', text: '' } });
    }
    const valueless = 'Type the value that is the same for every row, or remove the field.';
    expect(texts()).toEqual([valueless, valueless, '“note” is filled twice.']);
    // Each at the field that it is about, and told once at the foot.
    await page.settle();
    expect(page.all('custom-field').map((row) => row.querySelector('[role=alert]')?.textContent)).toEqual([valueless, valueless]);
    draft.changeMember(id, 'email', { source: null });
    await page.settle();
    const member = page.get('subscription-email');
    expect([member.getAttribute('aria-invalid'), document.getElementById(member.getAttribute('aria-describedby') ?? '')?.textContent]).toEqual(['true', 'Choose the column with the email.']);
  });

  it('is a problem where one column is taken twice for one list', async () => {
    const { page } = await atMapping([email, inspectedColumn(1, 'Mobile', ['phones', 'phones', 0.9])]);
    const { draft } = page.app.goImport();
    draft.repeatColumn(draft.fields[1]?.id ?? 0);
    draft.changeField(draft.fields[2]?.id ?? 0, { field: 'phones', type: 'phones' });
    expect(draft.problems.map(({ text }) => text)).toEqual(['This column goes to “phones” already.']);
  });
});

describe('A new subscription', () => {
  const consent = { ...inspectedColumn(1, 'Согласие'), values: [{ value: 'да', count: 9 }, { value: 'нет', count: 3 }], consent: { yes: ['да'], no: ['нет'] } };

  async function subscribed(columns: readonly InspectedColumn[]): Promise<Page> {
    const { page } = await atMapping(columns);
    await page.click('subscription-add-email');
    await page.enter('subscription-resource', '28');
    await page.enter('subscription-email', 'column:Email');
    return page;
  }
  const rule = (page: Page): unknown => {
    const { judgement } = page.app.goImport().draft;
    return judgement.ok ? judgement.recipe.subscriptions?.[0] : judgement.problems;
  };

  it('has no status until somebody chooses one, and says so', async () => {
    const page = await subscribed([email]);
    expect(page.get('status-note').textContent).toContain('No status is sent');
    expect(rule(page)).toEqual({ channel: 'email', resource_id: 28, email: { column: 'Email' } });
  });

  it('takes its status from the column that says who agreed with one click', async () => {
    const page = await subscribed([email, consent]);
    expect(page.get('consent-note').textContent).toContain('“Согласие (B)” says who agreed, and is not used.');
    expect(page.get('consent-take').textContent).toContain('да → subscribed, нет → unsubscribed');
    await page.click('consent-take');
    expect(rule(page)).toHaveProperty('status', { column: 'Согласие', empty: 'none', valueMap: { да: 'subscribed', нет: 'unsubscribed' } });
    expect(page.has('consent-note')).toBe(false);
  });

  it('warns when everybody is subscribed although a column says who agreed', async () => {
    const page = await subscribed([email, consent]);
    await page.enter('subscription-status', 'value:subscribed');
    expect(page.get('consent-note').textContent).toContain('every row gets “subscribed”');
  });
});

describe('What a name alone never decides', () => {
  it('is the global status', async () => {
    const listed = { ...knownFields, items: [...knownFields.items, { name: '_status', title: 'Status', type: 'int', system: true }] };
    const { page } = await atMapping([email, inspectedColumn(1, 'Status')], { listFields: () => listed });
    expect(page.all('mapping-field')[1]).toHaveProperty('value', '');
  });

  it('is a column that an export of this program has written', async () => {
    const { page } = await atMapping([email, { ...inspectedColumn(1, 'Bonus points', ['bonus_points', 'int', 0.9]), own: true }]);
    expect(page.all('mapping-field')[1]).toHaveProperty('value', '');
    expect(page.get('own-note').textContent).toContain('From an earlier export');
  });
});

describe('A file that changes between mapping and check', () => {
  const changed = (): never => {
    throw new Fault('source-changed', { file: 'clients.xlsx' });
  };

  it('is told, and read anew with what is mapped kept where the headers are the same', async () => {
    const { page, transport } = await atMapping([email, inspectedColumn(1, 'Town')], { prepareJob: changed });
    await type(page, 'mapping-field', 1, '_city');
    page.app.goImport().guards.accept();
    await page.click('next');
    await page.click('prepare');
    expect(page.get('source-changed').textContent).toContain('has changed since it was looked at');
    transport.answer({ inspectSource: () => inspection({ columns: [inspectedColumn(0, 'Town'), { ...email, index: 1, letter: 'B' }], warnings: [] }), prepareJob: () => ({ jobId: 'j1' }) });
    await page.click('read-anew');
    expect(page.has('mapping')).toBe(true);
    await page.click('next');
    await page.click('prepare');
    expect(transport.inputs('prepareJob').at(-1)?.recipe.fields).toMatchObject([{ field: '_city', column: 'Town' }, { field: 'email', column: 'Email' }]);
    expect(transport.inputs('prepareJob').at(-1)?.seen).toEqual(inspection().seen);
  });

  it('whose header is gone is told by that header', async () => {
    const { page, transport } = await atMapping([email, inspectedColumn(1, 'Town')], { prepareJob: changed });
    await type(page, 'mapping-field', 1, '_city');
    page.app.goImport().guards.accept();
    await page.click('next');
    await page.click('prepare');
    transport.answer({ inspectSource: () => inspection({ columns: [email, inspectedColumn(1, 'Place')], warnings: [] }) });
    await page.click('read-anew');
    expect(page.get('step-problems').textContent).toContain('Town: This file has no such column.');
    expect(page.get('step-problems').textContent).not.toContain('fields[');
  });
});

describe('Phones that need a country', () => {
  const phones = { ...inspectedColumn(1, 'Телефон', ['phones', 'phones', 0.9], ['8 (913) 123-45-67']), phoneCountry: { country: 'RU', right: 200, of: 200 } };

  it('say so where they are mapped, and take it with one click', async () => {
    const { page } = await atMapping([email, phones]);
    expect(page.get('phone-note').textContent).toContain('“8 (913) 123-45-67” have no country. Read as numbers of Russia, 200 of 200 become right.');
    await page.click('phone-country-take');
    expect(page.app.goImport().draft.fields[1]?.country).toBe('RU');
  });

  it('lead from the invalid rows to the choice of the country', async () => {
    const { page } = await atMapping([email, phones], {
      jobProblems: () => [{ column: 'B', header: 'Телефон', field: 'phones', reason: 'incorrect-phone', rows: 200, examples: [] }],
    });
    await page.click('next');
    await page.click('prepare');
    expect(page.get('problem-fix').textContent).toContain('Choose the country');
    await page.click('problem-fix');
    expect(document.activeElement).toBe(page.get('option-country'));
  });
});

describe('Options of a column', () => {
  it('choose the decimal mark of numbers in text, and what cells under a merge get', async () => {
    const { page } = await atMapping([email, inspectedColumn(1, 'Points', ['bonus_points', 'int', 0.9])], {
      inspectSource: () => inspection({ columns: [email, inspectedColumn(1, 'Points', ['bonus_points', 'int', 0.9])], warnings: [{ kind: 'merged-cells', columns: ['B'], rows: 4 }] }),
    });
    await page.enter('option-decimal', ',');
    await page.enter('merged-note', 'value');
    const { judgement } = page.app.goImport().draft;
    expect(judgement.ok && judgement.recipe.fields[1]).toEqual({ field: 'bonus_points', type: 'int', column: 'Points', decimal: ',', merged: 'value' });
  });
});

describe('Values that a new map does not name', () => {
  const openMap = async (page: Page): Promise<void> => {
    (page.all('mapping-more')[1] as HTMLElement).click();
    await page.settle();
    await page.click('map-open');
  };
  const city = { ...inspectedColumn(1, 'City', ['_city', 'string', 0.9]), values: [{ value: 'Рига', count: 3 }] };

  it('are kept, so that next month’s new city is not refused', async () => {
    const { page } = await atMapping([email, city], { columnValues: () => ({ values: [{ value: 'Рига', count: 3 }, { value: 'Лиепая', count: 1 }], distinct: 2, more: false, rows: 4, empty: 0, errors: 0 }) });
    await openMap(page);
    await page.click('map-count');
    expect(page.get('map-others')).toHaveProperty('value', 'keep');
    const { judgement } = page.app.goImport().draft;
    expect(judgement.ok && judgement.recipe.fields[1]).toMatchObject({ valueMap: { Рига: 'Рига', Лиепая: 'Лиепая' }, otherValues: 'keep' });
  });

  it('have to be chosen where the field takes the values of a list', async () => {
    const { page } = await atMapping([email, city]);
    await type(page, 'mapping-type', 1, 'enum');
    await openMap(page);
    expect(rowText(page, 1)).toContain('Choose what becomes of values that are not listed.');
    await page.enter('map-others', '');
    expect(rowText(page, 1)).not.toContain('Choose what becomes');
  });
});
