import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Language } from '#contract/language.ts';
import { keepScreenshot } from './electron.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    /** Put into the page by a test. */
    readonly axe?: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
  }
}

/** Has the whole program speak a language from now on, as somebody who chooses it. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate((choice) => window.importer.invoke('chooseLanguage', { choice }), language);
  await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
}

/** What axe finds on the screen as it is, one line a rule and place. `within`: there alone, and by one rule. */
async function violations(page: Page, within?: { readonly selector: string; readonly rule: string }): Promise<readonly string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(source);
  return page.evaluate(async (only) => {
    // Rows of a grid are alike: the first ones stand for the others, which take most of the time.
    const context = { include: only?.selector ?? document, exclude: ['[data-testid=grid-row]:nth-child(n + 8)'] };
    const found = await window.axe?.run(context, { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: [only.rule] }) });
    return (found?.violations ?? []).flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${(failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 260)}`));
  }, within);
}

/** All words of the dialog that is open can be read, light and dark; names and roles are judged where no window is needed. Leaves all as it was. */
export async function expectReadable(page: Page, dialog: string): Promise<void> {
  const within = { selector: 'dialog[open]', rule: 'color-contrast' };
  const found: string[] = [...(await violations(page, within))];
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  found.push(...(await violations(page, within)).map((line) => `dark: ${line}`));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect([dialog, ...found]).toEqual([dialog]);
}

/**
 * The screen that is open has nothing that a screen reader or a weak eye would stumble over: light in the language that
 * is spoken, dark in the other, of which a picture is kept where the walk takes none itself. Contrast does not hang on the language, nor a name on the theme. Leaves all as it was.
 */
export async function expectAccessible(page: Page, screen: string, { keepsPicture = true } = {}): Promise<void> {
  const spoken: Language = (await page.locator('html').getAttribute('lang')) === 'ru' ? 'ru' : 'en';
  const found: string[] = [...(await violations(page))];
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await speak(page, spoken === 'ru' ? 'en' : 'ru');
  found.push(...(await violations(page)).map((line) => `dark: ${line}`));
  if (keepsPicture) await keepScreenshot(page, `dark-${screen.replace(/\W+/g, '-')}`);
  await speak(page, spoken);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect([screen, ...found]).toEqual([screen]);
}
