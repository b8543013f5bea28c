import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bundles, dist } from '../config/bundles.ts';

/** Builds the application into dist/ from nothing, so that no file of an older build is left to be packed. */
export async function buildAll(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  for (const bundle of bundles) await build(bundle);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
