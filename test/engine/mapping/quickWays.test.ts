import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonString, jsonNumber, jsonText } from '#contract/jsonText.ts';
import { ByteText } from '#engine/store/byteText.ts';
import { emailReader } from '../../../electron/engine/mapping/values/email.ts';
import { dateReader } from '../../../electron/engine/mapping/values/dates.ts';
import { Refusal } from '../../../electron/engine/mapping/values/reader.ts';
import { cases } from '../../support/longForms.ts';

const seed = 20261125;

describe('what is read or written in a quick way comes out as in the careful one', () => {
  it('a number as JSON.stringify writes it', () => {
    const amount = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), amount.map((units) => units / 100), amount.map((units) => units / 10), amount.map((units) => units / 1000), amount);
    fc.assert(fc.property(number, (value) => jsonNumber(value) === JSON.stringify(value)), { seed, numRuns: cases(4_000, 20_000) });
  });

  it('a text as JSON.stringify writes it, as a string and as bytes', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ maxLength: 60 }).map((ascii) => `${ascii}"\\\n`));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        const [asString, asBytes] = [new JsonString(), new ByteText()];
        for (const out of [asString, asBytes]) for (const one of texts) out.text(one);
        const expected = texts.map((one) => JSON.stringify(one)).join('');
        expect(texts.map(jsonText).join('')).toBe(expected);
        expect([asString.value, asBytes.take().toString()]).toEqual([expected, expected]);
      }),
      { seed, numRuns: cases(1_000, 5_000) },
    );
  });

  it('an email', () => {
    const numRuns = cases(4_000, 20_000);
    const of = (letters: string, maxLength: number) => fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength }).map((parts) => parts.join(''));
    const address = fc.tuple(of('abz09_+-..', 8), of('abz019-..', 9), fc.constantFrom('', '.com', '.ru', '.c', '.co1', '.museum', `.${'x'.repeat(25)}`)).map(([local, domain, top]) => `${local}@${domain}${top}`);
    let taken = 0;
    fc.assert(
      fc.property(address, (text) => {
        const quick = emailReader.text(text);
        // A mark that nobody sees sends the same address the careful way.
        const careful = emailReader.text(`${text}\u200B`);
        if (typeof quick === 'string') taken += 1;
        expect(quick instanceof Refusal ? quick.reason : quick).toBe(careful instanceof Refusal ? careful.reason : careful);
      }),
      { seed, numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 20);
  });

  it('the day of a date cell', () => {
    const part = (max: number, digits: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(digits, '0'));
    const reader = dateReader({});
    fc.assert(
      fc.property(part(2_100, 4), part(13, 2), part(32, 2), (year, month, day) => {
        const quick = reader.date({ t: 'd', v: `${year}-${month}-${day}T00:00:00` });
        const careful = reader.date({ t: 'd', v: `${year}-${month}-${day}T00:00:01` });
        expect(quick instanceof Refusal ? quick.reason : quick).toBe(careful instanceof Refusal ? careful.reason : careful);
      }),
      { seed, numRuns: cases(1_000, 5_000) },
    );
  });
});
