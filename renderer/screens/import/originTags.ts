import { dateTime } from '#contract/formats.ts';
import { m } from '#messages';
import type { ColumnChange, Origin } from '../../state/recipe/suggested.ts';

/** A word beside a field, with what it means. */
export interface OriginTag {
  readonly id: string;
  readonly text: string;
  readonly meaning: string;
  readonly doubtful: boolean;
}

/** Where the field of a column came from, and what the column is against the list that was taken over. */
export function originTags(origin: Origin, change: ColumnChange | undefined): readonly OriginTag[] {
  return [...fromOrigin(origin), ...fromChange(change)];
}

function fromOrigin(origin: Origin): readonly OriginTag[] {
  switch (origin?.kind) {
    case 'suggested': return [{ id: 'suggested', text: m.units_percent({ value: Math.round(origin.score * 100) }), meaning: m.mapping_suggested_note(), doubtful: origin.score < 0.8 }];
    case 'same-name': return [{ id: 'same-name', text: m.mapping_same_name(), meaning: m.mapping_same_name_note(), doubtful: false }];
    case 'taught': return [{ id: 'taught', text: m.memory_column_taught(), meaning: m.memory_column_taught_title({ name: origin.list, at: dateTime(origin.sentAt) }), doubtful: false }];
    default: return [];
  }
}

function fromChange(change: ColumnChange | undefined): readonly OriginTag[] {
  switch (change?.kind) {
    case 'new': return [{ id: 'new', text: m.memory_column_new(), meaning: m.memory_column_new_title(), doubtful: false }];
    case 'renamed': return [{ id: 'renamed', text: m.memory_column_renamed(), meaning: m.memory_column_renamed_title({ header: change.from }), doubtful: false }];
    default: return [];
  }
}
