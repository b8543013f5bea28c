import { faultOf } from '#contract/faults.ts';
import { noticeLines, type Notice as EngineNotice } from '#contract/notices.ts';
import { explain, type Explanation } from '../text/sentences.ts';

export type Notice =
  | { readonly id: number; readonly kind: 'fault'; readonly code: string; readonly explanation: Explanation; readonly about: string | null }
  | { readonly id: number; readonly kind: 'done'; readonly text: string }
  | { readonly id: number; readonly kind: 'told'; readonly lines: readonly string[] };

/** Older ones make room: a pile of errors hides the one that matters now. */
const shownAtMost = 3;

/** What has to be told to the operator, whatever screen is open. */
export class Notices {
  #items = $state.raw<readonly Notice[]>([]);
  #next = 1;
  /** What was told by the engine and not yet dismissed. */
  #told: readonly EngineNotice[] = [];

  get items(): readonly Notice[] {
    return this.#items;
  }

  /** What it is about has been done since: a notice of its failure is no longer true. */
  settle(about: string): void {
    this.#items = this.#items.filter((item) => item.kind !== 'fault' || item.about !== about);
  }

  /** Shows an error of any kind. A step that the operator cancelled needs no notice; the same fault twice is shown once. `about`: what it is about by an id, for `settle`, and by its name, which is told. */
  fail(error: unknown, about?: { readonly id: string; readonly name: string }): void {
    const { data } = faultOf(error);
    if (data.code === 'cancelled') return;
    const explained = explain(data);
    const explanation = about === undefined ? explained : { ...explained, what: `${about.name}: ${explained.what}` };
    const isNewer = (item: Notice): boolean => item.kind === 'fault' && (item.explanation.what === explanation.what || (about !== undefined && item.about === about.id));
    this.#show(this.#items.filter((item) => !isNewer(item)), { id: this.#next, kind: 'fault', code: data.code, explanation, about: about?.id ?? null });
  }

  tell(text: string): void {
    this.#show(
      this.#items.filter((item) => item.kind !== 'done'),
      { id: this.#next, kind: 'done', text },
    );
  }

  /** Adds to what was told before, in one notice: it is to be read once, and nothing has to be done about it. */
  inform(notices: readonly EngineNotice[]): void {
    const before = this.#items.find(({ kind }) => kind === 'told');
    this.#told = [...(before === undefined ? [] : this.#told), ...notices];
    this.#show(this.#items.filter(({ kind }) => kind !== 'told'), { id: this.#next, kind: 'told', lines: noticeLines(this.#told) });
  }

  dismiss(id: number): void {
    this.#items = this.#items.filter((item) => item.id !== id);
  }

  /** A new step of the operator makes old errors stale. What was told comes without one, and stays until it is dismissed. */
  clear(): void {
    this.#items = this.#items.filter(({ kind }) => kind === 'told');
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

  #show(others: readonly Notice[], notice: Notice): void {
    this.#next += 1;
    const all = [...others, notice];
    const later = all.filter(({ kind }) => kind !== 'told');
    this.#items = [...all.filter(({ kind }) => kind === 'told'), ...later.slice(-shownAtMost)];
  }
}
