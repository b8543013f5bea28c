import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { cliBundleInto } from '../../build/config/bundles.ts';
import { cache } from '../../build/scripts/electron/places.ts';

const hour = 3_600_000;

/** Bundles of runs that were killed; no run lasts for an hour. */
function removeOld(): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith('cli-'))) {
    const path = join(cache, name);
    const made = statSync(path, { throwIfNoEntry: false });
    if (made !== undefined && Date.now() - made.mtimeMs > hour) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Bundles the command line as it is now, for all tests that run it in a process of its own, and names it to them in the
 * environment: two thirds of a short command's time is the finding and loading of a hundred source files.
 */
export async function setup(): Promise<() => void> {
  mkdirSync(cache, { recursive: true });
  removeOld();
  const folder = mkdtempSync(join(cache, 'cli-'));
  const { entry, config } = cliBundleInto(folder);
  await build(config);
  process.env['TEST_CLI_ENTRY'] = entry;
  return () => {
    delete process.env['TEST_CLI_ENTRY'];
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}
