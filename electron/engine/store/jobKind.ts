import type { DatabaseKind } from './database.ts';
import { job0001 } from './migrations/job0001.ts';
import { job0002 } from './migrations/job0002.ts';
import { job0003 } from './migrations/job0003.ts';
import { job0004 } from './migrations/job0004.ts';
import { job0005 } from './migrations/job0005.ts';
import { job0006 } from './migrations/job0006.ts';
import { job0007 } from './migrations/job0007.ts';
import { job0008 } from './migrations/job0008.ts';

/** What tells a job file, and the steps that make its tables. "PImp" in ASCII. */
export const jobKind: DatabaseKind = { applicationId: 0x50496d70, migrations: [job0001, job0002, job0003, job0004, job0005, job0006, job0007, job0008], fromElsewhere: true };
