import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setLanguage, type Language } from '#contract/language.ts';
import type { FieldInfo } from '#contract/fields.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { previewItems } from '#engine/jobs/jobRows.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { writeTemplate } from '#engine/template/writeTemplate.ts';
import { databases, resources } from '../../electron/practice/platform/catalogue.ts';
import { DraftState } from '../../renderer/state/draft.svelte.ts';
import { learned } from '../../renderer/state/recipe/learned.ts';
import { unmapped } from '../../renderer/state/recipe/fromRecipe.ts';
import { targetFields } from '../../renderer/state/recipe/knownFields.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { atMapping, closeMapping } from '../support/mappingPage.ts';
import { mountPage } from '../support/mountPage.ts';
import { connection, inspectedColumn, summary } from '../support/pageData.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => {
  setLanguage('en');
  folder.remove();
});

const field = (name: string, title: string, type = 'unicode', rest: Partial<FieldInfo> = {}): FieldInfo => ({ name, title, type, system: name.startsWith('_') || name === 'email' || name === 'phones', ...rest });

/** As a Russian installation may name its fields, some of them in ways that a guess by the header alone gets wrong. */
const russian: readonly FieldInfo[] = [
  field('email', 'Электронная почта', 'email'),
  field('phones', 'Телефоны', 'phones'),
  field('_fname', 'Имя'),
  field('_lname', 'Фамилия'),
  field('_bdate', 'Дата рождения', 'date'),
  field('_sex', 'Пол', 'gender'),
  field('_regdate', 'Дата регистрации', 'date'),
  field('_tz', 'Часовой пояс'),
  field('_country', 'Страна'),
  field('delivery_city', 'Город'),
  field('manager', 'Имя клиента'),
  field('work_phone', 'Мобильный телефон', 'phone'),
  field('second_mail', 'Почта', 'email'),
  field('note', 'Комментарий'),
  field('note_2', 'Комментарий'),
  field('zip', 'Индекс'),
  field('tier', 'Уровень', 'enum', { values: ['базовый', 'серебро', 'золото, платина'] }),
  field('vip', 'VIP', 'bool'),
  field('bonus', 'Баллы', 'int'),
  field('score', 'Оценка', 'float'),
  field('visited_at', 'Последний визит', 'datetime'),
  field('interests', 'Интересы', 'tags'),
  field('last_ip', 'Последний IP', 'ip'),
  field('app', 'Версия приложения', 'version'),
];

const practice: readonly FieldInfo[] = [...(databases.get(7)?.fields.values() ?? [])].map(({ name, title, type, category, values }) => ({ name, title, type, system: category === 'system', ...(values === undefined ? {} : { values: values.map((value) => value.title) }) }));
const noTarget = new Set(['_status', 'meta', 'addresses']);

describe('A template of a database', () => {
  it.each([
    ['the practice server’s', practice, 'en'],
    ['the practice server’s', practice, 'ru'],
    ['a Russian one’s', russian, 'ru'],
    ['a Russian one’s', russian, 'en'],
  ] as const)('maps by itself when it is opened, and its example row is fit to be sent: %s, %#', async (_, fields, language: Language) => {
    setLanguage(language);
    const path = join(folder.path, 'template.xlsx');
    await writeTemplate(fields, path);
    const seen = await inspectSource(path);
    const draft = new DraftState();
    draft.begin(seen);
    draft.setRequest({ dbId: '7', matching: 'email' });
    draft.learn(targetFields(fields));
    const wanted = fields.map(({ name }) => name).filter((name) => !noTarget.has(name));
    expect(draft.fields.map((one) => one.field).toSorted()).toEqual(wanted.toSorted());
    const { judgement } = draft;
    if (!judgement.ok) throw new Error(draft.problems.map(({ text }) => text).join());
    const job = join(folder.path, 'a.importjob');
    const status = await prepareJob({ source: path, recipe: judgement.recipe, job, jobId: randomUUID(), clock: systemClock });
    const file = openJobFile(job, { create: false });
    try {
      expect([file.problems.firstErrors(10), status.counts.ready]).toEqual([[], 1]);
      const [item = '{}'] = previewItems(file, 1).items;
      expect(Object.keys(JSON.parse(item) as object).toSorted()).toEqual(wanted.toSorted());
    } finally {
      file.close();
    }
  });
});

