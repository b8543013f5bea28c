import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { testPackagesConfig } from '../../package/builder.ts';
import { signingOf } from '../../package/signing.ts';
import { cache, presentRuntime, root } from './places.ts';
import { stage } from './stage.ts';
import { ensurePackagingTools } from './systemPackages.ts';
import { makeTestTools } from './testTools.ts';

export type TestTarget = 'deb' | 'AppImage' | 'tar.gz';

/**
 * TEST-ONLY: packages for Linux, made offline from the installers' own configuration with stand-ins for the tools that cannot be had.
 * Gives their paths. Throws a sentence where something is lacking.
 */
export async function makeTestPackages(targets: readonly TestTarget[], output: string): Promise<readonly string[]> {
  const runtime = presentRuntime();
  if (process.platform !== 'linux' || runtime === null) throw new Error('packages for tests are made on Linux, with an Electron: node build/scripts/setupElectron.ts');
  ensurePackagingTools();
  const work = join(cache, `stage-test-${String(process.pid)}`);
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  const folders = { app: join(work, 'app'), beside: join(work, 'beside'), output };
  mkdirSync(folders.app, { recursive: true });
  try {
    await stage(folders, runtime.addon);
    Object.assign(process.env, makeTestTools(join(work, 'tools')));
    const config = testPackagesConfig(folders, signingOf({}, 'linux'), runtime);
    return await build({ projectDir: root, config, linux: [...targets], x64: true, publish: 'never' });
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
