import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { joinedCrc } from '#engine/store/crc.ts';
import { sealByCrc, sealOf, sealOfBlock } from '#engine/store/seal.ts';
import { cases } from '../../support/longForms.ts';

const bytes = fc.uint8Array({ maxLength: 2_000 });
const runs = { seed: 20_261_127, numRuns: cases(300, 1_000) };

describe('checks of bytes that follow each other', () => {
  it('are those of all of them together', () => {
    fc.assert(fc.property(bytes, bytes, (before, after) => {
      expect(joinedCrc(crc32(before), crc32(after), after.length)).toBe(crc32(Buffer.concat([before, after])));
    }), runs);
  });

  it('hold for bytes of any length', () => {
    const long = Buffer.alloc(70_000_001, 'ж');
    expect(joinedCrc(crc32('x'), crc32(long), long.length)).toBe(crc32(long, crc32('x')));
  });

  it('of a record go over the JSON of what it says, and its bytes after that', () => {
    const value = fc.oneof(fc.integer(), fc.double(), fc.maxSafeNat(), fc.nat(2 ** 32), fc.constant(null), fc.string(), fc.string({ unit: 'binary' }), bytes);
    fc.assert(fc.property(fc.array(value, { maxLength: 12 }), (values) => {
      const said = values.map((one) => (one instanceof Uint8Array ? [one.length] : typeof one === 'string' ? one.toWellFormed() : one));
      const all = Buffer.concat([Buffer.from(JSON.stringify(['job', ...said])), ...values.filter((one) => one instanceof Uint8Array)]);
      expect(sealOf('job', values)).toBe(crc32(all));
    }), runs);
  });

  it('of a block are those of any other record', () => {
    fc.assert(fc.property(fc.maxSafeNat(), bytes, fc.array(fc.nat(2 ** 32)), (first, states, after) => {
      expect(sealOfBlock('block_state', first, states, after)).toBe(sealOf('block_state', [first, states, ...after]));
    }), runs);
  });

  it('give the seal of a record whose last bytes were gone over before', () => {
    fc.assert(fc.property(fc.maxSafeNat(), bytes, bytes, (first, ends, items) => {
      expect(sealByCrc('block_item', first, ends, { crc: crc32(items), length: items.length })).toBe(sealOf('block_item', [first, ends, items]));
    }), runs);
  });
});
