export { columnFinder } from './columns.ts';
export { compileRecipe } from './compile.ts';
export { defaultSettings, profileIdField, type MappingSettings } from './settings.ts';
export { dateOrderReport, type DateOrderReport } from './suggest/dateOrders.ts';
export { distinctCounter, distinctValues, type DistinctCounter, type DistinctValues } from './suggest/distinctValues.ts';
export { guessType } from './suggest/guessType.ts';
export { suggestFields, type ColumnSample } from './suggest/suggestFields.ts';
export { systemFieldTypes } from './systemFields.ts';
export type { Compilation, MappedRow, RowMapper } from './types.ts';
