import { fileURLToPath } from 'node:url';
import { runOnNode24 } from './node24.mjs';

await runOnNode24(fileURLToPath(import.meta.url), 'build/scripts/bench.ts');
