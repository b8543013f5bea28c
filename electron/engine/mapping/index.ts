export { compileRecipe } from './compile.ts';
export { defaultSettings, profileIdField, type MappingSettings } from './settings.ts';
export { guessType } from './suggest/guessType.ts';
export { suggestFields, type ColumnSample } from './suggest/suggestFields.ts';
export type { Compilation, MappedRow, RowMapper } from './types.ts';
