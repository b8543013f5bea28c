import { describe, expect, it } from 'vitest';
import { undoneEscapes } from '#engine/api/spellings/escapes.ts';
import { scrubbedAnswer } from '#engine/api/scrubbedAnswer.ts';
import { tokenSpellings } from '#engine/api/tokenSpellings.ts';
import { answersOf } from '#engine/jobs/run/refusals.ts';
import { shownWords } from '#engine/jobs/run/shownWords.ts';
import { longWords } from '../../support/hostileAnswers.ts';

const token = 'a-token-of-a-test';
const spellings = tokenSpellings(token);
const odd = tokenSpellings(`${'nt'.repeat(200)}x`);
const item = JSON.stringify({ email: 'maria@example.com', name: 'Марія Іваненко' });

/** Milliseconds of work, the least of several: other work on the machine makes none of them longer. */
function least(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

/** Each looks at one text of a server. */
const looks: readonly (readonly [string, (text: string) => unknown])[] = [
  ['the token is looked for', (text) => spellings.removedFrom(text)],
  ['a token of the worst kind is looked for', (text) => odd.removedFrom(text)],
  ['a body is searched', (text) => spellings.mayBeIn(Buffer.from(text))],
  ['escapes are undone', undoneEscapes],
  ['what is people’s is masked', (text) => shownWords(text, [item])],
  ['refusals are compared', (text) => answersOf([{ code: 9, text }])],
];

describe.each(looks)('%s', (_, look) => {
  it.each([...longWords])('takes a time that grows as the text does: %s', (_name, piece) => {
    const text = piece.repeat(10_000 / piece.length);
    look(text);
    // Sixteen times the text took 256 times as long where each character was a new beginning.
    const [short, long] = [least(() => look(text)), least(() => look(text.repeat(16)))];
    expect(long).toBeLessThan(Math.max(short, 2) * 80);
  });
});

it.each([...longWords])('the token behind a long text of %s is found', (_, piece) => {
  const text = piece.repeat(20_000 / piece.length);
  expect(spellings.removedFrom(`${text} ${token} ${text}`)).not.toContain(token);
  expect(spellings.removedFrom(`${text}${token}`)).not.toContain(token);
});

describe('words that are too long to be shown', () => {
  it('are cut between words, and no value is shown in half', () => {
    for (let shift = 0; shift < 40; shift += 1) {
      const shown = shownWords(`${'word '.repeat(396)}${'x'.repeat(shift)} maria@example.com Іваненко ${'more '.repeat(5_000)}`, [item]);
      expect(shown).not.toMatch(/mar|ria|exa|Іва|енк/);
      expect(shown.length).toBeLessThan(2_010);
      expect(shown).toMatch(/^word word .* …$/);
    }
  });

  it('stay as they are up to that', () => {
    expect(shownWords('word '.repeat(300).trim(), [])).toBe('word '.repeat(300).trim());
  });

  it('lists of addresses are masked whole', () => {
    expect(shownWords('a@b.com,c@d.com;e@f.com x,y@z.com', [])).toBe('…,…;… …');
  });
});

describe.each([['one text', 1], ['texts of many rows', 50]])('a long answer of %s', (_, rows) => {
  const answer = (text: (index: number) => string): Promise<{ readonly body: Uint8Array }> => {
    const result = Array.from({ length: rows }, (_row, index) => ({ error: 9, error_text: text(index) }));
    return scrubbedAnswer({ status: 200, headers: {}, body: Buffer.from(JSON.stringify({ error: 0, result })) }, spellings);
  };
  const long = '&#65; '.repeat(400_000 / rows);

  it('leaves other work its turn while it is looked at', async () => {
    let [turns, isOver] = [0, false];
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await answer((index) => `${index}${long}`);
    isOver = true;
    expect(turns).toBeGreaterThan(5);
  });

  it('has the token in no place, between pieces neither', async () => {
    const said = [...token].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('');
    const { body } = await answer((index) => `${`x${'ok. '.repeat(120)}${said}`.repeat(2_000 / rows)}${index}`);
    const text = Buffer.from(body).toString();
    expect(text.includes(said.slice(0, 20))).toBe(false);
    expect(text.match(/\[token\]/g)).toHaveLength(2_000);
  });
});
