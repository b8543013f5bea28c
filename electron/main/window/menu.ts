import type { MenuItemConstructorOptions } from 'electron';
import type { LanguageState } from '#contract/answers.ts';
import type { LanguageChoice } from '#contract/language.ts';
import { m } from '#messages';

export interface MenuParts {
  readonly isMac: boolean;
  readonly devTools: boolean;
  readonly languages: LanguageState;
  readonly chooseLanguage: (choice: LanguageChoice) => void;
}

type Items = MenuItemConstructorOptions[];

/** Editing, size and quitting by the system's own roles, in words of our own: the system's may be in another language. */
export function menuTemplate({ isMac, devTools, languages, chooseLanguage }: MenuParts): Items {
  const [first]: Items = isMac ? [{ role: 'appMenu' }] : [{ label: m.menu_file(), submenu: [{ role: 'quit', label: m.menu_quit() }] }];
  return [
    ...(first === undefined ? [] : [first]),
    { label: m.menu_edit(), submenu: editing() },
    { label: m.menu_view(), submenu: [...size(), { type: 'separator' }, { label: m.menu_language(), submenu: languageItems(languages, chooseLanguage) }, ...(devTools ? developing() : [])] },
    { label: m.menu_window(), role: 'window', submenu: [{ role: 'minimize', label: m.menu_minimize() }, { role: 'close', label: m.menu_close() }] },
  ];
}

const editing = (): Items => [
  { role: 'undo', label: m.menu_undo() },
  { role: 'redo', label: m.menu_redo() },
  { type: 'separator' },
  { role: 'cut', label: m.menu_cut() },
  { role: 'copy', label: m.menu_copy() },
  { role: 'paste', label: m.menu_paste() },
  { role: 'selectAll', label: m.menu_select_all() },
];

const size = (): Items => [
  { role: 'resetZoom', label: m.menu_actual_size() },
  { role: 'zoomIn', label: m.menu_zoom_in() },
  { role: 'zoomOut', label: m.menu_zoom_out() },
  { type: 'separator' },
  { role: 'togglefullscreen', label: m.menu_full_screen() },
];

const developing = (): Items => [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];

/** Each language by its own name, so that whoever ended in a wrong one finds back. */
function languageItems({ choice }: LanguageState, choose: MenuParts['chooseLanguage']): Items {
  const item = (of: LanguageChoice, label: string): MenuItemConstructorOptions => ({ type: 'radio', label, checked: choice === of, click: () => choose(of) });
  return [item('ru', 'Русский'), item('en', 'English'), item('system', m.menu_language_system())];
}
