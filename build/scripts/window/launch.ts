import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { z } from 'zod';

/** A window of the packed application that is measured. */
export interface Measured {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** A screen of our own where the machine has none; its number, or that of the one there is. */
export async function screen(): Promise<{ readonly display: string; readonly end: () => void }> {
  const own = process.env['DISPLAY'] ?? '';
  if (process.platform !== 'linux' || own !== '') return { display: own, end: () => undefined };
  const server: ChildProcess = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const channel = server.stdio[3];
  if (!(channel instanceof Readable)) throw new Error('Xvfb has no channel to tell its number by');
  const [number] = z.array(z.instanceof(Buffer)).parse(await once(channel, 'data'));
  return { display: `:${number?.toString().trim() ?? ''}`, end: () => void server.kill() };
}

export interface LaunchWish {
  readonly executable: string;
  readonly display: string;
  /** Where the program keeps all that it has. */
  readonly home: string;
  /** The person's home. */
  readonly person: string;
}

/** What a program is started with: nothing of who starts it but its place on the screen. */
export function surroundings({ display, home, person }: Omit<LaunchWish, 'executable'>): Readonly<Record<string, string>> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NODE_OPTIONS|XDG_|DBUS_|npm_)/.test(name));
  return { ...Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))), HOME: person, PROFILE_IMPORTER_HOME: home, PROFILE_IMPORTER_LANGUAGE: 'en', DISPLAY: display };
}

export async function launch({ executable, ...wish }: LaunchWish): Promise<Measured> {
  const app = await _electron.launch({
    executablePath: executable,
    // Chromium's sandbox refuses root, and nobody else.
    chromiumSandbox: process.getuid?.() !== 0,
    env: surroundings(wish),
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return { app, page };
}

/** Answers the dialog for a file to be written in place of a person. */
export async function willSave(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath: chosen }) });
  }, path);
}

/** Answers the file dialog in place of a person. */
export async function willOpen(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosen] }) });
  }, path);
}
