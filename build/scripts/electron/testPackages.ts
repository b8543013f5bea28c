import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Configuration } from 'electron-builder';
import { testPackagesConfig } from '../../package/builder.ts';
import { usualBuild, type BuildSettings } from '../../package/buildSettings.ts';
import { signingOf } from '../../package/signing.ts';
import { cache, presentRuntime, root } from './places.ts';
import { stage } from './stage.ts';
import { ensurePackagingTools } from './systemPackages.ts';
import { makeTestTools } from './testTools.ts';

export type TestTarget = 'deb' | 'rpm' | 'AppImage' | 'tar.gz';

/** TEST-ONLY: packages for Linux, made offline from the installers' own configuration with stand-ins for the tools that cannot be had. */
async function withStaged<Value>(settings: Partial<BuildSettings>, make: (configFor: (output: string, isDriven: boolean) => Configuration) => Promise<Value>): Promise<Value> {
  const runtime = presentRuntime();
  if (process.platform !== 'linux' || runtime === null) throw new Error('packages for tests are made on Linux, with an Electron: node build/scripts/setupElectron.ts');
  ensurePackagingTools();
  const work = join(cache, `stage-test-${String(process.pid)}`);
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  const folders = { app: join(work, 'app'), beside: join(work, 'beside') };
  mkdirSync(folders.app, { recursive: true });
  try {
    await stage(folders, runtime.addon, { ...usualBuild, ...settings });
    Object.assign(process.env, makeTestTools(join(work, 'tools')));
    return await make((output, isDriven) => testPackagesConfig({ ...folders, output }, signingOf({}, 'linux'), runtime, isDriven));
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** TEST-ONLY, as above. Gives their paths. Throws a sentence where something is lacking. */
export async function makeTestPackages(targets: readonly TestTarget[], output: string, settings: Partial<BuildSettings> = {}): Promise<readonly string[]> {
  return withStaged(settings, async (configFor) => build({ projectDir: root, config: configFor(output, false), linux: [...targets], x64: true, publish: 'never' }));
}

/** TEST-ONLY: one AppImage for each version, each in a folder of its own with its feeds, of programs that the test driver can attach to. Gives their paths. */
export async function makeDrivenAppImages(versions: readonly string[], output: string, settings: Partial<BuildSettings>): Promise<readonly string[]> {
  return withStaged(settings, async (configFor) => {
    const made: string[] = [];
    for (const version of versions) made.push(...(await build({ projectDir: root, config: { ...configFor(join(output, version), true), extraMetadata: { version } }, linux: ['AppImage'], x64: true, publish: 'never' })));
    return made;
  });
}
