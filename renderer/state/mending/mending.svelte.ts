import { columnIndex } from '#contract/cells.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { ProblemGroup } from '#contract/job.ts';
import type { MendKind, MendPreview, MendRequest, Proposal } from '#contract/mends.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';
import type { Corrections } from '../rows/corrections.svelte.ts';
import { ownMend, type OwnAnswers } from './ownMend.ts';

interface Parts {
  readonly client: Client;
  readonly notices: Notices;
  readonly corrections: Corrections;
  readonly jobId: string;
}

/** Mending a group of problems: what the application proposes, the operator's own mend, and what each would do. */
export class Mending {
  readonly #parts: Parts;
  #problem = $state.raw<ProblemGroup | null>(null);
  #proposals = $state.raw<readonly Proposal[] | null>(null);
  #chosen = $state<number | 'own'>('own');
  #kind = $state<MendKind>('replace');
  #answers = $state.raw<OwnAnswers>({});
  #onlyFixing = $state(true);
  #looked = $state.raw<{ readonly request: MendRequest; readonly preview: MendPreview } | null>(null);
  #busy = $state<'proposing' | 'looking' | 'applying' | null>(null);
  #progress = $state.raw<{ readonly rows: number; readonly total: number } | null>(null);
  /** What was asked for a group that is no longer open must not show. */
  #turn = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The group that is open; null while there is none. */
  get problem(): ProblemGroup | null {
    return this.#problem;
  }

  /** null while they are being looked for, or where that was ended. */
  get proposals(): readonly Proposal[] | null {
    return this.#proposals;
  }

  get chosen(): number | 'own' {
    return this.#chosen;
  }

  get kind(): MendKind {
    return this.#kind;
  }

  get answers(): OwnAnswers {
    return this.#answers;
  }

  get onlyFixing(): boolean {
    return this.#onlyFixing;
  }

  get busy(): 'proposing' | 'looking' | 'applying' | null {
    return this.#busy;
  }

  get progress(): { readonly rows: number; readonly total: number } | null {
    return this.#progress;
  }

  /** What the mend chosen would do; null until that was looked at. */
  get preview(): MendPreview | null {
    if (this.#chosen === 'own') return this.#looked?.preview ?? null;
    return this.#proposals?.[this.#chosen]?.preview ?? null;
  }

  /** Whether the mend chosen only empties the cells. */
  get loses(): boolean {
    return this.#chosen === 'own' ? this.own?.mends.every(({ kind }) => kind === 'clear') === true : this.#proposals?.[this.#chosen]?.loses === true;
  }

  /** The operator's own mend; null while something of it is missing. */
  get own(): MendRequest | null {
    const mend = ownMend(this.#kind, this.#answers);
    const problem = this.#problem;
    if (mend === null || problem === null) return null;
    const { column, reason, leftOut = false } = problem;
    if (column === null) return null;
    return { column: columnIndex(column), mends: [mend], selection: { kind: 'problem', reason, leftOut }, onlyFixing: this.#onlyFixing };
  }

  /** What "Mend" would do; nothing that was not looked at. */
  get request(): MendRequest | null {
    if (this.#chosen === 'own') return this.#looked?.request ?? null;
    return this.#proposals?.[this.#chosen]?.request ?? null;
  }

  async open(problem: ProblemGroup): Promise<void> {
    const { column, reason, leftOut = false } = problem;
    if (column === null) return;
    this.#problem = problem;
    this.#proposals = null;
    this.#chosen = 'own';
    this.#answers = {};
    this.#looked = null;
    const { client, jobId } = this.#parts;
    const groups = await this.#look('proposing', () => client.call('listProposals', { jobId, column, reason }));
    if (groups === undefined) return;
    this.#proposals = groups.find((group) => group.leftOut === leftOut)?.proposals ?? [];
    if (this.#proposals.length > 0) this.#chosen = 0;
  }

  close(): void {
    this.#turn += 1;
    this.#problem = null;
    if (this.#busy === 'proposing' || this.#busy === 'looking') void this.#parts.client.call('cancelMending', { jobId: this.#parts.jobId }).catch(() => undefined);
    this.#busy = null;
  }

  choose(chosen: number | 'own'): void {
    this.#chosen = chosen;
  }

  setKind(kind: MendKind): void {
    this.#kind = kind;
    this.#answers = {};
    this.#looked = null;
  }

  answer(name: string, value: string): void {
    this.#answers = { ...this.#answers, [name]: value };
    this.#looked = null;
  }

  setOnlyFixing(onlyFixing: boolean): void {
    this.#onlyFixing = onlyFixing;
    this.#looked = null;
  }

  /** Looks at what the own mend would do. */
  async look(): Promise<void> {
    const request = this.own;
    if (request === null) return;
    const { client, jobId } = this.#parts;
    const preview = await this.#look('looking', () => client.call('previewMend', { jobId, ...request }));
    if (preview !== undefined) this.#looked = { request, preview };
  }

  /** Mends as one batch, which is told and can be undone. */
  async apply(): Promise<void> {
    const { request } = this;
    if (request === null) return;
    const { client, corrections, jobId } = this.#parts;
    this.#busy = 'applying';
    const result = await corrections.make((adopt) => client.call('applyMend', { jobId, ...request, ...adopt }));
    this.#busy = null;
    if (result !== undefined) this.close();
  }

  hear({ rows, total }: Extract<EngineEvent, { kind: 'mending' }>): void {
    if (this.#busy !== null) this.#progress = { rows, total };
  }

  async #look<Value>(busy: 'proposing' | 'looking', step: () => Promise<Value>): Promise<Value | undefined> {
    const turn = (this.#turn += 1);
    this.#busy = busy;
    this.#progress = null;
    // Of a look that was ended by the operator nothing is told.
    const value = await this.#parts.notices.attempt(() => step().catch((error: unknown) => { if (turn !== this.#turn) return undefined; throw error; }));
    if (turn !== this.#turn) return undefined;
    this.#busy = null;
    return value;
  }
}
