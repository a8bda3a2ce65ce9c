export { Incomplete } from "./incomplete.js";
export { IndexedDbJournal } from "./indexed-db-journal.js";
export type { Journal } from "./journal.js";
export { MemoryJournal } from "./memory-journal.js";
export type { BulkOptions, BulkProgress, ResumeOptions } from "./options.js";
export { type Condition, type Guard, Plan, type PlanJson, type PlanOptions, plan } from "./plan.js";
export { type BulkCounts, type BulkOutcome, BulkReport, type BulkReportJson, type BulkRow, type RetryOptions, type SettleOptions } from "./report.js";
export { type JournalContent, readJournal, resume, runBulk } from "./run.js";
