import { describe, expect, it } from 'vitest';
import { reasonSentence } from '#contract/rowErrors.ts';

describe('why a row is invalid', () => {
  it.each([
    ['12345', 'too few digits (5)'],
    ['12345678901234567', 'more digits (17)'],
    ['тел. 8 916 123-45-67', 'letters stand in it'],
    ['+7 000 000-00-00', 'the country of its code has no such number'],
    ['8 916 123-45-67', 'neither + nor a country'],
  ])('names the likely cause of the phone %s', (text, cause) => {
    expect(reasonSentence('incorrect-phone', text)).toContain(cause);
  });

  it('names all causes of a phone that is not shown', () => {
    expect(reasonSentence('incorrect-phone')).toContain('no such number exists, there are words beside it, or it has neither + nor a country');
  });

  it.each([
    ['1.23457E+11', 'shows only 6 digits of 12'],
    ['1,2E+05', 'shows only 2 digits of 6'],
    ['123456789012346000', 'Excel keeps 15 of them'],
  ])('says how many digits of %s are there', (text, words) => {
    expect(reasonSentence('digits-lost', text)).toContain(words);
  });
});
