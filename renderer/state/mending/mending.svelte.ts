import { columnIndex } from '#contract/cells.ts';
import type { BatchResult } from '#contract/corrections.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { MendKind, MendPreview, MendRequest, Proposal } from '#contract/mends.ts';
import { batchWords } from '../../text/rowWords.ts';
import type { Corrections } from '../rows/corrections.svelte.ts';
import { KeepMend, type KeepParts } from './keepMend.svelte.ts';
import { Mistyped, type LookProgress } from './mistyped.svelte.ts';
import { ownMend, type OwnAnswers } from './ownMend.ts';
import type { MendTarget } from './target.ts';

interface Parts extends KeepParts {
  readonly corrections: Corrections;
}

/**
 * Mending a group of problems: what the application proposes, the operator's own mend, and what each would do. After a mend
 * it goes on with what is left of the group.
 */
export class Mending {
  readonly keep: KeepMend;
  readonly mistyped: Mistyped;
  readonly #parts: Parts;
  #target = $state.raw<MendTarget | null>(null);
  #proposals = $state.raw<readonly Proposal[] | null>(null);
  #left = $state(0);
  #chosen = $state<number | 'own'>('own');
  #kind = $state<MendKind>('replace');
  #answers = $state.raw<OwnAnswers>({});
  #onlyFixing = $state(true);
  #looked = $state.raw<{ readonly request: MendRequest; readonly preview: MendPreview } | null>(null);
  #busy = $state<'proposing' | 'looking' | 'applying' | null>(null);
  #progress = $state.raw<LookProgress | null>(null);
  /** Said anew whenever it is read, in the language of the moment. */
  #told = $state.raw<() => string>(() => '');
  /** Batches made while the group is open, which alone can be undone here. */
  #made = $state.raw<readonly number[]>([]);
  /** To be kept in a recipe once it is done. */
  #keeping: MendRequest | null = null;
  /** What was asked for a group that is no longer open must not show. */
  #turn = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.keep = new KeepMend(parts);
    this.mistyped = new Mistyped(parts.client, parts.notices, parts.jobId);
  }

  /** The group that is open; null while there is none. */
  get target(): MendTarget | null {
    return this.#target;
  }

  /** Rows of it that are still to be mended. */
  get left(): number {
    return this.#left;
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

  get progress(): LookProgress | null {
    return this.#progress;
  }

  /** What came of the mend made last, or of taking it back; empty before the first. */
  get told(): string {
    return this.#told();
  }

  /** Whether the newest corrections of the job are a mend made here. */
  get canUndo(): boolean {
    const last = this.#parts.corrections.last?.id;
    return last !== undefined && this.#made.includes(last);
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

  /** Whether a next file has rows of this kind: of values that are valid nobody can tell without a look. */
  get canKeep(): boolean {
    return this.#target !== null && this.#target.reason !== null;
  }

  /** The operator's own mend; null while something of it is missing, and for values that are valid. */
  get own(): MendRequest | null {
    const mend = ownMend(this.#kind, this.#answers);
    const { column, reason = null, leftOut = false } = this.#target ?? {};
    if (mend === null || column === undefined || reason === null) return null;
    return { column: columnIndex(column), mends: [mend], selection: { kind: 'problem', reason, leftOut }, onlyFixing: this.#onlyFixing };
  }

  /** What "Mend" would do; nothing that was not looked at. */
  get request(): MendRequest | null {
    if (this.#chosen === 'own') return this.#looked?.request ?? null;
    return this.#proposals?.[this.#chosen]?.request ?? null;
  }

  async open(target: MendTarget): Promise<void> {
    this.#target = target;
    this.#left = target.rows;
    this.#made = [];
    this.#told = () => '';
    this.#chosen = 'own';
    this.#answers = {};
    this.keep.begin();
    if (target.proposals === undefined) await this.#propose();
    else this.#take(target.rows, target.proposals);
  }

  close(): void {
    this.#turn += 1;
    this.#target = null;
    this.#keeping = null;
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
    this.#keeping = this.canKeep && this.keep.wanted ? request : null;
    this.#busy = 'applying';
    this.#progress = null;
    await corrections.make((word) => client.call('applyMend', { jobId, ...request, ...word }));
    if (this.#busy === 'applying') this.#busy = null;
  }

  async undo(): Promise<void> {
    this.#busy = 'applying';
    await this.#parts.corrections.undo();
    if (this.#busy === 'applying') this.#busy = null;
  }

  /** Rows were corrected, also by a mend that the operator was asked about first: goes on with what is left of the group. */
  async changed(result: BatchResult, kind: 'made' | 'undone' | 'redone'): Promise<void> {
    if (this.#target === null) return;
    this.#told = () => batchWords(result, kind);
    const keeping = kind === 'made' ? this.#keeping : null;
    const isMade = kind === 'made' && result.batch !== null;
    // Where nothing was done before a question was answered, the answer may still do it.
    if (isMade || this.#parts.corrections.asked === null) this.#keeping = null;
    if (isMade && result.batch !== null) this.#made = [...this.#made, result.batch.id];
    this.keep.begin();
    if (keeping !== null) await (isMade ? this.keep.keep(keeping) : this.keep.skip(keeping));
    await this.#propose();
  }

  hear({ look, rows, total }: Extract<EngineEvent, { kind: 'mending' }>): void {
    if (look === 'mistyped') this.mistyped.hear({ rows, total });
    if (this.#busy !== null && (look === 'mistyped') === (this.#target?.reason === null)) this.#progress = { rows, total };
  }

  async #propose(): Promise<void> {
    const target = this.#target;
    if (target === null) return;
    const { client, jobId } = this.#parts;
    const { column, reason, leftOut } = target;
    this.#proposals = null;
    const groups = await this.#look('proposing', () => (reason === null ? this.mistyped.look() : client.call('listProposals', { jobId, column, reason })));
    if (groups === undefined) return;
    const group = groups.find((one) => one.column === column && one.leftOut === leftOut);
    this.#take(group?.rows ?? 0, group?.proposals ?? []);
  }

  /** Whoever mends in a way of their own goes on so. */
  #take(left: number, proposals: readonly Proposal[]): void {
    const stays = this.#made.length > 0 && this.#chosen === 'own' && this.#target?.reason !== null;
    this.#left = left;
    this.#looked = null;
    this.#proposals = proposals;
    // What loses values is chosen by the operator alone, also where nothing else is proposed.
    const first = proposals.findIndex(({ loses }) => !loses);
    this.#chosen = first >= 0 && !stays ? first : 'own';
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
