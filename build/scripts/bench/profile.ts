import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runSide } from './measure.ts';

/** What V8 writes with --cpu-prof, a file a thread: a tree of calls, and which of them was at work in each sample. */
const profileSchema = z.object({
  nodes: z.array(z.object({
    id: z.number(),
    callFrame: z.object({ functionName: z.string(), url: z.string() }),
    children: z.array(z.number()).default([]),
  })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.infer<typeof profileSchema>;

/**
 * Of the CPU time of one side, all its threads together, the share spent in functions of the given files and in whatever
 * they call: 0 to 1. `files` as the end of their paths, with # and a name for one function of a file. Waiting is no work.
 */
export async function shareOf(files: readonly string[], side: string, args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'profile-importer-profile-'));
  try {
    await runSide(side, args, ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${folder}`]);
    const sums = readdirSync(folder).map((name) => sumsOf(profileSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))), files));
    const worked = sums.reduce((sum, { worked: one }) => sum + one, 0);
    return sums.reduce((sum, { inside }) => sum + inside, 0) / worked;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sumsOf({ nodes, samples, timeDeltas }: Profile, files: readonly string[]): { readonly worked: number; readonly inside: number } {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const within = new Set<number>();
  const mark = (id: number, isWithin: boolean): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const isHere = isWithin || files.some((file) => (file.includes('#') ? `${node.callFrame.url}#${node.callFrame.functionName}` : node.callFrame.url).endsWith(file));
    if (isHere) within.add(id);
    for (const child of node.children) mark(child, isHere);
  };
  const root = nodes[0];
  if (root !== undefined) mark(root.id, false);
  let worked = 0;
  let inside = 0;
  samples.forEach((id, index) => {
    if (byId.get(id)?.callFrame.functionName === '(idle)') return;
    const time = timeDeltas[index] ?? 0;
    worked += time;
    if (within.has(id)) inside += time;
  });
  return { worked, inside };
}
