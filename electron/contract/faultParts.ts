import { m } from '#messages';
import type { FaultDetail } from './faults.ts';
import { answerText } from './ownAnswers.ts';

/**
 * Parts of the sentences that explain a fault, made of the details that it carries. A detail that is not there leaves no
 * trace in its sentence, so that none is broken by a fault raised in an unusual place.
 */

export type Sentences = readonly [what: string, meaning: string, action: string];

/** A detail as words; empty where there is none. Readers name a file `file`, everything else calls what it speaks of `name`. */
export function words(detail: FaultDetail, key: string): string {
  const value = detail[key] ?? (key === 'name' ? detail['file'] : undefined);
  if (value === undefined) return '';
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  // The sentence ends itself; words that come with their own full stop would end it twice.
  return text.trim().replace(/(?<!\.)\.+$/, '');
}

/** A detail within a part of a sentence, or nothing. */
export function part(detail: FaultDetail, key: string, say: (value: string) => string): string {
  const value = words(detail, key);
  return value === '' ? '' : say(value);
}

/** In quotation marks with a space before them. */
export const inQuotes = (value: string): string => (value === '' ? '' : m.faults_quoted({ value }));
export const quoted = (detail: FaultDetail, key: string): string => inQuotes(words(detail, key));
/** After a colon. */
export const told = (detail: FaultDetail, key: string): string => part(detail, key, (value) => `: ${value}`);
export const inBrackets = (detail: FaultDetail, key: string): string => part(detail, key, (value) => ` (${value})`);

/** Inner layers know the file as `file`, outer ones as `name`. */
export const named = (detail: FaultDetail): string => (words(detail, 'file') === '' ? quoted(detail, 'name') : quoted(detail, 'file'));
export const file = (detail: FaultDetail): string => m.faults_the_file({ name: named(detail) });
export const job = (detail: FaultDetail): string => m.faults_the_job({ name: named(detail) });
export const problems = (detail: FaultDetail): string => `${told(detail, 'problem')}${told(detail, 'problems')}`;

export function server(detail: FaultDetail): string {
  const host = words(detail, 'host');
  return host === '' ? m.faults_the_server() : m.faults_the_server_named({ host });
}

/** ` The answer was: “…” (HTTP 403, code 403).` with the parts that are known. */
export function answerWords(httpStatus: number | null, code: number | null, text: string | null): string {
  const parts = [...(httpStatus === null ? [] : [`HTTP ${httpStatus}`]), ...(code === null ? [] : [m.faults_code({ value: String(code) })])];
  const numbers = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  // No answer at all, but the system's own code.
  if (numbers === '' && text !== null && /^E[A-Z0-9_]+$/.test(text)) return m.faults_system_code({ code: text });
  if (text !== null && text !== '') return m.faults_answer_was({ text: answerText(text), numbers });
  return numbers === '' ? '' : m.faults_answer_without_words({ numbers });
}

/** The answer that a fault carries; 0 stands for a number that never came. */
export function serverWords(detail: FaultDetail): string {
  const number = (key: string): number | null => (typeof detail[key] === 'number' && detail[key] !== 0 ? detail[key] : null);
  return answerWords(number('httpStatus'), number('code'), words(detail, 'text'));
}
