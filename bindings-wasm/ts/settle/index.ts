export { Overview, type OverviewList, type OverviewLists, type OverviewRow, overview } from "./overview.js";
export { settle } from "./settle.js";
export { type Settled, type SettledIncident, Settlement, type SettlementCounts, type SettlementJson } from "./settlement.js";
