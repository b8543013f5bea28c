import { describe, expect, it } from 'vitest';
import { answersOf, judgeRefusals, type Answers } from '#engine/jobs/run/refusals.ts';

/** Answers of one request: so many accepted, so many refused with each text. */
function answers(accepted: number, ...refused: readonly (readonly [rows: number, text: string])[]): Answers {
  const good = Array.from({ length: accepted }, () => ({ code: 0, text: '' }));
  return answersOf([...good, ...refused.flatMap(([rows, text]) => Array.from({ length: rows }, () => ({ code: 404, text })))]);
}

describe('The judgement on refused rows', () => {
  it.each([
    ['fewer than 500 rows answered', [answers(0, [99, 'a'])], null],
    ['449 of 500 refused', [answers(51, [449, 'a'])], null],
    ['450 of 500 refused', [answers(50, [450, 'a'])], { answered: 500, refused: 450, alike: 450 }],
    ['500 of 500 in five requests', Array.from({ length: 5 }, () => answers(1, [60, 'a'], [39, 'b'])), { answered: 500, refused: 495, alike: 300 }],
    ['good rows long before', [answers(10_000), answers(20, [480, 'a'])], { answered: 500, refused: 480, alike: 480 }],
    ['a whole later request refused alike', [answers(10_000), answers(0, [100, 'a'])], { answered: 100, refused: 100, alike: 100 }],
    ['a whole later request refused for two reasons', [answers(10_000), answers(0, [50, 'a'], [50, 'b'])], null],
    ['a last small request refused alike', [answers(10_000), answers(0, [99, 'a'])], null],
    ['good rows in the last request', [answers(0, [499, 'a']), answers(1_000)], null],
    ['texts that differ by the row’s own key only', [answersOf(Array.from({ length: 500 }, (_, row) => ({ code: 404, text: `profile ${row} “a${row}@example.com” not found` })))], { answered: 500, refused: 500, alike: 500 }],
    ['answers that could not be read', [answersOf(Array.from({ length: 600 }, () => null))], null],
  ] as const)('with %s', (_, requests, rows) => {
    const pause = judgeRefusals(requests, 90);
    expect(pause?.rows ?? null).toEqual(rows);
  });

  it('follows the share that was chosen', () => {
    expect(judgeRefusals([answers(400, [200, 'a'], [200, 'b'])], 50)).toMatchObject({ reason: 'rows-refused' });
    expect(judgeRefusals([answers(401, [200, 'a'], [199, 'b'])], 50)).toBeNull();
  });
});