describe('A template with subscriptions', () => {
  const details = [...resources.values()].map(({ id, name, channels, databases: of }) => ({ id, name, channels: [...channels], databases: [...of] }));
  /** Two of one name, and one of another database. */
  const all = [...details, { id: 40, name: 'News', channels: ['email'], databases: [7] }, { id: 41, name: 'Elsewhere', channels: ['email'], databases: [8] }];

  const own = (id: number): readonly FieldInfo[] => [...(resources.get(id)?.fields.values() ?? [])].map(({ name, title, type, category }) => ({ name, title, type, system: category === 'system' }));
  /** Of one a field whose title is that of another, and one that is called as its consent. */
  const odd: readonly FieldInfo[] = [field('note_2', 'Note'), field('agreed', 'Согласие'), field('data', 'Data', 'object')];
  const known = {
    resources: all,
    fields: details.flatMap(({ id, channels }) => channels.map((channel) => ({ resourceId: id, channel, items: id === 28 ? [...own(id), ...odd] : own(id) }))),
  };

  async function opened(language: Language, change?: (sheet: ExcelJS.Worksheet) => void) {
    setLanguage(language);
    const path = join(folder.path, 'template.xlsx');
    await writeTemplate(practice, path, { dbId: 7, ...known });
    if (change !== undefined) {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(path, { ignoreNodes: ['dataValidations'] });
      change(book.worksheets[0]!);
      await book.xlsx.writeFile(path);
    }
    const draft = new DraftState();
    draft.begin(await inspectSource(path));
    draft.setRequest({ dbId: '7', matching: 'email' });
    return { path, draft };
  }

  /** The items that would be sent, and the first errors. */
  async function items(path: string, draft: DraftState) {
    const { judgement } = draft;
    if (!judgement.ok) throw new Error(draft.problems.map(({ text }) => text).join());
    const job = join(folder.path, 'a.importjob');
    await prepareJob({ source: path, recipe: judgement.recipe, job, jobId: randomUUID(), clock: systemClock });
    const file = openJobFile(job, { create: false });
    try {
      return { errors: file.problems.firstErrors(10), items: previewItems(file, 10).items.map((item) => JSON.parse(item) as { readonly subscriptions?: readonly Record<string, unknown>[] }) };
    } finally {
      file.close();
    }
  }

  it.each(['en', 'ru'] as const)('maps by itself when it is opened in the other language, each channel once, and its example row is fit to be sent: %s', async (language) => {
    const { path, draft } = await opened(language);
    setLanguage(language === 'en' ? 'ru' : 'en');
    draft.learn(targetFields(practice), [], known);
    const told = await items(path, draft);
    expect([told.errors, told.items.length]).toEqual([[], 1]);
    const wanted = details.flatMap(({ id, channels }) => channels.map((channel) => [id, channel, 'subscribed']));
    expect(told.items[0]?.subscriptions?.map(({ resource_id: id, channel, status }) => [id, channel, status]).toSorted()).toEqual([...wanted, [40, 'email', 'subscribed']].toSorted());
    const news = told.items[0]?.subscriptions?.find(({ resource_id: id }) => id === 28);
    expect(news).toMatchObject({ cats: ['news', 'offers'] });
    expect(Object.keys(news?.['custom_fields'] as object)).toEqual(['custom_field', 'note', 'visits', 'note_2', 'agreed']);
    const others = told.items[0]?.subscriptions?.filter(({ resource_id: id }) => id !== 28 && id !== 40) ?? [];
    expect(others.map(({ custom_fields: fields }) => Object.keys(fields as object))).toEqual(others.map(() => ['custom_field', 'note', 'visits']));
    const profile = practice.map(({ name }) => name).filter((name) => !noTarget.has(name));
    expect(draft.fields.map(({ field: name }) => name).filter((name) => name !== '').toSorted()).toEqual(profile.toSorted());
  });

  it('subscribes nobody who said nothing, and unsubscribes who said no', async () => {
    const { path, draft } = await opened('en', (sheet) => {
      (sheet.getRow(1).values as string[]).forEach((header, at) => {
        if (!/consent$/.test(header ?? '')) return;
        sheet.getCell(2, at).value = header?.startsWith('Shop, Email') === true ? 'no' : null;
      });
    });
    draft.learn(targetFields(practice), [], known);
    const told = await items(path, draft);
    expect([told.errors, told.items[0]?.subscriptions]).toEqual([[], [expect.objectContaining({ resource_id: 32, channel: 'email', status: 'unsubscribed' })]]);
  });

  it('offers yes and no for each consent, far down', async () => {
    const { path } = await opened('en');
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const [sheet, lists] = book.worksheets;
    const at = (sheet!.getRow(1).values as string[]).findIndex((header) => header === 'News (28), Email: consent');
    const range = /^'?Lists'?!\$([A-Z]+)\$1:/.exec(String(sheet!.getCell(9_000, at).dataValidation.formulae[0]))?.[1];
    expect([lists!.getCell(`${range}1`).value, lists!.getCell(`${range}2`).value]).toEqual(['yes', 'no']);
  });

  it('adds no subscription again that was taken out, nor beside one that was chosen', async () => {
    const { draft } = await opened('en');
    draft.learn(targetFields(practice), [], known);
    for (const { id } of draft.subscriptions) draft.removeSubscription(id);
    draft.learn(targetFields(practice), [], known);
    expect(draft.subscriptions).toEqual([]);
    draft.addSubscription('email');
    draft.learn(targetFields(practice), [], known);
    expect(draft.subscriptions).toHaveLength(1);
  });
});

