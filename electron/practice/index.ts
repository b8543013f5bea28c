/** The practice platform: a strict Altcraft on loopback for training, demos and tests. Knows nothing of the engine. */
export { faultPlanSchema, parseFaults, type FaultPlan, type FaultReading, type FaultRule } from './faults.ts';
export { AppliedCounts, Journal, type JournalSummary, type RequestOutcome, type RequestRecord } from './journal.ts';
export { practiceSettingsSchema, type PracticeOptions, type PracticeSettings } from './options.ts';
export { PRACTICE_SEED, practiceProfile, type PracticeProfile } from './platform/population.ts';
export { startPractice, type PracticeServer } from './server/server.ts';
