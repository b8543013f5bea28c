import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policyFiles } from './policySamples.ts';

/** Writes the samples for administrators anew: `node build/scripts/policyFiles.ts`, after each change of the schema or its words. */
const folder = fileURLToPath(new URL('../package/policy', import.meta.url));

for (const [name, content] of Object.entries(policyFiles())) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
