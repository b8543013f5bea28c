import type { SettingsInForce } from './settings/inForce.ts';
import type { ConnectionMark } from './connectionMark.ts';
import type { QueueAddress } from './queueAddress.ts';
import type { Language, LanguageChoice } from './language.ts';
import type { JobStatus, RepairNote, WireFormat } from './job.ts';
import type { ListColumn } from './memory.ts';
import type { MendRule, Recipe } from './recipe.ts';
import type { SourceVerdict } from './source.ts';

/** What commands of the border answer, as far as no other part of the contract has it. */

export interface LanguageState {
  readonly choice: LanguageChoice;
  /** What it comes to. */
  readonly language: Language;
}

/** A package that is part of the program, and under what terms. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

export interface AboutProgram {
  readonly version: string;
  /** Of what the program runs on: Electron, Chromium, Node. */
  readonly runtimes: readonly { readonly name: string; readonly version: string }[];
  readonly packages: readonly PackedPackage[];
  /** Path of the folder in which the program keeps its data. */
  readonly dataFolder: string;
}

export interface SourceRef {
  readonly sourceId: string;
  readonly name: string;
  readonly bytes: number;
}

/** A file handed over by path: one to import, or a job. */
export type OfferedFile = { readonly source: SourceRef } | { readonly job: JobSummary };

/** A file that was imported lately. */
export interface RecentFile {
  readonly recentId: string;
  readonly name: string;
  /** In which it lies, to tell it from others of its name. */
  readonly folder: string;
}

export interface SourceCheck {
  readonly verdict: SourceVerdict;
  /** When the file was last changed, ISO 8601; null unless it is there. */
  readonly modified: string | null;
}

export interface ReopenedSource {
  readonly source: SourceRef;
  readonly recipe: Recipe;
}

export interface RepairedJob {
  readonly job: JobSummary;
  readonly note: RepairNote;
}

export interface SimulationWritten {
  /** Of the new folder. */
  readonly name: string;
  readonly requests: number;
  readonly profiles: number;
  /** Rows that fit into no request of this size. */
  readonly setAside: number;
}

export interface TemplateWritten {
  /** Of the file. */
  readonly name: string;
  readonly columns: number;
}

export interface SavedRecipe {
  readonly name: string;
  readonly recipe: Recipe;
  /** Of the file that it was made for; null where it was saved without them. */
  readonly columns: readonly ListColumn[] | null;
  /** ISO 8601. */
  readonly savedAt: string;
}

export interface Connection {
  readonly connectionId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly tokenInBody: boolean;
  readonly format: WireFormat;
  /** Whether there is a token; the token itself never leaves main. */
  readonly hasToken: boolean;
  /** The system offers no secret store: the token is kept in memory until the program ends, and must be given again then. */
  readonly sessionOnly: boolean;
  /** It leads to the program's own practice server. */
  readonly practice: boolean;
  readonly mark: ConnectionMark;
  /** Jobs go through this queue; left out where they go over HTTP. Its password never leaves main. */
  readonly queue?: QueueAddress | undefined;
  /** An administrator has set it for everybody: only its token is given here. */
  readonly fixed?: boolean | undefined;
}

/** The settings as they hold, and what became of the person's file. */
export interface SettingsState extends SettingsInForce {
  /** Path under which a damaged file was put aside; null where it was whole. */
  readonly setAside: string | null;
}

/** A list to practise with. */
export interface PracticeSample {
  readonly connection: Connection;
  readonly source: SourceRef;
  readonly recipe: Recipe;
}

export interface JobSummary {
  readonly jobId: string;
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Null where the job file cannot be found or read any more. */
  readonly status: JobStatus | null;
  /** Nothing lies at its path, where its status is null; left out where something does. */
  readonly gone?: true;
  /** It stands above the others; left out where it does not. */
  readonly pinned?: true;
  /** The connection that it was made for or sent over last here; left out where that is not known. */
  readonly connectionId?: string;
}

/** Saved recipes that a mend can be kept in. */
export interface KeepChoices {
  readonly names: readonly string[];
  /** The one that maps as the job does; null where none does. */
  readonly likely: string | null;
}

export interface KeptMend {
  /** Of the recipe. */
  readonly name: string;
  /** It was not saved before. */
  readonly isNew: boolean;
  readonly rule: MendRule;
  /** As Keeping tells them; left out where there is nothing of the kind. */
  readonly isKnown?: true;
  readonly replaced?: readonly MendRule[];
  readonly isUpgraded?: true;
}
