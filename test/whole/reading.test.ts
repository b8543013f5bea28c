import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it } from 'vitest';
import { keepScreenshot, launchApp, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { answerDialogs, importWindow, prepare } from '../support/window.ts';

const folder = temporaryFolder();
afterEach(() => {
  folder.remove();
});

/** A list as a Russian Excel writes it: windows-1251, semicolons, phones with the 8 of calls within the country. */
function list(header: string): Buffer {
  const rows = Array.from({ length: 30 }, (_, at) => `person${at}@example.com;Ольга;8 (913) 123-45-${String(10 + at)};${at % 3 === 0 ? 'нет' : 'да'}`);
  return iconv.encode([`email;Имя;${header};Согласие`, ...rows, ''].join('\r\n'), 'windows-1251');
}

describe('the window', () => {
  it('reads a text file in the way chosen, sends nothing else than what was shown, and notices that the file was replaced', async (ctx) => {
    needsWindow(ctx);
    const path = join(folder.path, 'clients.csv');
    writeFileSync(path, list('Телефон'));
    const { app, page, problems, close } = await launchApp();
    const window = importWindow(page);
    const { at } = window;
    const dark = async (name: string): Promise<void> => {
      await keepScreenshot(page, name);
      await page.emulateMedia({ colorScheme: 'dark' });
      await keepScreenshot(page, `${name}-dark`);
      await page.emulateMedia({ colorScheme: 'light' });
    };
    // One letter of a language is too little to tell its encoding by.
    const short = join(folder.path, 'short.csv');
    writeFileSync(short, iconv.encode('email;name\r\na@example.com;Ян\r\nb@example.com;Li\r\n', 'windows-1251'));
    await answerDialogs(app, { open: short });
    await at('choose-file').click();
    await at('csv-encoding-alternative').first().waitFor();
    await at('next').click();
    await at('step-problems').getByText('the encoding is open').waitFor();
    await dark('12-encoding-open');

    await answerDialogs(app, { open: path });
    await page.getByRole('button', { name: 'Choose another file…' }).click();
    await at('file-name').filter({ hasText: 'clients.csv' }).waitFor();
    await dark('12-file-step');
    await at('csv-encoding-select').selectOption('koi8-r');
    await at('preview').getByText('Ольга').first().waitFor({ state: 'detached' });
    await at('csv-encoding-select').selectOption('windows-1251');
    await at('preview').getByText('Ольга').first().waitFor();
    await at('next').click();
    await at('database').fill('7');
    await at('next').click();
    await at('mapping').waitFor();
    await at('subscription-add-email').click();
    await dark('13-mapping-phones');
    await at('subscription-remove').click();
    await at('next').click();

    writeFileSync(path, list('Мобильный'));
    await at('prepare').click();
    await at('source-changed').waitFor();
    await dark('14-source-changed');
    await at('read-anew').click();
    await at('step-problems').getByText('Телефон').waitFor();
    expect(await at('step-problems').innerText()).not.toContain('fields[');
    await page.locator('[data-testid=mapping-replace]').selectOption('Мобильный');
    await page.locator('[data-testid=mapping-row][data-column="Мобильный"]').getByTestId('option-country').fill('RU');
    await page.locator('[data-testid=mapping-row][data-column="Имя"]').getByTestId('mapping-field').fill('_fname');
    await at('next').click();
    await prepare(window);
    expect(await window.counts()).toMatchObject({ read: 30, ready: 30, invalid: 0 });
    await page.getByRole('tab', { name: 'As it is sent' }).click();
    expect(await at('items').innerText()).toMatch(/"_fname":\s*"Ольга"/);
    expect(problems).toEqual([]);
    await close();
  });
});
