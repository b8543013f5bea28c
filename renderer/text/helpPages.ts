import { m } from '#messages';

/** What each screen is for and how it is used, in a few paragraphs; `keys` is made of the registry of actions. */
export const helpTopics = ['home', 'file', 'request', 'mapping', 'check', 'job', 'lists', 'connections', 'queue', 'settings', 'keys'] as const;
export type HelpTopic = (typeof helpTopics)[number];

export interface HelpPage {
  readonly title: () => string;
  readonly paragraphs: readonly (() => string)[];
}

/** Whole messages, so that a page without words in one of the languages does not compile. */
export const helpPages: Readonly<Record<HelpTopic, HelpPage>> = {
  home: { title: m.help_home_title, paragraphs: [m.help_home_1, m.help_home_2, m.help_home_3, m.help_home_4] },
  file: { title: m.help_file_title, paragraphs: [m.help_file_1, m.help_file_2, m.help_file_3] },
  request: { title: m.help_request_title, paragraphs: [m.help_request_1, m.help_request_2, m.help_request_3, m.help_request_4] },
  mapping: { title: m.help_mapping_title, paragraphs: [m.help_mapping_1, m.help_mapping_2, m.help_mapping_3, m.help_mapping_4] },
  check: { title: m.help_check_title, paragraphs: [m.help_check_1] },
  job: { title: m.help_job_title, paragraphs: [m.help_job_1, m.help_job_2, m.help_job_3, m.help_job_4, m.help_job_5] },
  lists: { title: m.help_lists_title, paragraphs: [m.help_lists_1, m.help_lists_2] },
  connections: { title: m.help_connections_title, paragraphs: [m.help_connections_1, m.help_connections_2] },
  queue: { title: m.broker_help_title, paragraphs: [m.broker_help_1, m.broker_help_2, m.broker_help_3, m.broker_help_4, m.broker_help_5, m.broker_help_6, m.broker_help_7, m.broker_help_8] },
  settings: { title: m.help_settings_title, paragraphs: [m.help_settings_1, m.help_settings_2] },
  keys: { title: m.help_keys_title, paragraphs: [m.help_keys_pc] },
};
