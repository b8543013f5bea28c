import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright-core';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { writeSampleWorkbook, type SampleCounts } from '../../electron/practice/sampleWorkbook.ts';
import { launchApp } from './electron.ts';

/** The steps of an operator in the window, as far as several tests take them. */
export interface ImportWindow {
  readonly page: Page;
  /** An element by its test id. */
  readonly at: (id: string) => Locator;
  /** The counts of the open job as they stand on the screen, by row state; those that are 0 may be missing. */
  readonly counts: () => Promise<Readonly<Record<string, number>>>;
  /** Waits until the open job is in the state. */
  readonly untilJob: (state: string) => Promise<void>;
}

export function importWindow(page: Page): ImportWindow {
  const at = (id: string): Locator => page.getByTestId(id);
  return {
    page,
    at,
    async counts() {
      const shown = await page.locator('[data-testid^=count-]').all();
      const pairs = shown.map(async (one) => [
        ((await one.getAttribute('data-testid')) ?? '').slice('count-'.length),
        Number(await one.getAttribute('data-value')),
      ]);
      return Object.fromEntries(await Promise.all(pairs));
    },
    untilJob: (state) => page.locator(`[data-testid=job-screen][data-state=${state}]`).waitFor({ timeout: 60_000 }),
  };
}

/** Answers the system's dialogs in place of a person; they are shown by the system and out of a test's reach. */
export async function answerDialogs(app: ElectronApplication, paths: { readonly open?: string; readonly save?: string; readonly message?: number }): Promise<void> {
  await app.evaluate(({ dialog }, { open, save, message }) => {
    Object.assign(dialog, {
      showOpenDialog: () => Promise.resolve({ canceled: open === undefined, filePaths: open === undefined ? [] : [open] }),
      showMessageBox: () => Promise.resolve({ response: message ?? 0, checkboxChecked: false }),
      showSaveDialog: () => Promise.resolve({ canceled: save === undefined, filePath: save ?? '' }),
    });
  }, paths);
}

/** Name of the connection that addConnection makes. */
export const testConnection = 'Test platform';

export interface Platform {
  readonly url: string;
  readonly token: string;
}

/** Adds a connection and waits until its test has listed the databases. */
export async function addConnection({ at, page }: ImportWindow, { url, token }: Platform): Promise<void> {
  await at('go-connections').click();
  await at('connection-add').click();
  await at('connection-name').fill(testConnection);
  await at('connection-url').fill(url);
  await at('connection-token').fill(token);
  await at('dialog-yes').click();
  await page.getByText('7 Clients').waitFor();
}

async function pickConnection({ at }: ImportWindow, name: string): Promise<void> {
  const select = at('connection-select');
  const option = select.locator('option', { hasText: name });
  await option.waitFor({ state: 'attached' });
  await select.selectOption((await option.getAttribute('value')) ?? '');
}

/** From a chosen file to the mapping: database 7, profiles found by Custom_ID, on the connection of that name. */
export async function toMapping(window: ImportWindow, connection: string): Promise<void> {
  const { at } = window;
  await at('choose-file').click();
  await at('file-name').waitFor();
  await at('next').click();
  if (connection === 'practice') await at('use-practice').click();
  else await pickConnection(window, connection);
  await at('database').locator('option[value="7"]').waitFor({ state: 'attached' });
  await at('database').selectOption('7');
  await at('matching').selectOption('custom');
  await at('key-field').fill('Custom_ID');
  await at('next').click();
  await at('mapping').waitFor();
}

/** Maps the sample workbook as its own recipe does, as far as fields of the profile go. */
export async function mapSample({ at, page }: ImportWindow): Promise<void> {
  const row = (column: string): Locator => page.locator(`[data-testid=mapping-row][data-column="${column}"]`);
  await row('Client No').getByTestId('mapping-field').fill('Custom_ID');
  await row('Client No').getByTestId('mapping-type').selectOption('int');
  await row('Mobile').getByTestId('option-country').fill('RU');
  await at('next').click();
}

/** Checks the file and waits for its job. */
export async function prepare({ at }: ImportWindow): Promise<void> {
  await at('prepare').click();
  await at('job-screen').waitFor({ timeout: 60_000 });
}

/** Chooses a job file in its dialog; waits for its screen, unless it is no job. */
export async function openJobFile(app: ElectronApplication, { at }: ImportWindow, path: string, isJob = true): Promise<void> {
  await answerDialogs(app, { open: path });
  await at('go-home').click();
  await at('open-job').click();
  if (isJob) await at('job-screen').waitFor();
}

export interface StartOptions {
  /** Its name; the one that is chosen already when left out. */
  readonly connection?: string;
  readonly chunkProfiles?: number;
}

/** Starts or resumes the open job. */
export async function start(window: ImportWindow, button: 'start' | 'resume', { connection, chunkProfiles }: StartOptions): Promise<void> {
  const { at } = window;
  await at(button).click();
  if (connection !== undefined) await pickConnection(window, connection);
  if (chunkProfiles !== undefined) {
    await at('start-dialog').locator('summary').click();
    await at('chunk-profiles').fill(String(chunkProfiles));
  }
  await typeNumber(window);
  await at('dialog-yes').click();
  await at('start-dialog').waitFor({ state: 'detached' });
}

/** Where a start wants the number of profiles typed, it is the one that its button names. */
async function typeNumber({ at }: ImportWindow): Promise<void> {
  await at('dialog-yes').waitFor();
  if ((await at('typed-number').count()) === 0) return;
  await at('typed-number').fill((await at('dialog-yes').innerText()).replace(/\D/g, ''));
}

/** Files below a folder that hold the text in plain. */
export function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

/** The sample workbook at its mapping, in a window over a practice server. */
export interface SampleJourney extends Awaited<ReturnType<typeof launchApp>> {
  readonly window: ImportWindow;
  readonly server: PracticeServer;
  readonly sample: SampleCounts;
}

/** From nothing to the mapping of the sample workbook of so many rows, written to the folder. Whoever calls it closes both. */
export async function sampleToMapping(folder: string, rows: number): Promise<SampleJourney> {
  const workbook = join(folder, 'clients.xlsx');
  const sample = await writeSampleWorkbook({ rows, out: workbook });
  const server = await startPractice();
  const launched = await launchApp();
  const window = importWindow(launched.page);
  await window.at('history').waitFor();
  await addConnection(window, server);
  await answerDialogs(launched.app, { open: workbook });
  await window.at('go-home').click();
  await toMapping(window, testConnection);
  return { ...launched, window, server, sample };
}
