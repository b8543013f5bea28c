import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { installerConfig } from '../package/builder.ts';
import { buildSettingsOf } from '../package/buildSettings.ts';
import { signingOf } from '../package/signing.ts';
import { cache, root } from './electron/places.ts';
import { stage } from './electron/stage.ts';

/**
 * Makes the installers for this system in release/. Needs a network: the builder fetches its tools, and Electron. Unsigned ones say
 * so in their names. On Windows the tools hold symbolic links: it wants the developer mode, or an administrator.
 */
const signing = signingOf(process.env, process.platform);
const work = join(cache, 'stage-release');
rmSync(work, { recursive: true, force: true, maxRetries: 5 });
const folders = { app: join(work, 'app'), beside: join(work, 'beside'), output: join(root, 'release') };
mkdirSync(folders.app, { recursive: true });
await stage(folders, null, buildSettingsOf(process.env));
await build({ projectDir: root, config: installerConfig(folders, signing), publish: 'never' });
// There is no such channel; the builder writes one for each that it knows.
for (const name of readdirSync(folders.output).filter((file) => /^alpha.*\.yml$/.test(file))) rmSync(join(folders.output, name));
