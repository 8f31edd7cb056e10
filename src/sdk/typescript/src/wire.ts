/** The frames of the device protocol, as `openapi/asyncapi.yaml` describes them. */

export type Priority = 'low' | 'normal' | 'high' | 'critical';
export type AckKind = 'received' | 'seen' | 'acted' | 'dismissed';
export type Attention = 'active' | 'passive' | 'away' | 'unknown';

/** What a client observes; what is left out was not observed. Never a conclusion: the service draws those. */
export interface Observations {
  attention?: {
    visible?: boolean;
    focused?: boolean;
    /** Milliseconds since the last input to the page. */
    idle_ms?: number;
    /** Milliseconds since the last input to the whole machine, where the platform tells. */
    system_idle_ms?: number;
    screen?: 'unlocked' | 'locked' | 'off';
    typing?: boolean;
    in_call?: boolean;
    presenting?: boolean;
    dnd?: boolean;
  };
  battery?: { level: number; charging?: boolean };
  network?: { type?: string; metered?: boolean; hash?: string };
  location?: { lat: number; lon: number; accuracy_m?: number };
  places?: readonly string[];
  zone?: string;
  capabilities?: readonly string[];
  invisible?: boolean;
}

export interface Who { users?: readonly string[]; groups?: readonly string[] }
export interface Answer { id: string; kind: AckKind }
export interface Resume { epoch?: string; offset?: number }

export interface Hello {
  type: 'hello';
  device: string;
  platform: string;
  report?: Observations & { seq: number };
  resume?: Resume;
  shown?: readonly string[];
  acks?: readonly Answer[];
  watch?: Who;
}

export type ClientFrame =
  | Hello
  | ({ type: 'report'; seq: number } & Observations)
  | { type: 'ack'; id: string; kind: AckKind }
  | { type: 'nack'; id: string }
  | { type: 'ring'; id: string }
  | ({ type: 'watch' | 'unwatch' } & Who)
  | { type: 'token'; token: string }
  | { type: 'follow'; inbox: boolean }
  | { type: 'ping' }
  | { type: 'bye' };

export interface Welcome {
  type: 'welcome';
  session: string;
  device: string;
  heartbeat_ms: number;
  lease_ms: number;
  server_time: string;
  resume?: { epoch: string; offset: number; recovered: boolean };
  handled?: readonly string[];
}

export interface Notify {
  type: 'notify';
  id: string;
  attempt: number;
  title: string;
  body?: string;
  data?: unknown;
  collapse_key?: string;
  category: string;
  priority: Priority;
  ring: boolean;
  ack_by: string;
  show?: 'plain' | 'redacted';
  digest?: { count: number; titles?: readonly string[] };
  offset?: number;
}

export interface Retract { type: 'retract'; id: string; reason: string; offset?: number }
export interface Person { user: string; online: boolean; attention: Attention; since?: string }
export interface PresenceFrame { type: 'presence'; snapshot: boolean; people: readonly Person[] }
export interface RingAnswer { type: 'ring'; id: string; granted?: boolean; fence?: number; expires_at?: string }
/** A frame that was refused, or (`warning`) a part of one that was left out. */
export interface ErrorFrame { type: 'error' | 'warning'; code: string; detail: string }

/** What changed in the user's inbox; `missed` says that some changes were left out. */
export interface InboxFrame {
  type: 'inbox';
  open: number;
  changed: readonly { id: string; state: string; version: number }[];
  missed?: boolean;
}

export type ServerFrame =
  | Welcome
  | Notify
  | Retract
  | PresenceFrame
  | RingAnswer
  | InboxFrame
  | ErrorFrame
  | ({ type: 'unwatch' } & Who)
  | { type: 'pong' }
  | { type: 'goaway'; reconnect_after_ms: number };

export type TransportName = 'websocket' | 'stream' | 'poll';
