import { afterEach, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { atMapping, closeMapping } from '../support/mappingPage.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, inspectedColumn, pause, practiceConnection, runningStatus, summary } from '../support/pageData.ts';

let open: Page | null = null;
let transport: FakeTransport;

afterEach(() => {
  transport.emit({ kind: 'language', language: 'en' });
  open?.close();
  open = null;
  closeMapping();
});

it('Another language is spoken at once on the screen that is open, and a dialog stays open', async () => {
  const paused = { ...runningStatus(5), state: 'paused' as const, pause: pause({ reason: 'token' }) };
  transport = new FakeTransport({ listJobs: () => [summary({ jobId: 'a', name: 'March', status: paused })], listConnections: () => [] });
  open = await mountPage(transport);
  expect(open.text()).toContain('1 job can go on where it stopped');
  await open.click('job-delete');
  transport.emit({ kind: 'language', language: 'ru' });
  await open.settle();
  expect(document.documentElement.lang).toBe('ru');
  expect(open.text()).toContain('1 задание можно продолжить с места остановки');
  expect(open.text()).toContain('Удалить «March»?');
  transport.emit({ kind: 'language', language: 'en' });
  await open.settle();
  expect(open.text()).toContain('Delete “March”?');
});

it('What is kept of a failed test, and the practice server’s name, are told in the language that is spoken now', async () => {
  const refuse = (): never => {
    throw new Fault('token-missing', { name: 'Production' });
  };
  transport = new FakeTransport({ listJobs: () => [], listConnections: () => [connection({ name: 'Production' }), practiceConnection], testConnection: refuse });
  open = await mountPage(transport);
  await open.click('go-connections');
  expect(open.text()).toContain('Practice server');
  await open.click('connection-test');
  expect(open.text()).toContain('The last test failed: ');
  transport.emit({ kind: 'language', language: 'ru' });
  await open.settle();
  expect(open.text()).toContain('Подключения');
  expect(open.text()).toContain('Учебный сервер');
  expect(open.text()).toContain('Последняя проверка не удалась: ');
});

it('An import goes on in another language with all that was mapped, its problems and the names of fields', async () => {
  const shown = await atMapping([inspectedColumn(0, 'Email', ['email', 'email', 0.97]), inspectedColumn(1, 'Surname', ['_lname', 'string', 0.9]), inspectedColumn(2, 'Note')]);
  const { page } = shown;
  transport = shown.transport;
  const said = (testId: string): readonly string[] => page.all(testId).map((element) => (element.textContent ?? '').replace(/\s+/g, ' '));
  await page.click('constant-add');
  await page.click('next');
  expect(page.text()).toContain('2 columns of 3 imported.');
  transport.emit({ kind: 'language', language: 'ru' });
  await page.settle();
  expect(page.text()).toContain('Импортируются 2 столбца из 3.');
  expect(said('step-problems').join()).toContain('Укажите поле профиля для этого значения или уберите его.');
  await page.click('mapping-field');
  await page.settle();
  expect([...document.querySelectorAll('[data-testid=combo-option]')].map((option) => option.textContent)).toContain('Город регистрации_regcity');
  await page.click('subscription-add-email');
  expect(said('status-note')).toEqual(['Пока статус не выбран, он не отправляется: существующие подписки сохраняют свой.']);
  expect(page.text()).toContain('Подписан (subscribed)');
  await page.click('subscription-remove');
  page.all('mapping-clear').at(-1)?.click();
  await page.settle();
  await page.click('next');
  expect(page.text()).toContain('База данных «Clients» (7) на');
  expect(page.text()).toContain('2 столбца из 3');
  transport.emit({ kind: 'language', language: 'en' });
  await page.settle();
  expect(page.text()).toContain('Database 7 “Clients” on');
});
