import { countingCell } from '#contract/cells.ts';
import type { Mend } from '#contract/mends.ts';
import { abroadMend } from './abroad.ts';
import { addressMend, lettersMend, widthMend } from './addresses.ts';
import type { CellMend } from './cellMend.ts';
import { datesMend } from './dates.ts';
import { domainMend } from './domains.ts';
import { decimalMend, floatMend } from './numbers.ts';
import { countryMend, extensionMend, trunkMend } from './phones.ts';
import { caseMend, mapMend, replaceMend, setMend, spacesMend, takeMend, trimMend } from './texts.ts';

export type { CellMend } from './cellMend.ts';

/** A mend made ready for many cells. Pure; the cells of one row at a time. A cell under a merge whose value is read is mended as if that value stood in it. */
export function compileMend(mend: Mend): CellMend {
  const made = mendOf(mend);
  return (cell) => made(countingCell(cell));
}

function mendOf(mend: Mend): CellMend {
  switch (mend.kind) {
    case 'replace':
      return replaceMend(mend);
    case 'set':
      return setMend(mend.value);
    case 'clear':
      return setMend('');
    case 'map':
      return mapMend(mend);
    case 'trim':
      return trimMend;
    case 'spaces':
      return spacesMend;
    case 'case':
      return caseMend(mend);
    case 'take':
      return takeMend(mend);
    case 'address':
      return addressMend;
    case 'dates':
      return datesMend(mend);
    case 'abroad':
      return abroadMend(mend.country);
    case 'country':
      return countryMend(mend.country);
    case 'extension':
      return extensionMend(mend.country);
    case 'trunk':
      return trunkMend(mend.country);
    case 'float':
      return floatMend;
    case 'decimal':
      return decimalMend(mend.mark);
    case 'letters':
      return lettersMend;
    case 'domain':
      return domainMend;
    case 'width':
      return widthMend;
  }
}

/** Several mends, each of what the one before has made. */
export function compileMends(mends: readonly Mend[]): CellMend {
  const [only, second, ...rest] = mends.map(compileMend);
  if (only === undefined) return () => undefined;
  if (second === undefined) return only;
  return (cell) => {
    let made = cell;
    let isChanged = false;
    for (const mend of [only, second, ...rest]) {
      const changed = mend(made);
      if (changed === undefined) continue;
      made = changed;
      isChanged = true;
    }
    return isChanged ? made : undefined;
  };
}
