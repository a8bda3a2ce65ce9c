import type { Column } from "../state/table.ts";

export const COLUMN_NAMES: Record<Column, string> = {
  severity: "Severity",
  id: "Incident",
  title: "Title",
  status: "Status",
  owner: "Owner",
};
