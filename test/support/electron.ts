import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors, _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, inject, type TestContext } from 'vitest';
import { hasProgram } from '../../build/scripts/electron/systemPackages.ts';
import './packedApp.ts';

const screenshots = fileURLToPath(new URL('../output/screenshots', import.meta.url));

export interface LaunchOptions {
  /** Folder for all that the program keeps; a fresh one if left out. Give that of a run to start where it ended. */
  readonly home?: string;
  /** Linux: with an unlocked key ring, so that safeStorage can encrypt; without one it cannot. Default false. */
  readonly keyRing?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export interface Launched {
  readonly app: ElectronApplication;
  /** The first window, its page loaded. */
  readonly page: Page;
  readonly home: string;
  /** What the page wrote to its console as errors, and what it threw. */
  readonly problems: readonly string[];
  /** Closes the program as a person would, and waits for it. */
  readonly close: () => Promise<void>;
  /** SIGKILL to the whole program at once, as a power cut would; waits for its end. */
  readonly kill: () => Promise<void>;
}

function packedHere(): { readonly executable: string; readonly display: string | null } {
  const packed = inject('packedApp');
  if (packed.executable === null) throw new Error(packed.reason);
  return packed;
}

/** Skips the test, with the reason, where no window can be had. Call it first in each test of the whole. */
export function needsWindow(ctx: TestContext): void {
  const packed = inject('packedApp');
  if (packed.executable === null && !packed.broken) ctx.skip(packed.reason);
}

/** Skips the test, with the reason, where no key ring can be had. */
export function needsKeyRing(ctx: TestContext): void {
  needsWindow(ctx);
  if (process.platform !== 'linux') return;
  const lacking = ['dbus-run-session', 'gnome-keyring-daemon'].filter((name) => !hasProgram(name));
  if (lacking.length > 0) ctx.skip(`no key ring: ${lacking.join(', ')} not installed`);
}

/**
 * Runs the program within a session bus and a key ring of its own, both gone with it. The password is the key ring's and
 * guards nothing: it lives in a folder of the test. The daemon answers before the bus knows it; a program that asks
 * in between would have the bus start a second one, which is locked.
 */
const keyRingScript = `#!/bin/sh
if [ "$1" = inside ]; then
  shift
  printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \\
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'
  do sleep 0.05; done
  exec "$@"
fi
exec dbus-run-session -- "$0" inside "$PACKED_APP" "$@"
`;

function withKeyRing(folder: string): string {
  const script = join(folder, 'with-key-ring.sh');
  writeFileSync(script, keyRingScript);
  chmodSync(script, 0o755);
  return script;
}

/** The environment of a person without a key ring, nor anything of the test runner's. */
function environment(folder: string, home: string, keyRing: boolean): Record<string, string> {
  const dropped = /^(VITEST|NODE_OPTIONS|NODE_ENV|XDG_|DBUS_|GNOME_|npm_|TEST$)/;
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !dropped.test(name));
  const env = Object.fromEntries(kept) as Record<string, string>;
  const { executable, display } = packedHere();
  // Key rings lie in the person's home, which for a test is a folder of its own.
  Object.assign(env, { HOME: folder, PROFILE_IMPORTER_HOME: home });
  if (display !== null) env['DISPLAY'] = display;
  if (keyRing) Object.assign(env, { XDG_CURRENT_DESKTOP: 'GNOME', PACKED_APP: executable });
  return env;
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
}

const running = new Set<ElectronApplication>();
const folders: string[] = [];

/** Ends the program and everything it started; it leads a group of its own. */
async function killGroup(app: ElectronApplication): Promise<void> {
  const { pid } = app.process();
  const closed = app.waitForEvent('close');
  if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  await closed;
}

// A test that failed half-way leaves its window open, and the next one would share two cores with it.
afterAll(async () => {
  for (const app of running) await killGroup(app);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

/** How often the driver may fail to attach to a program that runs; each time it kills that program. */
const attachments = 3;

/**
 * On a busy machine the driver now and then never gets an answer from the debugging port of a program that has
 * started well. That says nothing of the program, so it is started anew; any other failure is the test's.
 */
async function attached(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  for (let attachment = 1; ; attachment += 1) {
    try {
      return await _electron.launch(options);
    } catch (error) {
      const unanswered = error instanceof errors.TimeoutError && error.message.includes('DevTools listening');
      if (!unanswered || attachment === attachments) throw error;
      process.stderr.write(`the driver could not attach (attempt ${attachment} of ${attachments}); starting anew\n`);
    }
  }
}

/** Starts the packed application, in a window on a real or a virtual screen, with a home of its own. */
export async function launchApp(options: LaunchOptions = {}): Promise<Launched> {
  const { executable } = packedHere();
  const folder = mkdtempSync(join(tmpdir(), 'profile-importer-'));
  folders.push(folder);
  const home = options.home ?? join(folder, 'home');
  const keyRing = options.keyRing === true && process.platform === 'linux';
  // Chromium's sandbox refuses root, and nobody else: for an ordinary user it stays on, as in the product.
  const root = process.getuid?.() === 0;
  const app = await attached({
    executablePath: keyRing ? withKeyRing(folder) : executable,
    args: [...(options.args ?? [])],
    chromiumSandbox: !root,
    env: { ...environment(folder, home, keyRing), ...options.env },
    timeout: 20_000,
  });
  running.add(app);
  app.on('close', () => running.delete(app));
  const problems: string[] = [];
  const page = await app.firstWindow();
  watch(page, problems);
  await page.waitForLoadState('domcontentloaded');
  return { app, page, home, problems, close: () => app.close(), kill: () => killGroup(app) };
}

/** Starts the program once more as the same person, in a folder, while it runs; its exit code. */
export async function startAgain({ home }: Launched, args: readonly string[], folder: string): Promise<number | null> {
  const { executable } = packedHere();
  const root = process.getuid?.() === 0;
  const child = spawn(executable, [...(root ? ['--no-sandbox'] : []), ...args], { cwd: folder, env: environment(dirname(home), home, false), stdio: 'ignore' });
  await once(child, 'exit');
  return child.exitCode;
}

/** Keeps a picture of the page with the test's output, under the name given. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}
