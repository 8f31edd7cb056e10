/** What the console reads of the API's answers; `openapi/openapi.yaml` describes them wholly. */

export interface Limits { notifications_per_day: number; requests_per_second: number; users: number; subscriptions: number; keys: number }
export interface Me { tenant: string; key?: string; scopes: string[]; version: string; limits?: Limits; usage?: Record<string, number> }

export interface Attempt { number: number; device?: string; channel?: string; ring: boolean; show: string; started_at: string; ack_by: string; received_at?: string; accepted_at?: string; over?: string }

export interface Notification {
  id: string;
  to: { user?: string; [more: string]: unknown };
  state: string;
  reason?: string;
  until?: string;
  target?: { device?: string; channel?: string };
  answered_by?: string;
  ended_at?: string;
  title: string;
  content_hidden?: boolean;
  category: string;
  priority: string;
  policy: string;
  collapse_key?: string;
  created_at: string;
  expires_at: string;
  attempts: Attempt[];
}

export interface RuleLine { rule: string; verdict: string; points?: number }
export interface FactLine { fact: string; value?: unknown; [more: string]: unknown }
export interface Chance { noticed: number; seconds: number; gain: number; evidence: { what: string; weight: number }[] }
export interface Candidate { device: string; fate: string; reason: string; attention: string; confidence: number; score?: number; chance?: Chance; rules: RuleLine[]; facts?: FactLine[] }
export interface Stage { stage: string; reason: string; rules: RuleLine[] }
export interface Explanation { rules: string; at: string; stages: Stage[]; candidates: Candidate[]; facts?: FactLine[]; failures: number }
export interface Change { change: string; effect: string }
export interface StoryLine { at: string; cause: string; events: string[]; device?: string; channel?: string; note?: string; explanation?: Explanation; would_change?: Change[] }
export interface Story { id: string; state: string; lines: StoryLine[] }

export interface Attention { state: string; confidence?: number; since?: string }
export interface Device {
  id: string;
  platform: string;
  kind: string;
  registered: boolean;
  online: boolean;
  online_since?: string;
  sessions: number;
  attention: Attention;
  last_input_at?: string;
  activity?: Record<string, unknown>;
  battery?: { level?: number; charging?: boolean };
  network?: { type?: string; metered?: boolean };
}
export interface Presence { user: string; attention: Attention; zone?: string; dnd_until?: string; suspended_until?: string; invisible: boolean; devices: Device[] }
export interface Reach { band: string; would?: { decision: string; reason: string; until?: string }; targets?: { device: string; kind: string; online: boolean; attention: string; chance: number; expected_seconds: number; fate?: string; reason?: string }[] }

export interface ListedUser { user: string; online: boolean; attention: string; since?: string; devices: number; online_devices: string[] }
export interface Summary { users: number; online: number; attention: Record<string, number> }
export interface Waits { count: number; half_within?: number; ninety_five_within?: number; within_two_minutes?: number }
export interface Stats {
  from: string;
  to: string;
  accepted: number;
  ended: Record<string, number>;
  reasons: Record<string, number>;
  attempts: Record<string, number>;
  rings: number;
  rings_per_notification?: number;
  escalations: Record<string, number>;
  first_device: Record<string, number>;
  channels: Record<string, Record<string, number>>;
  first_ring: Waits;
  seen: Waits;
  answered: Waits;
  series: { at: string; accepted: number; ended: number; rings: number }[];
}
export interface NodeReport { id: string; version: string; started_at: string; seen_at: string; sessions: number; shards: number; draining: boolean; heap_used: number; heap_limit: number; event_lag_ms: number; timer_lag_ms: number }

export interface Page<T> { data: T[]; next_cursor?: string; has_more?: boolean }
export interface Subscription { id: string; url: string; description?: string; types: string[]; format: string; state: string; disabled_reason?: string; created_at: string }
export interface Delivery { id: string; type: string; state: string; next_at?: string; attempts: { number: number; at: string; duration_ms: number; outcome: string; response?: string }[] }
