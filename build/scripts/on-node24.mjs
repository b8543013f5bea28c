import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnNode24 } from './node24.mjs';
import { root } from './setup.mjs';

// The shell of a script keeps the place of the `node` that it found first, which on a fresh machine is an older one.
const [entry = ''] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) >= 24) process.argv.splice(1, 2, join(root, entry));

await runOnNode24(fileURLToPath(import.meta.url), entry);
