import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mend } from '#contract/mends.ts';
import { loneAddress } from '#engine/mapping/mends/loneAddress.ts';
import { compileMend } from '#engine/mapping/mends/index.ts';
import { cases } from '../../support/longForms.ts';

const address = '17@example.com';

describe('The only address of a text', () => {
  it.each([
    `user <${address}>`, `user<${address}>`, `<${address}>`, `"user, a." <${address}>`, `User O'Neil <${address}>`, `<mailto:${address}?subject=Hi there>`, `user (${address})`, `“${address}”`, `«${address}»`, `'${address}'`,
    `mailto:${address}`, `user mailto:${address}`, `mailto:${address}?subject=Hi there`, `e-mail: ${address}`, `email:${address}`, `эл. почта: ${address}`, `user: ${address}`,
    `${address};`, `${address}, `, `user; ${address}`, `user;${address}`, `${address}; user`, `user, ${address}`, `${address}, user name`, `user | ${address}`, `user\n${address}`, `${address}\tuser`, `user — ${address}`, `${address} – user`,
    `${address} (user)`, `(user) ${address}`, `(user: ${address}) x`, `${address}.`, `- ${address}`, `${address}!`, `${address}<mailto:${address}>`, `${address} (${address})`, `${address} ${address}`, `user, ${address} ${address}`,
  ])('is taken where marks part it from the rest: %s', (text) => {
    expect(loneAddress(text)).toBe(address);
  });

  it.each([
    `user ${address}`, `user  ${address}`, `user\u00A0${address}`, `ivan petrov ${address}`, `пользователь ${address}`, `${address} user`, `17@example.co m`, `17@example.co m, user`, `user 17@example.co; x`, `mail ${address}`,
    `user. ${address}`, `user - ${address}`, `user -${address}`, `user- ${address}`, `user_ ${address}`, `1. ${address}`, `...${address}`, `…${address}`, `${address}...`, `${address}…`, `17@example.co. uk`,
    `user,${address}`, `17@example.co,uk`, `17@example.co, uk`, `ivan(1)${address}`, `(user)${address}`, `user[${address}`, `user <${address}`, `17@example.com (user`.replace(' (', '('), `user"${address}"`, `user'${address}'`,
    `user@, ${address}`, `@user; ${address}`, `user@example, ${address}`, `a@b.com; ${address}`, `user ${address} ${address}`,
  ])('is not taken where what stands beside it may belong to it, or another may be meant: %s', (text) => {
    expect([null, text]).toContain(loneAddress(text));
  });

  it('keeps an apostrophe', () => {
    expect(loneAddress("O'Neil <o'neil@example.com>")).toBe("o'neil@example.com");
  });

  it('is never taken of one that a space, a comma or a bracket has torn', () => {
    // A dash alone before an address is the mark of a list.
    const part = fc.stringMatching(/^[a-z0-9_+][a-z0-9_+-]{0,7}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 4 }), fc.array(fc.constantFrom(' ', '  ', '\u00A0', ',', '(', '.', ' .', '. '), { minLength: 3, maxLength: 3 }), fc.constantFrom('', 'x <', 'x; '), (parts, gaps, front) => {
        const torn = parts.map((one, index) => (index === 0 ? one : `${gaps[index - 1]}${one}`)).join('');
        const whole = `${front}${torn}@example.com`;
        const taken = loneAddress(whole);
        // A whole one without anything torn is an address of itself.
        expect(taken === null || taken === `${torn}@example.com`).toBe(true);
      }),
      { seed: 20_261_128, numRuns: cases(300, 1_000) },
    );
  });
});

describe('The first of several addresses', () => {
  const first = (text: string): unknown => compileMend({ kind: 'take', at: 1 } satisfies Mend)({ t: 's', v: text });

  it.each(['17@example.co,uk', '17@example.co, uk'])('is not taken where a comma stands for the point of its domain: %s', (text) => {
    expect(first(text)).toBeUndefined();
  });

  it.each([`${address},user@example.com`, `${address}, user@example.com`, `${address}; x`])('is taken of %s', (text) => {
    expect(first(text)).toEqual({ t: 's', v: address });
  });
});
