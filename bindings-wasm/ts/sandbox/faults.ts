import type { JsonObject } from "../json.js";

/** On which requests a fault strikes, and how often. */
export interface When {
  /**
   * The vendor's operation name (`CloseIncidentInBulk`), soarwire's id (`d3.close_incidents`), a tenant (`d3`,
   * `xpanse`) or the end of a path; all requests when left out.
   */
  readonly on?: string;
  /** How often it strikes before it is used up: once when left out, `null` for ever. */
  readonly times?: number | null;
  /** How likely it strikes, from 0 to 1; always when left out. The sandbox's seed decides. */
  readonly probability?: number;
}

/** Some of the incidents that a request names, or of a tenant: these, or the first few; the first one when both are left out. */
export type Pick = { readonly incidents?: readonly string[]; readonly count?: undefined } | { readonly count?: number; readonly incidents?: undefined };

/**
 * What goes wrong, in the JSON that every language of soarwire takes. Unless a kind says otherwise the command is not
 * carried out.
 */
export type What =
  /** 429; `retry_after` is seconds or an HTTP date. */
  | { readonly kind: "rate_limited"; readonly retry_after?: number | string }
  /** 5xx, 500 when left out; the vendor's body when left out. */
  | { readonly kind: "server_error"; readonly status?: number; readonly body?: string | JsonObject; readonly after_effect?: boolean }
  /** An HTML page, as a proxy would send; 502 when left out. */
  | { readonly kind: "html"; readonly status?: number; readonly after_effect?: boolean }
  /** 401 without a body. */
  | { readonly kind: "empty_unauthorized" }
  /** The command is carried out; the first half of the answer is sent as if it were whole. */
  | { readonly kind: "truncated_json" }
  /** Some incidents fail, the others are dealt with. */
  | ({ readonly kind: "partial_failure"; readonly reason?: string } & Pick)
  /** The command is carried out, but the answer does not mention some incidents. */
  | ({ readonly kind: "left_out" } & Pick)
  /** The command is carried out, and the answer comes late. The next fault that fits strikes the same request. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The connection is closed: before anything was done, after the command was carried out, or in the middle of its answer. */
  | { readonly kind: "cut_before" | "cut_after" | "cut_mid_body" }
  /** The command is carried out, and keys of the answer hold something else. */
  | { readonly kind: "wrong_type"; readonly replace: JsonObject }
  /** A redirect, 302 when left out. */
  | { readonly kind: "redirect"; readonly location: string; readonly status?: number }
  /** Any status and body. */
  | { readonly kind: "status"; readonly status: number; readonly body?: string | JsonObject; readonly after_effect?: boolean }
  /** The command is carried out, and no answer ever comes. */
  | { readonly kind: "never_answer" }
  /**
   * Once the answer is made, incidents come, go or change, as if somebody else worked in the tenant while a list of it is paged
   * through: these, or the newest few. It waits for an operation that lists; the next fault that fits strikes the same request.
   */
  | ({ readonly kind: "world_moves"; readonly change: "inserted" | "removed" | "changed" } & Pick);

/** One entry of a fault script. */
export type Fault = When & What;
