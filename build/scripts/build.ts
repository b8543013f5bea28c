import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bundlesInto } from '../config/bundles.ts';
import { ensureMessages } from './messages.mjs';

/** Builds the application into a folder from nothing, so that no file of an older build is left to be packed. */
export async function buildInto(folder: string): Promise<void> {
  await ensureMessages();
  rmSync(folder, { recursive: true, force: true });
  for (const bundle of bundlesInto(folder)) await build(bundle);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildInto(fileURLToPath(new URL('../../dist', import.meta.url)));
}
