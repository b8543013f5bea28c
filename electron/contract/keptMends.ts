import { m } from '#messages';
import { mendsWords } from './mendWords.ts';
import type { Mend } from './mends.ts';
import type { MendRule } from './recipe.ts';
import { foldedText } from './sameText.ts';

/** Mends of a recipe to which one is added. */
export interface RulesWith {
  readonly rules: readonly MendRule[];
  /** The one that was added: also what it has taken over of one before. */
  readonly rule: MendRule;
  /** Those in whose place it stands, as they say something else of the same cells. */
  readonly replaced: readonly MendRule[];
  /** It stood there already, and nothing that contradicts it: the rules are as they were. */
  readonly isKnown: boolean;
}

/**
 * A mend more, behind those that a recipe has. Of two that contradict each other the later one counts, and two maps of values become
 * one. `isSameColumn`: whether two names are of one column. Pure.
 */
export function rulesWith(known: readonly MendRule[], wanted: MendRule, isSameColumn: (one: string, other: string) => boolean): RulesWith {
  const rivals = known.filter((one) => isSameColumn(one.column, wanted.column) && contradict(one, wanted));
  const rule = rivals.reduce((made, one) => withValues(made, one), wanted);
  const rest = known.filter((one) => !rivals.includes(one));
  const isThere = rest.some((one) => JSON.stringify(one) === JSON.stringify(rule));
  return { rules: isThere ? rest : [...rest, rule], rule, replaced: rivals, isKnown: isThere && rivals.length === 0 };
}

function contradict(one: MendRule, other: MendRule): boolean {
  return one.do.some((mend) => other.do.some((rival) => areRivals(mend, rival)));
}

/** Whether two mends do the same thing to the same cells with another outcome: two orders of dates, two countries, two values. */
function areRivals(one: Mend, other: Mend): boolean {
  // Each of its own country's numbers, or of all.
  if (one.kind === 'abroad') return false;
  if (one.kind === 'map' && other.kind === 'map') return Object.entries(one.values).some(([from, to]) => { const next = valueOf(other.values, from); return next !== undefined && next !== to; });
  if (one.kind === 'replace' && other.kind === 'replace') return one.find === other.find && (one.whole ?? false) === (other.whole ?? false) && one.with !== other.with;
  return outcomeKind(one) === outcomeKind(other) && JSON.stringify(one) !== JSON.stringify(other);
}

/** To empty a cell is to set it. */
const outcomeKind = ({ kind }: Mend): string => (kind === 'clear' ? 'set' : kind);

function valueOf(values: Readonly<Record<string, string>>, from: string): string | undefined {
  return Object.entries(values).find(([one]) => foldedText(one) === foldedText(from))?.[1];
}

/** What a map says of other values is not lost by a later map. */
function withValues(rule: MendRule, earlier: MendRule): MendRule {
  const [mend, ...more] = rule.do;
  const [known, ...others] = earlier.do;
  if (mend?.kind !== 'map' || known?.kind !== 'map' || more.length + others.length > 0 || rule.when !== earlier.when) return rule;
  const kept = Object.entries(known.values).filter(([from]) => valueOf(mend.values, from) === undefined);
  return { ...rule, do: [{ kind: 'map', values: { ...Object.fromEntries(kept), ...mend.values } }] };
}

/** What came of keeping a mend in a recipe. */
export interface Keeping {
  /** Of the recipe, or its file. */
  readonly name: string;
  /** unchanged: nothing was mended, so that there is nothing to keep. known: the recipe has it already. */
  readonly done: 'kept' | 'known' | 'unchanged';
  readonly rule: MendRule;
  readonly replaced: readonly MendRule[];
  /** The recipe was of version 1, which knows no mends, and is of version 2 now. */
  readonly isUpgraded: boolean;
}

/** What is told of it, a sentence each. */
export function keepingWords({ name, done, rule, replaced, isUpgraded }: Keeping): readonly string[] {
  if (done === 'unchanged') return [m.kept_unchanged({ name })];
  if (done === 'known') return [m.kept_known({ name })];
  return [
    m.kept_kept({ name, column: rule.column, mends: mendsWords(rule.do) }),
    ...(replaced.length === 0 ? [] : [m.kept_in_place({ count: replaced.length, mends: replaced.map((one) => mendsWords(one.do)).join('; ') })]),
    ...(isUpgraded ? [m.kept_upgraded({ name })] : []),
  ];
}
