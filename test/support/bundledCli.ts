import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { cliBundleInto } from '../../build/config/bundles.ts';
import { cache } from '../../build/scripts/electron/places.ts';

/**
 * Bundles the command line as it is now, for all tests that run it in a process of its own, and names it to them in the
 * environment: two thirds of a short command's time is the finding and loading of a hundred source files.
 */
export async function setup(): Promise<() => void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'cli-'));
  const { entry, config } = cliBundleInto(folder);
  await build(config);
  process.env['TEST_CLI_ENTRY'] = entry;
  return () => {
    delete process.env['TEST_CLI_ENTRY'];
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}
