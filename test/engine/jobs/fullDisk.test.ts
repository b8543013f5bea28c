import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { explain } from '#contract/sentences.ts';
import { inStep } from '#engine/jobs/fullDisk.ts';

describe('a full drive', () => {
  it.each([
    ['prepare', 'The job was not made', 'prepare again'],
    ['handover', 'stays where it is', 'hand it over again'],
    ['export', 'The file was not written', 'export again'],
  ] as const)('that breaks off what %s does is told by what that means', (during, meaning, action) => {
    const told = inStep(new Fault('disk-full', { reason: 'ENOSPC' }), during);
    expect(told).toBeInstanceOf(Fault);
    const said = explain(told as Fault);
    expect(said.meaning).toContain(meaning);
    expect(said.meaning).not.toContain('recorded');
    expect(said.action).toContain(action);
  });

  it('in a run keeps what was recorded, and other faults stay as they are', () => {
    expect(explain(new Fault('disk-full')).meaning).toContain('recorded until now is safe');
    const other = new Fault('output-unwritable');
    expect(inStep(other, 'prepare')).toBe(other);
  });
});
