import { describe, expect, it } from 'vitest';
import { hasOtherDigits, plainDigits } from '#contract/plainDigits.ts';

describe('digits of other scripts', () => {
  it.each([['１２３', '123'], ['٣٤', '34'], ['۷۸۹', '789'], ['०१२', '012'], ['𝟙𝟚', '12'], ['+７ ٩16', '+7 916']])('%s are %s', (text, plain) => {
    expect([plainDigits(text), hasOtherDigits(text), hasOtherDigits(plain)]).toEqual([plain, true, false]);
  });

  it.each(['', '123', 'Анна 5', 'Größe ½', '漢字', '²'])('are not in “%s”', (text) => {
    expect([plainDigits(text), hasOtherDigits(text)]).toEqual([text, false]);
  });
});
