import type { DraftState } from './draft.svelte.ts';
import type { Guards } from './guards.svelte.ts';
import type { Place } from './recipe/checks.ts';
import type { SourceState } from './source.svelte.ts';

export const importSteps = ['file', 'request', 'mapping', 'check'] as const;
export type ImportStep = (typeof importSteps)[number];

const requestPlaces: readonly Place['kind'][] = ['database', 'key', 'resource', 'extra'];

/** Whether a step of an import has nothing left to correct. */
export function stepDone(step: ImportStep, { source, draft, guards }: { readonly source: SourceState; readonly draft: DraftState; readonly guards: Guards }): boolean {
  const { problems } = draft;
  switch (step) {
    case 'file':
      return source.inspection !== null && source.hasRows && source.undecided.length === 0;
    case 'request':
      return !problems.some(({ place }) => requestPlaces.includes(place.kind));
    case 'mapping':
    case 'check':
      return problems.length === 0 && guards.open.length === 0;
  }
}
