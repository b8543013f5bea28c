import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count, dateTime, hostOf, pace, percent, timeLeft, waitSeconds } from '../../renderer/text/formats.ts';

describe('Numbers for people', () => {
  it('are grouped', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(bytes(4_812_330)).toBe('4.8 MB');
    expect(pace(3.14159)).toBe('3.1');
    expect(pace(412.4)).toBe('412');
  });

  it('never say all before all is done, nor none once something is', () => {
    expect(percent(19_999, 20_000)).toBe('99%');
    expect(percent(20_000, 20_000)).toBe('100%');
    expect(percent(1, 20_000)).toBe('under 1%');
    expect(percent(0, 0)).toBe('0%');
  });

  it('name the host of an address, and an address that is none as it is', () => {
    expect(hostOf('https://marketing.example.com/path')).toBe('marketing.example.com');
    expect(hostOf('marketing.example.com')).toBe('marketing.example.com');
  });

  it('show a dash for a date that is none', () => {
    expect(dateTime('not a date')).toBe('–');
  });
});

describe('Time left', () => {
  it('is said in the unit that fits', () => {
    expect(timeLeft(2)).toBe('a few seconds');
    expect(timeLeft(34)).toBe('about 35 s');
    expect(timeLeft(600)).toBe('about 10 min');
    expect(timeLeft(9_000)).toBe('about 2.5 h');
  });

  it('is not known rather than absurd', () => {
    expect(timeLeft(null)).toBe('not known yet');
    expect(timeLeft(Infinity)).toBe('not known yet');
    expect(timeLeft(Number.NaN)).toBe('not known yet');
    expect(timeLeft(-5)).toBe('not known yet');
    expect(timeLeft(153_722_867_280_912 * 60)).toBe('more than two days');
  });

  it('never shows a number of more than three digits, whatever the estimate', () => {
    fc.assert(
      fc.property(fc.double(), (seconds) => {
        expect(timeLeft(seconds)).not.toMatch(/\d{4}|\d,\d|NaN|Infinity|-\d/);
      }),
      { seed: 20_240_301, numRuns: 1_000 },
    );
  });

  it('never says 0 s while a stream waits', () => {
    expect(waitSeconds(1)).toBe('1 s');
    expect(waitSeconds(11_600)).toBe('12 s');
  });
});
