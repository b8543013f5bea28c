import { largestSample, usualSample, type ComparedRow, type Comparison, type ComparisonProgress } from '#contract/comparison.ts';
import { Fault } from '#contract/faults.ts';
import type { Client } from '../api/bridge.ts';
import type { NextRun } from './nextRun.svelte.ts';
import type { Notices } from './notices.svelte.ts';

export const comparisonFilters = ['all', 'changed', 'emptied', 'not-found', 'unclear', 'unchanged', 'refused'] as const;
export type ComparisonFilter = (typeof comparisonFilters)[number];

const rowsAPage = 20;

interface Parts {
  readonly client: Client;
  readonly notices: Notices;
  readonly jobId: string;
  readonly nextRun: Pick<NextRun, 'settings'>;
}

function isShown({ kind, isEmptied }: ComparedRow, filter: ComparisonFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'emptied' ? isEmptied : kind === filter;
}

/** A sample of the profiles as they are now beside what the job would make of them, a page of rows at a time. */
export class ComparisonState {
  readonly #parts: Parts;
  #sample = $state(usualSample);
  #result = $state.raw<Comparison | null>(null);
  #progress = $state.raw<ComparisonProgress | null>(null);
  #busy = $state(false);
  #keep = $state(false);
  #filter = $state<ComparisonFilter>('all');
  #page = $state(0);
  readonly #rows = $derived((this.#result?.rows ?? []).filter((row) => isShown(row, this.#filter)));

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get sample(): number {
    return this.#sample;
  }

  setSample(sample: number): void {
    this.#sample = sample;
  }

  /** Whether what is fetched is kept inside the job. */
  get keep(): boolean {
    return this.#keep;
  }

  setKeep(keep: boolean): void {
    this.#keep = keep;
  }

  get isSampleFit(): boolean {
    return Number.isInteger(this.#sample) && this.#sample >= 1 && this.#sample <= largestSample;
  }

  get result(): Comparison | null {
    return this.#result;
  }

  get progress(): ComparisonProgress | null {
    return this.#progress;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Whether profiles of the sample are left that can still be fetched. */
  get canGoOn(): boolean {
    return !this.#busy && this.#result !== null && this.#result.ended !== null;
  }

  get filter(): ComparisonFilter {
    return this.#filter;
  }

  show(filter: ComparisonFilter): void {
    this.#filter = filter;
    this.#page = 0;
  }

  /** How many rows a filter leaves. */
  countOf(filter: ComparisonFilter): number {
    return (this.#result?.rows ?? []).filter((row) => isShown(row, filter)).length;
  }

  /** The rows of the page that is shown. */
  get rows(): readonly ComparedRow[] {
    return this.#rows.slice(this.#page * rowsAPage, (this.#page + 1) * rowsAPage);
  }

  /** From which row to which of how many is shown. */
  get place(): { readonly from: number; readonly to: number; readonly all: number } {
    const from = this.#page * rowsAPage;
    return { from: Math.min(from + 1, this.#rows.length), to: Math.min(from + rowsAPage, this.#rows.length), all: this.#rows.length };
  }

  turn(pages: number): void {
    const last = Math.max(0, Math.ceil(this.#rows.length / rowsAPage) - 1);
    this.#page = Math.min(last, Math.max(0, this.#page + pages));
  }

  hear(progress: ComparisonProgress): void {
    if (this.#busy) this.#progress = progress;
  }

  /** Fetches and compares; `goOn`: only what an earlier one has left. What the platform says against it is told beside what was compared. */
  async run(goOn = false): Promise<void> {
    const { client, notices, jobId, nextRun } = this.#parts;
    const { connectionId } = nextRun.settings;
    if (connectionId === null || !this.isSampleFit || this.#busy) return;
    this.#busy = true;
    this.#progress = null;
    const result = await notices.attempt(() => client.call('compareProfiles', { jobId, connectionId, sample: this.#sample, goOn, keep: this.#keep }));
    this.#busy = false;
    this.#progress = null;
    if (result === undefined) return;
    this.#result = result;
    this.show('all');
    if (result.fault !== null) notices.fail(new Fault(result.fault.code, result.fault.detail));
  }

  /** What was compared so far comes as the result. */
  async cancel(): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    await notices.attempt(() => client.call('cancelComparison', { jobId }));
  }
}
