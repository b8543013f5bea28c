/** Line drawings on a grid of 16, one path each. */
export const icons = {
  plus: 'M8 3v10M3 8h10',
  list: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  plug: 'M6 2v3M10 2v3M4 5h8v3a4 4 0 0 1-8 0zM8 12v2.5',
  file: 'M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.3',
  upload: 'M8 10.5V2.5M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v3h11v-3',
  folder: 'M1.8 4.2V13h12.4V5.2H7.8L6.3 3.3H1.8z',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  warn: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  error: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.8v3.8M8 11v.1',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.4v3.8M8 5v.1',
  play: 'M4.5 2.8v10.4L13 8z',
  pause: 'M5.3 3v10M10.7 3v10',
  stop: 'M3.8 3.8h8.4v8.4H3.8z',
  trash: 'M2.8 4.2h10.4M6 4V2.3h4V4M4 4.3l.6 9.4h6.8l.6-9.4M6.7 6.8v4.4M9.3 6.8v4.4',
  retry: 'M13.2 8A5.2 5.2 0 1 1 11.6 4.2M13.3 1.8v3h-3',
  undo: 'M3.2 6.5h6.3a3.6 3.6 0 0 1 0 7.2H6M6 3.5l-3 3 3 3',
  redo: 'M12.8 6.5H6.5a3.6 3.6 0 0 0 0 7.2H10M10 3.5l3 3-3 3',
  find: 'M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM10.6 10.6l3.4 3.4',
  left: 'M10 3 5 8l5 5',
  right: 'M6 3l5 5-5 5',
  save: 'M2.5 2.5h9l2 2v9h-11zM5 2.8v3.4h5V2.8M4.8 13.2V9h6.4v4.2',
  edit: 'M2.8 13.2l.6-3L10.6 3l2.4 2.4-7.2 7.2z',
  ellipse: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
} as const;

export type IconName = keyof typeof icons;
