import { m } from '#messages';
import { faultOf, type FaultData } from '#contract/faults.ts';
import { noticeLines, type Notice as EngineNotice } from '#contract/notices.ts';
import { explain, type Explanation } from '../text/sentences.ts';

export type Notice =
  | { readonly id: number; readonly kind: 'fault'; readonly code: string; readonly explanation: Explanation; readonly about: string | null }
  | { readonly id: number; readonly kind: 'done'; readonly text: string }
  | { readonly id: number; readonly kind: 'told'; readonly lines: readonly string[] };

/** What is kept of one, as words are of a language and that can be changed. */
type Kept =
  | { readonly id: number; readonly kind: 'fault'; readonly fault: FaultData; readonly about: About | null }
  | { readonly id: number; readonly kind: 'done'; readonly text: string }
  | { readonly id: number; readonly kind: 'told'; readonly notices: readonly EngineNotice[] };

/** What a fault is about. */
export interface About {
  readonly id: string;
  readonly name: string;
}

/** Older ones make room: a pile of errors hides the one that matters now. */
const shownAtMost = 3;

/** What has to be told to the operator, whatever screen is open. */
export class Notices {
  #kept = $state.raw<readonly Kept[]>([]);
  #next = 1;

  get items(): readonly Notice[] {
    return this.#kept.map(shown);
  }

  /** What it is about has been done since: a notice of its failure is no longer true. */
  settle(about: string): void {
    this.#kept = this.#kept.filter((item) => item.kind !== 'fault' || item.about?.id !== about);
  }

  /** Shows an error of any kind. A step that the operator cancelled needs no notice; the same fault twice is shown once. `about`: what it is about by an id, for `settle`, and by its name, which is told. */
  fail(error: unknown, about?: About): void {
    const { data: fault } = faultOf(error);
    if (fault.code === 'cancelled') return;
    const made = { id: this.#next, kind: 'fault', fault, about: about ?? null } as const;
    const { what } = explained(made);
    const isNewer = (item: Kept): boolean => item.kind === 'fault' && (explained(item).what === what || (about !== undefined && item.about?.id === about.id));
    this.#show(this.#kept.filter((item) => !isNewer(item)), made);
  }

  tell(text: string): void {
    this.#show(
      this.#kept.filter((item) => item.kind !== 'done'),
      { id: this.#next, kind: 'done', text },
    );
  }

  /** Adds to what was told before, in one notice: it is to be read once, and nothing has to be done about it. */
  inform(notices: readonly EngineNotice[]): void {
    const before = this.#kept.flatMap((item) => (item.kind === 'told' ? item.notices : []));
    this.#show(this.#kept.filter(({ kind }) => kind !== 'told'), { id: this.#next, kind: 'told', notices: [...before, ...notices] });
  }

  dismiss(id: number): void {
    this.#kept = this.#kept.filter((item) => item.id !== id);
  }

  /** A new step of the operator makes old errors stale. What was told comes without one, and stays until it is dismissed. */
  clear(): void {
    this.#kept = this.#kept.filter(({ kind }) => kind === 'told');
  }

  /** Runs a step; an error becomes a notice and `undefined`. */
  async attempt<Value>(step: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await step();
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  #show(others: readonly Kept[], notice: Kept): void {
    this.#next += 1;
    const all = [...others, notice];
    const later = all.filter(({ kind }) => kind !== 'told');
    this.#kept = [...all.filter(({ kind }) => kind === 'told'), ...later.slice(-shownAtMost)];
  }
}

function shown(item: Kept): Notice {
  switch (item.kind) {
    case 'fault':
      return { id: item.id, kind: item.kind, code: item.fault.code, explanation: explained(item), about: item.about?.id ?? null };
    case 'told':
      return { id: item.id, kind: item.kind, lines: noticeLines(item.notices) };
    case 'done':
      return item;
  }
}

function explained({ fault, about }: { readonly fault: FaultData; readonly about: About | null }): Explanation {
  const explanation = explain(fault);
  return about === null ? explanation : { ...explanation, what: m.app_about({ name: about.name, what: explanation.what }) };
}
