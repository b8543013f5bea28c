import { afterEach, describe, expect, it } from 'vitest';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { jobStatus, problems, summary } from '../support/pageData.ts';

let open: Page | null = null;
let transport: FakeTransport;

afterEach(() => {
  transport.emit({ kind: 'language', language: 'en' });
  open?.close();
  open = null;
});

async function home(): Promise<Page> {
  transport = new FakeTransport({
    listJobs: () => [summary({ jobId: 'j1', name: 'March' })],
    listConnections: () => [],
    jobStatus: () => jobStatus(),
    jobProblems: () => problems,
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    checkSource: () => ({ verdict: 'same', modified: null }),
    chooseTheme: ({ choice }) => choice,
    chooseSource: () => null,
    aboutProgram: () => ({ version: '0.1.0', runtimes: [{ name: 'Electron', version: '45.4.1' }], packages: [{ name: 'zod', version: '3.0.0', license: 'MIT' }, { name: 'zod', version: '4.6.7', license: 'MIT' }], dataFolder: '/home/me/importer' }),
    licenceTexts: () => 'zod 4.6.7 (MIT)\n\nPermission is hereby granted',
  });
  open = await mountPage(transport);
  return open;
}

async function press(page: Page, key: string, more: KeyboardEventInit = {}): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await page.settle();
}

const offered = (): readonly string[] => transport.inputs('tellActions').at(-1)?.available ?? [];

describe('the actions of the window', () => {
  it('are run by their keys in any alphabet, and from the menu of the application', async () => {
    const page = await home();
    await press(page, '2', { ctrlKey: true, code: 'Digit2' });
    expect(page.app.screen).toBe('connections');
    await press(page, '3', { ctrlKey: true, code: 'Digit3' });
    expect(page.app.screen).toBe('lists');
    await press(page, 'щ', { ctrlKey: true, code: 'KeyO' });
    expect(transport.inputs('chooseSource')).toHaveLength(1);
    transport.emit({ kind: 'action', action: 'home' });
    await page.settle();
    expect(page.app.screen).toBe('home');
  });

  it('are offered to the menu as far as the screen can do them', async () => {
    const page = await home();
    expect(offered()).toContain('open-workbook');
    expect(offered()).not.toContain('start');
    await page.app.openJob('j1');
    await page.settle();
    expect(offered()).toEqual(expect.arrayContaining(['start', 'find', 'go-to-row', 'delete-job']));
    expect(offered()).not.toContain('pause');
    await press(page, 'F5', { code: 'F5' });
    expect(page.has('start-dialog')).toBe(true);
    // What lies under a dialog does nothing.
    await press(page, '1', { ctrlKey: true, code: 'Digit1' });
    expect(page.app.screen).toBe('job');
    await page.click('dialog-no');
    await press(page, '1', { ctrlKey: true, code: 'Digit1' });
    expect(offered()).not.toContain('start');
  });

  it('open the help with the page of the screen, over a dialog too, and say what the program is made of', async () => {
    const page = await home();
    await press(page, 'F1', { code: 'F1' });
    expect(page.get('help-page').textContent).toContain('Each import is a job in a file of its own.');
    await page.click('help-keys');
    expect(page.get('help-page').textContent).toContain('Ctrl+Shift+O');
    transport.emit({ kind: 'language', language: 'ru' });
    await page.settle();
    expect(page.get('help-page').textContent).toContain('Открыть файл задания…');
    transport.emit({ kind: 'language', language: 'en' });
    await press(page, 'F1', { code: 'F1' });
    expect(page.has('help')).toBe(false);
    await page.app.openJob('j1');
    await page.settle();
    await press(page, 'F5', { code: 'F5' });
    await press(page, 'F1', { code: 'F1' });
    expect(page.get('help-page').textContent).toContain('The counts add up');
    await page.click('help-close');
    expect(page.has('start-dialog')).toBe(true);
    await page.click('dialog-no');
    transport.emit({ kind: 'action', action: 'about' });
    await page.settle();
    expect(page.get('about').textContent).toContain('Version 0.1.0');
    expect(page.get('about-list').textContent).toContain('zod3.0.0MITzod4.6.7MIT');
    expect(page.get('about-folder').textContent).toBe('/home/me/importer');
    await page.click('about-licences');
    expect(page.get('about-texts').textContent).toContain('Permission is hereby granted');
  });

  it('are listed and found by a part of their name in either language', async () => {
    const page = await home();
    await press(page, 'k', { ctrlKey: true, code: 'KeyK' });
    expect(page.has('command-theme-dark')).toBe(true);
    expect(page.has('command-start')).toBe(false);
    await page.enter('commands-search', 'тём');
    expect(page.all('command-theme-dark')).toHaveLength(1);
    expect(page.has('command-home')).toBe(false);
    await page.enter('commands-search', 'dark');
    page.get('commands-search').focus();
    await press(page, 'Enter');
    expect(transport.inputs('chooseTheme')).toEqual([{ choice: 'dark' }]);
    expect(page.has('commands')).toBe(false);
  });
});
