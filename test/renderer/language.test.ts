import { afterEach, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, pause, practiceConnection, runningStatus, summary } from '../support/pageData.ts';

let open: Page | null = null;
let transport: FakeTransport;

afterEach(() => {
  transport.emit({ kind: 'language', language: 'en' });
  open?.close();
  open = null;
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
