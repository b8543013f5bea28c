import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { release } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { z } from 'zod';
import type { UpdateState } from '#contract/updates.ts';
import type { NetworkChoices } from '../network/systemNetwork.ts';
import type { Places } from '../places.ts';
import type { SettingsFile } from '../settings.ts';
import { installationOf } from './installation.ts';
import type { UpdaterProgram } from './updater.ts';
import { Updates, type UpdatesBuild } from './updates.ts';
import { createUpdatesNetwork } from './updatesNetwork.ts';

/** The window is there and the list of jobs read first. */
const firstMs = 10_000;
/** A download that waited for a job begins soon after it; a look is taken once a day. */
const tickMs = 60_000;

const buildSchema = z.object({ updateUrl: z.string().nullable(), updateKey: z.string().nullable() });

/** What was set when the program was built; nothing where it does not say. */
function buildOf(path: string): UpdatesBuild {
  try {
    return buildSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { updateUrl: null, updateKey: null };
  }
}

function packageType(): string | null {
  try {
    return readFileSync(join(process.resourcesPath, 'package-type'), 'utf8').trim();
  } catch {
    return null;
  }
}

/** Loaded from beside the window's bundle, for the few starts that need it. */
function updaterProgram(path: string): UpdaterProgram {
  const found: unknown = createRequire(import.meta.url)(path);
  if (!isUpdaterProgram(found)) throw new Error('the bundle of the updater is not in the program');
  return found;
}

const isUpdaterProgram = (found: unknown): found is UpdaterProgram => typeof found === 'object' && found !== null && 'createUpdater' in found && typeof found.createUpdater === 'function' && 'readFeed' in found && typeof found.readFeed === 'function';

export interface StartedWith {
  readonly app: Pick<App, 'isPackaged' | 'getVersion'>;
  readonly places: Pick<Places, 'build' | 'updater'>;
  readonly settings: SettingsFile;
  readonly network: NetworkChoices;
  readonly isWorking: () => Promise<boolean>;
  readonly onChange: (state: UpdateState, tell: boolean) => void;
}

/** Looks for newer versions from now on, as far as somebody has asked for that. */
export function startUpdates({ app, places, settings, network, isWorking, onChange }: StartedWith): Updates {
  const { fetchFile, ...updatesNetwork } = createUpdatesNetwork(network);
  const { platform, arch } = process;
  const updates = new Updates({
    settings,
    build: buildOf(places.build),
    fetchFile,
    readFeed: (bytes, name) => updaterProgram(places.updater).readFeed(bytes, name),
    loadUpdater: (installation) => updaterProgram(places.updater).createUpdater({ installation, network: updatesNetwork }),
    installation: installationOf({ platform, isPackaged: app.isPackaged, env: process.env, executable: process.execPath, packageType: packageType(), exists: existsSync }),
    version: app.getVersion(),
    system: { platform, arch, release: release() },
    isWorking,
    now: Date.now,
    random: Math.random,
    onChange,
  });
  setTimeout(() => void updates.tick(true), firstMs).unref();
  setInterval(() => void updates.tick(), tickMs).unref();
  return updates;
}
