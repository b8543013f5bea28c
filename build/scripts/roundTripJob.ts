import type { Cell } from '../../electron/contract/cells.ts';
import type { Recipe } from '../../electron/contract/recipe.ts';
import { formatsOf } from '../../electron/engine/sheet/index.ts';
import type { JobFile } from '../../electron/engine/store/jobFile.ts';
import { jobOfRows } from '../../test/support/exports.ts';

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'string', column: 'Key' }, { field: 'mail', type: 'email', column: 'Text' }, { field: 'agreed', type: 'bool', column: 'Flag' }],
};

const codes = ['0000', '0.00', '0.0%', '#,##0.00', '0.00E+00', '[h]:mm', '# ?/8', 'dd.mm.yyyy', 'dd/mm/yyyy hh:mm', 'h:mm', 'mm:ss.0', '+0 (000) 000-00-00', 'yyyy-mm-dd hh:mm:ss', '[$-419]d mmmm yyyy', '#,##0 "₽"', '0;-0;;@', '"№ "0'];
const numbers = [0, 7, 0.125, 1.5, -1.2, 79_161_234_567, 123_456_789_012_345, 45_322, 45_322.75, 45_322.123_456_7, 1, 59.5, 60, 61, 0.1 + 0.2, 1e21, 1e-7, 2_958_465, 2_958_466, -1];
const texts = ['', '007', '+79161234567', '12345', '1,5', '31.01.2024', '1/2', 'TRUE', 'ИСТИНА', '=1+1', '-x', '@x', "'quoted", ' blanks ', 'a\nb', 'a\r\nb', 'tab\there', '_x0041_', '<&>"', '👩‍👩‍👧', 'x'.repeat(300), 'y'.repeat(32_767), '#N/A as text', 'https://example.com', 'a@example.com', '1E5', '0x10', '12:30', '50%', '$5'];
const odd: readonly Cell[] = [
  null, { t: 'b', v: true }, { t: 'b', v: false }, { t: 'e', v: '#N/A' }, { t: 'e', v: '#DIV/0!' }, { t: 'e', v: '#REF!' }, { t: 'x', why: 'uncalculated', v: '' }, { t: 'x', why: 'absent', v: '' },
  { t: 'm', v: { t: 's', v: 'under' } }, { t: 's', v: '+79161234567', written: '9161234567', f: '"+7"@' },
];

/** A job with cells of every kind, each in a row of its own, with number formats of many kinds, and headers that are empty and the same. */
export async function writeOddJob(path: string): Promise<JobFile> {
  const formats = await formatsOf(codes, { locale: 'en', date1904: false });
  const cells: readonly Cell[] = [
    ...numbers.flatMap((value) => formats.map((format) => format.cell(value, String(value).length <= 15))),
    ...numbers.map((value): Cell => ({ t: 'n', v: value })),
    ...texts.map((v): Cell => (v === '' ? null : { t: 's', v })),
    ...odd,
  ];
  return jobOfRows(path, ['Key', 'Text', 'Flag', 'Same', 'Same', ''], cells.map((cell, index) => [{ t: 's', v: `k${index}` }, cell, { t: 'b', v: index % 2 === 0 }, cell, { t: 's', v: `s${index}` }, cell]), recipe);
}
