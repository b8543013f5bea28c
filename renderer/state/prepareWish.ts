import type { ImportState } from './newImport.svelte.ts';
import type { PrepareWish } from './prepare.svelte.ts';
import { pinnedRecipe } from '#contract/listReading.ts';

/** What an import, as it stands, has made into a job; null where it is not whole. */
export function prepareWish(flow: WholeImport): PrepareWish | null {
  const { draft, source, discovery, guards } = flow;
  const { judgement } = draft;
  const { file, reading } = source;
  if (!judgement.ok || file === null || reading === null) return null;
  return {
    sourceId: file.sourceId,
    recipe: pinnedRecipe(judgement.recipe, reading),
    name: flow.name.trim() === '' ? file.name : flow.name.trim(),
    unchangedOn: flow.leavesUnchanged ? flow.unchangedOn : null,
    connectionId: discovery.connectionId,
    seen: source.inspection?.seen,
    doubts: guards.accepted,
  };
}

type WholeImport = Pick<ImportState, 'draft' | 'source' | 'name' | 'discovery' | 'guards' | 'leavesUnchanged' | 'unchangedOn'>;
