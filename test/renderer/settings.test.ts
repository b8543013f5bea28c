import { expect, it } from 'vitest';
import type { SettingsState } from '#contract/answers.ts';
import { settingsInForce } from '#contract/settings/inForce.ts';
import type { RetentionNotice } from '#contract/retention.ts';
import type { SettingsReading } from '#contract/settings/settings.ts';
import { Fault } from '#contract/faults.ts';
import type { UpdateState, UpdateStep } from '#contract/updates.ts';
import { speak } from '../../renderer/state/language.svelte.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage } from '../support/mountPage.ts';

const none: SettingsReading = { values: {}, problems: [] };
const state = (policy: SettingsReading, own: SettingsReading = none): SettingsState => ({ ...settingsInForce(policy, own), setAside: null });

async function opened(kept: SettingsState) {
  let now = kept;
  const transport = new FakeTransport({
    listJobs: () => [], listConnections: () => [], getSettings: () => now,
    changeSettings: ({ updates = now.values.updates, retentionDays }) => (now = { ...now, values: { ...now.values, updates, ...(typeof retentionDays === 'number' ? { retentionDays } : {}) } }),
  });
  const page = await mountPage(transport);
  const toldAtFirst = page.has('fault-policy-invalid');
  await page.click('open-settings');
  return { page, transport, toldAtFirst };
}

const isDisabled = (element: HTMLElement): boolean => element.hasAttribute('disabled');

it('A setting is changed by itself and holds at once; a number that is none is told and not taken', async () => {
  const { page, transport } = await opened(state(none));
  await page.enter('setting-updates', 'notify');
  await page.click('setting-retention-on');
  await page.enter('setting-retention', '0');
  expect(page.get('settings').textContent).toContain('Give a whole number from 1 to 3,650.');
  await page.enter('setting-retention', '30');
  expect(transport.inputs('changeSettings')).toEqual([{ updates: 'notify' }, { retentionDays: 90 }, { retentionDays: 30 }]);
  page.close();
});

it('A language or theme that was chosen in the menu stands in an open screen of settings', async () => {
  let kept = state(none);
  const transport = new FakeTransport({ listJobs: () => [], listConnections: () => [], getSettings: () => kept });
  const page = await mountPage(transport);
  await page.click('open-settings');
  const shown = (id: string): string => (page.get(id) as HTMLSelectElement).value;
  expect([shown('setting-language'), shown('setting-theme')]).toEqual(['system', 'system']);
  kept = state(none, { values: { language: 'ru', theme: 'dark' }, problems: [] });
  transport.emit({ kind: 'chosen' });
  await page.settle();
  expect([shown('setting-language'), shown('setting-theme')]).toEqual(['ru', 'dark']);
  page.close();
});

it('What an administrator has set is shown as that, in either language, and cannot be changed', async () => {
  const { page } = await opened(state({ values: { updates: 'off', retentionDays: 30, practiceServer: false, allowedHosts: ['eu.example.com'] }, problems: [] }));
  expect(['setting-updates', 'setting-retention', 'setting-retention-on', 'setting-practice', 'setting-theme'].map((id) => isDisabled(page.get(id)))).toEqual([true, true, true, true, false]);
  expect(page.get('setting-updates').parentElement?.textContent).toContain('Set by your administrator.');
  expect(page.get('allowed-hosts').textContent).toContain('eu.example.com');
  speak('ru');
  await page.settle();
  expect(page.get('setting-updates').parentElement?.textContent).toContain('Задано администратором.');
  speak('en');
  page.close();
});

it('A policy with a mistake is told at the start, and stays on the screen of settings; so do own settings that were damaged', async () => {
  const { page, toldAtFirst } = await opened({ ...state({ values: {}, problems: [{ kind: 'unknown-key', file: '/etc/p.json', key: 'update' }] }, { values: {}, problems: [{ kind: 'wrong-value', file: 's.json', key: 'theme', expected: '"dark"' }] }), setAside: 's.json.damaged' });
  expect(toldAtFirst).toBe(true);
  expect(page.get('policy-mistake').textContent).toContain('“/etc/p.json” has a key that this version does not know: “update”');
  expect(page.get('settings-problem').textContent).toContain('“theme”');
  expect(page.get('settings-set-aside').textContent).toContain('s.json.damaged');
  page.close();
});

it('Jobs whose days are over are listed before they go; that can be put off, or done at once after a question', async () => {
  let notice: RetentionNotice | null = { jobs: [{ jobId: 'a', name: 'January', changedAt: '2026-01-02T10:00:00Z' }, { jobId: 'b', name: 'February', changedAt: '2026-02-02T10:00:00Z' }], at: '2026-03-02T10:00:00Z' };
  const transport = new FakeTransport({
    listJobs: () => [], listConnections: () => [],
    retentionNotice: () => notice,
    postponeRetention: () => (notice = notice === null ? null : { ...notice, at: '2026-03-09T10:00:00Z' }),
    deleteExpired: () => (notice = null),
  });
  const page = await mountPage(transport);
  expect(page.all('retention-job').map(({ textContent }) => textContent)).toEqual([expect.stringContaining('January'), expect.stringContaining('February')]);
  expect(page.get('retention').textContent).toContain('2 finished jobs will be deleted');
  await page.click('retention-postpone');
  expect(page.get('retention').textContent).toMatch(/9 March|Mar 9|9 Mar|03\/09|09\/03|2026-03-09/);
  await page.click('retention-delete');
  expect(transport.inputs('deleteExpired')).toEqual([]);
  await page.click('dialog-yes');
  expect([page.has('retention'), transport.inputs('deleteExpired').length]).toEqual([false, 1]);
  page.close();
});

it('A newer version is told of with what can be done about it, in either language; what failed, with what to do', async () => {
  let step: UpdateStep = { kind: 'later', version: '2.0.0' };
  const at = (): UpdateState => ({ address: 'https://updates.example.org', canInstall: true, step });
  const transport = new FakeTransport({
    listJobs: () => [], listConnections: () => [],
    getSettings: () => state(none, { values: { updates: 'notify' }, problems: [] }),
    getUpdate: at, lookForUpdate: at, fetchUpdate: at,
    installUpdate: () => { throw new Fault('update-while-working'); },
  });
  const page = await mountPage(transport);
  const go = async (to: UpdateStep, tell = false): Promise<void> => {
    step = to;
    transport.emit({ kind: 'update', state: at(), tell });
    await page.settle();
  };
  await go(step, true);
  expect(page.root.textContent).toContain('There is a newer version: 2.0.0.');
  await page.click('open-settings');
  await page.click('update-fetch');
  await go({ kind: 'fetching', version: '2.0.0', percent: 40 });
  expect([page.get('update-words').textContent, isDisabled(page.get('update-look'))]).toEqual(['Version 2.0.0 is being fetched: 40%', true]);
  await go({ kind: 'ready', version: '2.0.0' }, true);
  expect(page.root.textContent).toContain('Nothing is restarted by itself.');
  await page.click('update-install');
  expect(page.get('fault-update-while-working').textContent).toContain('a job is being sent or prepared');
  speak('ru');
  await page.settle();
  expect(page.get('update-words').textContent).toContain('Версия 2.0.0 готова.');
  speak('en');
  await go({ kind: 'failed', version: '2.0.0', fault: { code: 'update-unsigned', detail: {} } });
  expect(page.get('update-fault').textContent).toContain('Do not install it by hand either.');
  expect(transport.inputs('fetchUpdate')).toHaveLength(1);
  page.close();
});
