import { z } from 'zod';
import { actionIds } from './actions.ts';
import type { AboutProgram, LanguageState, OfferedFile, SettingsState } from './answers.ts';
import { command } from './command.ts';
import { id } from './commandParts.ts';
import { languageChoices } from './language.ts';
import type { DoctorStep } from './network/doctor.ts';
import type { RetentionNotice } from './retention.ts';
import { settingsChoiceSchema } from './settings/settings.ts';
import { themeChoices, type ThemeChoice } from './theme.ts';
import type { UpdateState } from './updates.ts';

const none = z.strictObject({});

/** What main itself answers: how the window looks, what stands in its menu, and what the program is. */
export const windowCommands = {
  getLanguage: command(none)<LanguageState>(),
  /** Kept for the next starts; what is spoken from now on comes as an event, too. Faults disk-full, output-unwritable. */
  chooseLanguage: command(z.strictObject({ choice: z.enum(languageChoices) }))<LanguageState>(),
  getTheme: command(none)<ThemeChoice>(),
  /** As chooseLanguage; the page follows by its media query. */
  chooseTheme: command(z.strictObject({ choice: z.enum(themeChoices) }))<ThemeChoice>(),
  getSettings: command(none)<SettingsState>(),
  /** Null takes a choice back. Faults setting-fixed, disk-full, output-unwritable. */
  changeSettings: command(settingsChoiceSchema)<SettingsState>(),
  /** The login that a proxy has asked for, null where none is given; `keep`: in the system's key store. Faults secrets-unreadable, disk-full. */
  answerProxyLogin: command(
    z.strictObject({
      proxy: z.string().min(1).max(300),
      login: z.strictObject({ user: z.string().min(1).max(300).regex(/^[^:\p{Cc}]+$/u), password: z.string().max(300).regex(/^\P{Cc}*$/u) }).nullable(),
      keep: z.boolean(),
    }),
  )<null>(),
  /** What stands between here and a connection's platform, step by step up to what bars the way. Asks without a token; changes nothing. Faults connection-missing, host-forbidden. */
  checkNetwork: command(z.strictObject({ connectionId: id }))<readonly DoctorStep[]>(),
  /** Finished jobs that will be deleted, and when; null where none will. */
  retentionNotice: command(none)<RetentionNotice | null>(),
  /** For a week. Faults disk-full, output-unwritable. */
  postponeRetention: command(none)<RetentionNotice | null>(),
  /** Deletes at once what the notice tells of. */
  deleteExpired: command(none)<RetentionNotice | null>(),
  getUpdate: command(none)<UpdateState>(),
  /** Looks for a newer version at once, also for one that is given to a part of all first. What came of it is in the state. Fault update-off. */
  lookForUpdate: command(none)<UpdateState>(),
  /** Fetches the one that was found, as soon as no job is being sent or prepared. Fault update-off. */
  fetchUpdate: command(none)<UpdateState>(),
  /** Ends the program, has the one that was fetched take its place, and starts it. Faults update-while-working, update-off. */
  installUpdate: command(none)<UpdateState>(),
  /** Asks where to save a report for whoever is to help, without anybody's data; null when dismissed. Faults disk-full, output-unwritable. */
  saveDiagnostics: command(none)<{ readonly name: string } | null>(),
  /** What the screen that is open can do now: the menu offers nothing else. */
  /** The next of the files that the system asked the program to open; null when none is left. Faults as openJob, chooseSource. */
  takeOpened: command(none)<OfferedFile | null>(),
  tellActions: command(z.strictObject({ available: z.array(z.enum(actionIds)).max(actionIds.length) }))<null>(),
  aboutProgram: command(none)<AboutProgram>(),
  /** Texts of the licences of all packages in the program, one under the other; empty where they cannot be read. */
  licenceTexts: command(none)<string>(),
  /** Shows the folder in which the program keeps its data in the system's file manager. */
  showDataFolder: command(none)<null>(),
} as const;
