import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { TestProject } from 'vitest/node';
import { packFolder } from '../../build/scripts/electron/pack.ts';
import { hasProgram } from '../../build/scripts/electron/systemPackages.ts';

/** What the tests of the whole application run on, or why there is nothing to run. */
export type PackedApp =
  | { readonly executable: string; readonly display: string | null }
  /** `broken`: the application could not be packed, which is a failure; else this machine lacks something. */
  | { readonly executable: null; readonly reason: string; readonly broken: boolean };

declare module 'vitest' {
  export interface ProvidedContext {
    packedApp: PackedApp;
  }
}

const size = '1440x900x24';

/** Starts a screen of our own on a free number and gives that number, once it is ready to be drawn on. */
async function startScreen(): Promise<{ readonly display: string; readonly server: ChildProcess }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const channel = server.stdio[3];
  if (!(channel instanceof Readable)) throw new Error('Xvfb has no channel to tell its number by');
  const [number] = (await once(channel, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, server };
}

async function packedApp(): Promise<{ readonly packed: PackedApp; readonly server: ChildProcess | null }> {
  const unable = (reason: string, broken = false) => ({ packed: { executable: null, reason, broken }, server: null });
  let executable: string | null;
  try {
    executable = await packFolder();
  } catch (error) {
    // Thrown from here it would end the whole run, other tests included; so each test of the whole fails by it instead.
    return unable(`the application could not be packed: ${error instanceof Error ? error.message : String(error)}`, true);
  }
  if (executable === null) return unable('no Electron here; run `node build/scripts/setup.mjs --electron`');
  const display = process.env['DISPLAY'] ?? '';
  if (process.platform !== 'linux' || display !== '') return { packed: { executable, display: display || null }, server: null };
  if (!hasProgram('Xvfb')) return unable('no screen, and no Xvfb to make one');
  const screen = await startScreen();
  return { packed: { executable, display: screen.display }, server: screen.server };
}

/** Packs the application as it is now and starts a screen where there is none; both for all tests of the whole. */
export async function setup(project: TestProject): Promise<() => void> {
  const { packed, server } = await packedApp();
  project.provide('packedApp', packed);
  return () => void server?.kill();
}
