import type { Cell } from '#contract/cells.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import { distinctValues } from './distinctValues.ts';
import { normalised } from './normalised.ts';

/** A column's words for "may be written to" and for "must not be", as its cells show them. */
export interface Consent {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const header = /(?:^| )(?:согласи[ея]\S*|согласен|согласна|подписк[аи]|подписан[аы]?|подписчик|рассылк[аиу]|opt in|optin|consent\S*|subscribed?|subscription|subscriber|newsletters?|mailings?|marketing|permission|agree|agreed|gdpr)(?: |$)/;
/** Under these, yes means no; they are left to a person. */
const contrary = /(?:^| )(?:opt ?out|unsub\S*|отказ\S*|отпис\S*|не|без|стоп|stop|no|not|do not|blocked)(?: |$)/;

const yes: ReadonlySet<string> = new Set(['да', 'д', 'yes', 'y', '1', 'true', 'истина', '+', 'согласен', 'согласна', 'подписан', 'подписана', 'есть', 'on', 'subscribed', 'opt-in', '✓', '✔', 'ja', 'oui', 'sí', 'si']);
const no: ReadonlySet<string> = new Set(['нет', 'н', 'no', 'n', '0', 'false', 'ложь', '-', '–', '—', '−', 'не согласен', 'не согласна', 'не подписан', 'не подписана', 'отказ', 'off', 'unsubscribed', 'opt-out', '✗', '✘', 'nein', 'non']);

const mostValues = 20;

/** Whether a column says who agreed to be written to: both its header and all of its values must. null where not. */
export function consentOf(cells: readonly Cell[], name: string): Consent | null {
  const plain = normalised(name);
  if (!header.test(plain) || contrary.test(plain)) return null;
  const { values, more } = distinctValues(cells, null, mostValues);
  const found = values.map(({ value }) => value);
  const [agreed, refused] = [found.filter((value) => yes.has(foldedValue(value))), found.filter((value) => no.has(foldedValue(value)))];
  return more || found.length === 0 || agreed.length + refused.length < found.length ? null : { yes: agreed, no: refused };
}
