import { m } from '#messages';

/**
 * All that can be done in the window by a name or a shortcut: the menus of the application, the list of commands and the
 * keyboard come from here. What an action does, and when it can, says the screen that offers it.
 */
export const actionIds = [
  'open-workbook', 'new-import', 'open-job', 'template', 'clear-recent',
  'undo', 'redo', 'find', 'go-to-row',
  'start', 'pause', 'cancel-job', 'change-mapping', 'hand-over', 'delete-job',
  'previous-step', 'next-step',
  'home', 'lists', 'connections', 'settings', 'commands', 'next-part', 'previous-part',
  'theme-system', 'theme-light', 'theme-dark', 'language-system', 'language-ru', 'language-en',
  'help', 'about',
] as const;
export type ActionId = (typeof actionIds)[number];

/** `key`: a letter, digit or the name of a key; `ctrl`: ⌘ on macOS. */
export interface Shortcut {
  readonly key: string;
  readonly ctrl?: true;
  readonly shift?: true;
}

export interface Action {
  readonly name: () => string;
  /** The first one is told, the others work as well. */
  readonly shortcuts: readonly Shortcut[];
  /** Also while a dialog is open. */
  readonly always?: true;
}

const ctrl = (key: string): Shortcut => ({ key, ctrl: true });
const ctrlShift = (key: string): Shortcut => ({ key, ctrl: true, shift: true });

export const actions: Readonly<Record<ActionId, Action>> = {
  'open-workbook': { name: m.actions_open_workbook, shortcuts: [ctrl('O')] },
  'new-import': { name: m.actions_new_import, shortcuts: [ctrl('N')] },
  'open-job': { name: m.actions_open_job, shortcuts: [ctrlShift('O')] },
  template: { name: m.actions_template, shortcuts: [ctrlShift('N')] },
  'clear-recent': { name: m.actions_clear_recent, shortcuts: [] },
  undo: { name: m.actions_undo, shortcuts: [ctrl('Z')] },
  redo: { name: m.actions_redo, shortcuts: [ctrlShift('Z'), ctrl('Y')] },
  find: { name: m.actions_find, shortcuts: [ctrl('F')] },
  'go-to-row': { name: m.actions_go_to_row, shortcuts: [ctrl('G')] },
  start: { name: m.actions_start, shortcuts: [{ key: 'F5' }] },
  pause: { name: m.actions_pause, shortcuts: [{ key: 'F5', shift: true }] },
  'cancel-job': { name: m.actions_cancel_job, shortcuts: [] },
  'change-mapping': { name: m.actions_change_mapping, shortcuts: [ctrl('M')] },
  'hand-over': { name: m.actions_hand_over, shortcuts: [] },
  'delete-job': { name: m.actions_delete_job, shortcuts: [] },
  'previous-step': { name: m.actions_previous_step, shortcuts: [ctrlShift('Enter')] },
  'next-step': { name: m.actions_next_step, shortcuts: [ctrl('Enter')] },
  home: { name: m.actions_home, shortcuts: [ctrl('1')] },
  lists: { name: m.actions_lists, shortcuts: [ctrl('3')] },
  connections: { name: m.actions_connections, shortcuts: [ctrl('2')] },
  settings: { name: m.actions_settings, shortcuts: [ctrl(',')] },
  commands: { name: m.actions_commands, shortcuts: [ctrl('K'), ctrlShift('P')] },
  'next-part': { name: m.actions_next_part, shortcuts: [{ key: 'F6' }] },
  'previous-part': { name: m.actions_previous_part, shortcuts: [{ key: 'F6', shift: true }] },
  'theme-system': { name: m.actions_theme_system, shortcuts: [] },
  'theme-light': { name: m.actions_theme_light, shortcuts: [] },
  'theme-dark': { name: m.actions_theme_dark, shortcuts: [] },
  'language-system': { name: m.actions_language_system, shortcuts: [] },
  'language-ru': { name: m.actions_language_ru, shortcuts: [] },
  'language-en': { name: m.actions_language_en, shortcuts: [] },
  help: { name: m.actions_help, shortcuts: [{ key: 'F1' }], always: true },
  about: { name: m.actions_about, shortcuts: [] },
};

/** What a text field does with these keys itself comes first. */
const ofFields: ReadonlySet<ActionId> = new Set<ActionId>(['undo', 'redo']);

/** A key as it was pressed, as far as the browser tells it. */
export interface Pressed {
  readonly key: string;
  /** Place of the key, whatever alphabet the keyboard writes. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface PressedWhere {
  readonly isMac: boolean;
  /** In a field that text is typed into. */
  readonly inField: boolean;
}

/** On a Russian keyboard the key of "Z" writes "я": letters go by their place there, and by what they write on any Latin one. */
function keyOf({ key, code }: Pressed): string {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  if (code === 'Comma') return ',';
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
}

const holds = (shortcut: Shortcut, pressed: Pressed, isMac: boolean): boolean =>
  shortcut.key === keyOf(pressed) &&
  (shortcut.ctrl === true) === (isMac ? pressed.metaKey : pressed.ctrlKey) &&
  !(isMac ? pressed.ctrlKey : pressed.metaKey) &&
  (shortcut.shift === true) === pressed.shiftKey;

/** The action that a key stands for; null where it stands for none, or the field that is typed into has its own use for it. */
export function actionOf(pressed: Pressed, { isMac, inField }: PressedWhere): ActionId | null {
  if (pressed.altKey) return null;
  const found = actionIds.find((id) => actions[id].shortcuts.some((shortcut) => holds(shortcut, pressed, isMac)));
  return found === undefined || (inField && ofFields.has(found)) ? null : found;
}

/** As Electron's menus want it, "CommandOrControl+Shift+O"; undefined where the action has no shortcut. */
export function acceleratorOf(id: ActionId): string | undefined {
  const [first] = actions[id].shortcuts;
  if (first === undefined) return undefined;
  return [...(first.ctrl === true ? ['CommandOrControl'] : []), ...(first.shift === true ? ['Shift'] : []), first.key].join('+');
}

/** As a person reads it on their system: "Ctrl+Shift+O", "⇧⌘O"; empty where the action has no shortcut. */
export function shortcutWords(id: ActionId, isMac: boolean): string {
  const [first] = actions[id].shortcuts;
  if (first === undefined) return '';
  if (isMac) return `${first.shift === true ? '⇧' : ''}${first.ctrl === true ? '⌘' : ''}${first.key === 'Enter' ? '↩' : first.key}`;
  return [...(first.ctrl === true ? ['Ctrl'] : []), ...(first.shift === true ? ['Shift'] : []), first.key].join('+');
}
