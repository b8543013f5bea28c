import { expect, it } from 'vitest';
import { MovedValues } from '#engine/store/movedValues.ts';

it('takes cells that were empty, the first and the last of them too', () => {
  const values = new MovedValues();
  values.add(1, 0, [], false);
  values.add(1, 0, ['anna'], true);
  values.add(2, 0, ['anna'], false);
  values.add(2, 0, [], true);
  expect(values.moved(10)).toEqual([{ column: 0, sign: 'anna', from: 1 }]);
  values.close();
});
