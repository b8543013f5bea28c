import { describe, expect, it } from 'vitest';
import { inputOf, inputText, longestInput } from '#contract/wire.ts';

describe('an input on its way over the border', () => {
  it('arrives as it was', () => {
    const input = { name: 'Еженедельно \u2028 "x"', rows: [1, 2], nested: { on: true, none: null } };
    expect(inputOf(inputText(input))).toEqual(input);
  });

  it.each([
    ['bytes', new Uint8Array(10)],
    ['bytes within', { jobId: [new Float64Array(1)] }],
    ['too long', 'x'.repeat(longestInput)],
    ['a circle', (() => { const circle: unknown[] = []; circle.push(circle); return circle; })()],
    ['a function', () => 1],
    ['nothing', undefined],
    ['a big number', 1n],
  ])('stays where it is: %s', (_, input) => {
    expect(inputText(input)).toBeNull();
  });

  it.each([['no text', { jobId: 'j1' }], ['no JSON', '{'], ['too long', `"${'x'.repeat(longestInput)}"`], ['too deep', '['.repeat(1_000_000)]])('is nothing where it is %s', (_, text) => {
    expect(inputOf(text)).toBeUndefined();
  });
});