describe('What a database tells of its fields', () => {
  const column = (id: number, name: string) => unmapped(id, name);
  const known = targetFields([field('delivery_city', 'Город'), field('_city', 'Город проживания'), field('vip', 'VIP', 'bool')]);
  const header = (entry: { readonly source: unknown }): string => (entry.source as { ref: string }).ref;

  it('is surer than a guess, which gives way, and is taken once', () => {
    const guessed = [{ ...column(1, 'Город'), field: '_city' }, column(2, 'город'), { ...column(3, 'vip'), field: 'vip' }];
    const { fields, same } = learned(guessed, known, header);
    expect(fields.map((one) => [one.field, one.type])).toEqual([['delivery_city', 'string'], ['', 'string'], ['vip', 'bool']]);
    expect(same).toEqual([1]);
  });

  it('changes nothing that was chosen', () => {
    const chosen = [{ ...column(1, 'Город'), field: '_city' }, { ...column(2, 'Town'), field: 'delivery_city' }, column(3, 'Город')];
    const { fields } = learned(chosen, known, (entry) => (entry.id < 3 ? null : header(entry)));
    expect(fields.map((one) => one.field)).toEqual(['_city', 'delivery_city', '']);
  });
});

it('a template is saved from the first screen in a few clicks', async () => {
  const transport = new FakeTransport({
    listJobs: () => [summary()],
    listRecipes: () => [],
    listConnections: () => [connection()],
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listResources: () => ({ items: [], gone: [], fetchedAt: '', kept: false }),
    saveTemplate: () => ({ name: 'Clients template.xlsx', columns: 24 }),
  });
  const page = await mountPage(transport);
  try {
    await page.click('open-template');
    await page.enter('connection-select', 'c1');
    [...page.root.querySelectorAll('button')].find((one) => one.textContent.includes('Save the template…'))?.click();
    await page.settle();
    expect(transport.inputs('saveTemplate')).toEqual([{ connectionId: 'c1', dbId: 7, name: 'Clients', subscriptions: true }]);
    expect(page.text()).toContain('Clients template.xlsx has 24 columns.');
  } finally {
    page.close();
  }
});

it('the fields of the subscriptions that a template has columns for are asked for as it is mapped, and of no others', async () => {
  const titles = ['Email', 'News, Email: consent', 'News, Email: categories', 'News, Email: Visits'];
  const columns = titles.map((header, index) => inspectedColumn(index, header, index === 0 ? ['email', 'email', 0.97] : null, [['anna@example.com'], ['yes'], ['art'], ['4']][index]));
  const { page, transport } = await atMapping(columns, {
    listResources: () => ({ items: [{ id: 28, name: 'News' }, { id: 29, name: 'Text messages' }], gone: [], fetchedAt: '', kept: false }),
    listResourceFields: () => ({ items: [field('visits', 'Visits', 'int')], gone: [], fetchedAt: '', kept: false }),
  });
  try {
    expect(transport.inputs('listResourceFields')).toEqual([{ connectionId: 'c1', resourceId: 28, channel: 'email' }]);
    await page.click('next');
    await page.click('prepare');
    expect(transport.inputs('prepareJob')).toMatchObject([{ recipe: { subscriptions: [{ resource_id: 28, cats: { column: titles[2] }, custom_fields: [{ field: 'visits', type: 'int', column: titles[3] }] }] } }]);
  } finally {
    closeMapping();
  }
});
