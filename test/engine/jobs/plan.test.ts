import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planChunks, type ChunkLimits, type PlanItem } from '#engine/jobs/run/plan.ts';
import { positionsOf } from '#engine/store/runs.ts';
import { cases } from '../../support/longForms.ts';

const seed = 20_261_123;
const numRuns = cases(600, 2_000);

const items = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 3 }), text: fc.string({ unit: 'binary', maxLength: 60 }) }), { maxLength: 120 })
  .map((entries) => {
    let position = 0;
    return entries.map(({ gap, text }) => ({ position: (position += gap), json: JSON.stringify({ text }) }));
  });
const limits: fc.Arbitrary<ChunkLimits> = fc.record({ profiles: fc.integer({ min: 1, max: 40 }), bytes: fc.integer({ min: 60, max: 2_000 }) });
const frame = { head: '{"data":[', tail: ']}' };
const frameBytes = frame.head.length + frame.tail.length;

function sizes(entries: readonly { readonly position: number; readonly json: string }[]): PlanItem[] {
  return entries.map(({ position, json }) => ({ position, bytes: Buffer.byteLength(json) }));
}

describe('planning chunks', () => {
  it('keeps every row exactly once and in order, or names it as too large', () => {
    fc.assert(
      fc.property(items, limits, (entries, limit) => {
        const plan = planChunks(sizes(entries), limit, frameBytes);
        const planned = plan.chunks.flatMap(({ members }) => [...positionsOf(members)]);
        const aside = plan.oversize.map(({ position }) => position);
        expect([...planned, ...aside].sort((a, b) => a - b)).toEqual(entries.map(({ position }) => position));
        expect(planned).toEqual([...planned].sort((a, b) => a - b));
      }),
      { seed, numRuns },
    );
  });

  it('makes bodies whose real UTF-8 length is the planned one and within both limits', () => {
    fc.assert(
      fc.property(items, limits, (entries, limit) => {
        const json = new Map(entries.map(({ position, json: text }) => [position, text]));
        for (const chunk of planChunks(sizes(entries), limit, frameBytes).chunks) {
          const texts = [...positionsOf(chunk.members)].map((position) => json.get(position) ?? '');
          const body = Buffer.from(frame.head + texts.join(',') + frame.tail);
          expect(body.length).toBe(chunk.bytes + frameBytes);
          expect(body.length).toBeLessThanOrEqual(limit.bytes);
          expect(texts.length).toBe(chunk.profiles);
          expect(texts.length).toBeLessThanOrEqual(limit.profiles);
          expect(() => JSON.parse(body.toString('utf8'))).not.toThrow();
        }
      }),
      { seed, numRuns },
    );
  });

  it('closes a chunk only when the next row would break a limit', () => {
    fc.assert(
      fc.property(items, limits, (entries, limit) => {
        const bytes = new Map(sizes(entries).map((item) => [item.position, item.bytes]));
        const { chunks } = planChunks(sizes(entries), limit, frameBytes);
        chunks.slice(1).forEach((chunk, index) => {
          const before = chunks[index]!;
          const first = bytes.get(chunk.members[0]!.from)!;
          const full = before.profiles === limit.profiles || before.bytes + 1 + first + frameBytes > limit.bytes;
          expect(full).toBe(true);
        });
      }),
      { seed, numRuns },
    );
  });

  it('gives the same chunks for the same job, however often it is asked', () => {
    fc.assert(
      fc.property(items, limits, (entries, limit) => {
        expect(planChunks(sizes(entries), limit, frameBytes)).toEqual(planChunks(sizes(entries), limit, frameBytes));
      }),
      { seed, numRuns: 200 },
    );
  });

  it('sets aside the one row that is larger than a chunk and sends its neighbours', () => {
    const plan = planChunks([{ position: 1, bytes: 10 }, { position: 2, bytes: 500 }, { position: 3, bytes: 10 }], { profiles: 10, bytes: 100 }, 20);
    expect(plan.oversize).toEqual([{ position: 2, bytes: 500 }]);
    expect(plan.chunks).toEqual([{ members: [{ from: 1, to: 1 }, { from: 3, to: 3 }], profiles: 2, bytes: 21 }]);
  });
});
