import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, actions, type ActionId } from '#contract/actions.ts';
import type { RecentFile } from '#contract/answers.ts';
import type { LanguageChoice } from '#contract/language.ts';
import type { ThemeChoice } from '#contract/theme.ts';
import { m } from '#messages';

export interface MenuParts {
  readonly isMac: boolean;
  readonly devTools: boolean;
  readonly language: LanguageChoice;
  readonly theme: ThemeChoice;
  /** What the screen that is open can do now. */
  readonly available: ReadonlySet<ActionId>;
  /** The files taken lately. */
  readonly recent: readonly RecentFile[];
  readonly run: (action: ActionId) => void;
  readonly openRecent: (recentId: string) => void;
  /** Makes the command known in terminals; on macOS alone, where no installer does it. */
  readonly installCommand: () => void;
}

type Items = MenuItemConstructorOptions[];

/** What a text field can do with it, whatever the screen says. */
const always: ReadonlySet<ActionId> = new Set<ActionId>(['undo', 'redo']);

/** Whether the menu offers an action where the screen that is open can do these. */
export const isOffered = (id: ActionId, available: ReadonlySet<ActionId>): boolean => always.has(id) || available.has(id);

/** The actions of the registry; editing, size and quitting by the system's own roles, in words of our own: the system's may be in another language. */
export function menuTemplate(parts: MenuParts): Items {
  const { isMac, devTools } = parts;
  const of = (...ids: readonly ActionId[]): Items => ids.map((id) => itemOf(id, parts));
  const line: Items = [{ type: 'separator' }];
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: m.menu_file(), submenu: [...of('open-workbook'), { label: m.menu_recent(), enabled: parts.recent.length > 0, submenu: [...recentItems(parts), ...line, ...of('clear-recent')] }, ...of('new-import'), ...line, ...of('open-job', 'template'), ...line, ...of('settings'), ...(isMac ? [] : [...line, { role: 'quit', label: m.menu_quit() } as const])] },
    { label: m.menu_edit(), submenu: [...of('undo', 'redo'), ...line, ...editing(), ...line, ...of('find', 'go-to-row')] },
    { label: m.menu_job(), submenu: [...of('start', 'pause', 'cancel-job'), ...line, ...of('change-mapping', 'hand-over', 'delete-job'), ...line, ...of('previous-step', 'next-step')] },
    {
      label: m.menu_view(),
      submenu: [
        ...of('commands'), ...line, ...of('home', 'connections', 'lists', 'next-part', 'previous-part'), ...line, ...size(), ...line,
        { label: m.menu_theme(), submenu: themeItems(parts) },
        { label: m.menu_language(), submenu: languageItems(parts) },
        ...(devTools ? developing() : []),
      ],
    },
    { label: m.menu_window(), role: 'window', submenu: [{ role: 'minimize', label: m.menu_minimize() }, { role: 'close', label: m.menu_close() }] },
    { label: m.menu_help(), role: 'help', submenu: [...of('help', 'about'), ...(isMac ? [...line, { label: m.command_link_menu(), click: parts.installCommand }] : [])] },
  ];
}

/** The page hears its own keys, in any alphabet, and beside a text field's; the menu only tells them. On macOS it does as well, after the page. */
function itemOf(id: ActionId, { available, run }: MenuParts): MenuItemConstructorOptions {
  const accelerator = acceleratorOf(id);
  const keys = accelerator === undefined ? {} : { accelerator, registerAccelerator: false };
  return { id, label: actions[id].name(), enabled: isOffered(id, available), click: () => run(id), ...keys };
}

/** By their names; by their paths where two have one. An ampersand is one, and no shortcut. */
function recentItems({ recent, openRecent }: MenuParts): Items {
  return recent.map(({ recentId, name, folder }) => {
    const isAlone = recent.every((other) => other.recentId === recentId || other.name !== name);
    return { label: (isAlone ? name : join(folder, name)).replaceAll('&', '&&'), click: () => openRecent(recentId) };
  });
}

const editing = (): Items => [
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

const radio = (label: string, checked: boolean, click: () => void): MenuItemConstructorOptions => ({ type: 'radio', label, checked, click });

function themeItems({ theme, run }: MenuParts): Items {
  return [
    radio(m.menu_theme_light(), theme === 'light', () => run('theme-light')),
    radio(m.menu_theme_dark(), theme === 'dark', () => run('theme-dark')),
    radio(m.menu_as_system(), theme === 'system', () => run('theme-system')),
  ];
}

/** Each language by its own name, so that whoever ended in a wrong one finds back. */
function languageItems({ language, run }: MenuParts): Items {
  return [
    radio('Русский', language === 'ru', () => run('language-ru')),
    radio('English', language === 'en', () => run('language-en')),
    radio(m.menu_as_system(), language === 'system', () => run('language-system')),
  ];
}
