import { rulesWith } from '#contract/keptMends.ts';
import type { MendRule } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { findColumn } from './recipe/columns.ts';
import type { RecipeDraft } from './recipe/draft.ts';

interface Parts {
  readonly draft: () => Pick<RecipeDraft, 'mends' | 'fields'>;
  readonly columns: () => readonly InspectedColumn[];
  readonly set: (mends: readonly MendRule[]) => void;
}

/** What is done to the cells of columns at the import, as the recipe that is being made says it. */
export class DraftMends {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get all(): readonly MendRule[] {
    return this.#parts.draft().mends;
  }

  /** Those of a column, which is named as an entry names it. */
  of(ref: string): readonly MendRule[] {
    const own = this.#column(ref);
    return this.all.filter(({ column }) => column === ref || (own !== undefined && this.#column(column) === own));
  }

  /** Those of columns that the file does not have, and no entry either. */
  get stray(): readonly MendRule[] {
    const isOfEntry = (ref: string): boolean => this.#parts.draft().fields.some(({ source }) => source.kind === 'column' && source.ref === ref);
    return this.all.filter(({ column }) => this.#column(column) === undefined && !isOfEntry(column));
  }

  /** One more, behind what is done already, and in place of what contradicts it; the same a second time is done once. */
  add(rule: MendRule): void {
    const { rules, isKnown } = rulesWith(this.all, rule, (one, other) => one === other || (this.#column(one) !== undefined && this.#column(one) === this.#column(other)));
    if (!isKnown) this.#parts.set(rules);
  }

  /** By identity: two rules may say the same. */
  remove(rule: MendRule): void {
    this.#parts.set(this.all.filter((one) => one !== rule));
  }

  /** Another column was taken for one that an entry named: its mends go along where neither the file nor an entry has it any more. */
  follow(from: string, to: string): void {
    const { stray } = this;
    this.#parts.set(this.all.map((rule) => (rule.column === from && stray.includes(rule) ? { ...rule, column: to } : rule)));
  }

  #column(ref: string): InspectedColumn | undefined {
    return findColumn(this.#parts.columns(), ref);
  }
}
