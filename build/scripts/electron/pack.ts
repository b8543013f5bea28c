import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { folderConfig } from '../../package/builder.ts';
import { cache, presentRuntime, root } from './places.ts';
import { stage, sumOfStage } from './stage.ts';

const packedFolder = join(cache, 'packed');

/** The packed program's executable, below the folder that electron-builder fills: its part of it is named after the system, and after some processors. */
export function executableIn(folder: string, platform: NodeJS.Platform = process.platform): string {
  const part = readdirSync(folder).find((name) => name.endsWith('-unpacked') || /^mac(-|$)/.test(name));
  if (part === undefined) throw new Error(`nothing was packed into ${folder}`);
  switch (platform) {
    case 'darwin':
      return join(folder, part, 'Profile Importer.app', 'Contents', 'MacOS', 'Profile Importer');
    case 'win32':
      return join(folder, part, 'profile-importer.exe');
    default:
      return join(folder, part, 'profile-importer');
  }
}

/** Older packings take 300 MB each; the newest other one stays, because a window of it may still be open. */
function removeOld(current: string): void {
  const others = readdirSync(packedFolder)
    .filter((name) => name !== current)
    .map((name) => ({ path: join(packedFolder, name), time: statSync(join(packedFolder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of others.slice(1)) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Builds and packs the application as a folder, with whatever Electron is there, and gives the path of its executable;
 * null when there is no Electron. Nothing is packed anew when nothing has changed. Several may do this at once: each
 * works in folders of its own, and the result takes its place by one rename.
 */
export async function packFolder(): Promise<string | null> {
  const runtime = presentRuntime();
  if (runtime === null) return null;
  const work = join(cache, `stage-${process.pid}`);
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  const folders = { app: join(work, 'app'), beside: join(work, 'beside'), output: join(work, 'out') };
  mkdirSync(folders.app, { recursive: true });
  try {
    await stage(folders, runtime.addon);
    const sum = sumOfStage(folders, runtime.version);
    const target = join(packedFolder, sum);
    if (!existsSync(target)) {
      const config = folderConfig(folders, runtime);
      await build({ projectDir: root, config, publish: 'never' });
      mkdirSync(packedFolder, { recursive: true });
      if (!existsSync(target)) renameSync(join(work, 'out'), target);
    }
    removeOld(sum);
    return executableIn(target);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
