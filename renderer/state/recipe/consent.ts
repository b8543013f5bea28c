import type { InspectedColumn } from '#contract/source.ts';
import { findColumn } from './columns.ts';
import type { MapEntry, MemberDraft } from './draft.ts';

/** The statuses that a consent column's words stand for: who said yes is subscribed, who said no is not. */
export function consentMap({ consent }: InspectedColumn): readonly MapEntry[] {
  const to = (status: string) => (from: string): MapEntry => ({ from, to: status });
  return [...(consent?.yes ?? []).map(to('subscribed')), ...(consent?.no ?? []).map(to('unsubscribed'))];
}

/** Columns that say who agreed while a status comes from elsewhere, or from nowhere. */
export function unusedConsent({ source }: MemberDraft, columns: readonly InspectedColumn[]): readonly InspectedColumn[] {
  const used = source?.kind === 'column' ? findColumn(columns, source.ref) : undefined;
  const found = columns.filter(({ consent }) => consent !== undefined);
  // One of them is as good as another; which one is meant was chosen.
  return used?.consent !== undefined || source?.kind === 'template' ? [] : found;
}
