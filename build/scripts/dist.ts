import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { installerConfig } from '../package/builder.ts';
import { cache, root } from './electron/places.ts';
import { stage } from './electron/stage.ts';

/** Makes the installer for this platform in release/. Needs a network: the builder fetches its tools, and Electron. */
const app = join(cache, 'stage-release');
rmSync(app, { recursive: true, force: true });
mkdirSync(app, { recursive: true });
await stage(app, null);
await build({ projectDir: root, config: installerConfig({ app, output: join(root, 'release') }), publish: 'never' });
