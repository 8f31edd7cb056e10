/** Why a notification is where it is, in one sentence and as a ladder of gates. Pure: from the notification and its story. */
import type { Explanation, Notification, Stage, Story } from './types.js';

/** The stages of a decision in their fixed order, with the question that each answers. */
export const STAGES: readonly (readonly [string, string])[] = [
  ['expiry', 'Has it not expired?'],
  ['opt_out', 'Has the user not opted out?'],
  ['preferences', 'Does the user want this category?'],
  ['quiet', 'May the user be disturbed now?'],
  ['wait', "Is the app's condition met?"],
  ['collect', 'Is it not collected into a digest?'],
  ['limits', 'Is there budget left?'],
  ['policy', 'Which policy applies?'],
  ['candidates', 'Is there a device to try?'],
  ['context', 'Do the rules on context leave one?'],
  ['escalation', 'Which step of the policy is next?'],
  ['scores', 'Which device is best?'],
  ['pick', 'Which device is chosen?'],
  ['manner', 'What is shown, and may it ring?'],
  ['ack_window', 'How long may the answer take?'],
  ['otherwise', 'What if nobody is left?'],
];

export interface Gate { stage: string; question: string; state: 'passed' | 'stopped' | 'then' | 'not_reached'; reason?: string; rules: Stage['rules'] }

export interface Verdict { tone: 'good' | 'waits' | 'over'; sentence: string; rules?: string; gates: Gate[]; explanation?: Explanation }

const SENTENCES: Record<string, string> = {
  no_device_online: 'no device of the user is online and none has a push address',
  all_devices_tried: 'every device was tried, and nobody answered',
  devices_not_enabled: "the user's preferences allow no device for this category",
  nobody_can_be_reached: 'nobody can be reached',
  nobody_answered: 'everybody was asked, and nobody answered',
  rang_just_now: 'another one rang a moment ago, and two are not to ring at once',
  presumed_seen: 'the user has probably seen it: a device that showed it was in use',
  all_rounds_over: 'every round of the policy is over without an answer',
  plan_deadline: "the policy's deadline has passed",
  too_many_attempts: 'the limit of attempts is reached',
  not_worth_a_ring: 'it is shown silently, and no device is likely enough to be noticed to be worth a ring',
  deliver_when: "the app's own condition is not met",
  expired: 'its time was over',
};

/** Why a notification was cancelled, as the end of a sentence. */
const CANCELS: Record<string, string> = {
  by_app: 'by the app',
  replaced: 'by a newer one with the same collapse key',
  digested: 'because a digest shows it',
  passed_on: 'because another member of the group was asked',
  answered: 'because somebody else answered',
  quorum_reached: 'because enough others answered',
  user_erased: "because the user's data was erased",
};

/** Why an attempt was given up, as what happened to its device or channel. */
const OVERS: Record<string, string> = {
  unanswered: 'got no answer in time',
  target_typing: 'was typed on, without an answer in time',
  target_idle: 'was not touched',
  target_at_risk: 'was about to run out of battery',
  target_away: 'was locked or hidden',
  target_offline: 'went offline',
  platform_incident: 'was lost by an outage of the service',
  back_after_incident: 'came back after an outage of the service, without an answer',
  attention_moved: 'was left for another device',
  nacked: 'could not show it',
  unreceived: 'did not confirm that it got it',
  address_dead: 'has an address that is no longer valid',
  channel_rejected: 'refused it',
  channel_unavailable: 'did not take it in time',
};

/** The words for a code; a code that has none is told as it is. Names that every object has are no codes of ours. */
const words = (of: Record<string, string>, code: string): string | undefined => (Object.hasOwn(of, code) ? of[code] : undefined);

/** The notification's state in a sentence, with what decided. */
export function verdict(notification: Notification, story: Story, now: Date): Verdict {
  const decided = story.lines.filter(line => line.explanation);
  const last = decided.at(-1)?.explanation;
  const by = last ? `, by rules ${last.rules}` : '';
  const stopped = stoppedAt(notification, last);
  const base = { gates: last ? gates(last, stopped) : [], ...(last && { explanation: last, rules: last.rules }) };
  const name = notification.content_hidden ? 'It' : `“${notification.title}”`;
  const tries = rings(notification);
  switch (notification.state) {
    case 'seen':
    case 'acted':
    case 'dismissed': {
      const took = span(notification.created_at, notification.ended_at ?? now.toISOString());
      const where = notification.answered_by ? ` on ${notification.answered_by}` : '';
      return { ...base, tone: 'good', sentence: `${name} was ${notification.state === 'acted' ? 'acted on,' : notification.state}${where}, ${took} after it was sent${tries}.` };
    }
    case 'delivering': {
      const at = notification.target?.device ?? notification.target?.channel ?? 'a target';
      const wait = notification.until ? `, and waits for an answer until ${clock(notification.until)}` : '';
      return { ...base, tone: 'waits', sentence: `${name} is on ${at}${wait}${tries}${moved(notification)}${by}.` };
    }
    case 'accepted':
      return { ...base, tone: 'waits', sentence: `${name} was accepted, and is decided on in a moment.` };
    case 'held':
      return { ...base, tone: 'waits', sentence: `${name} waits because ${because(notification.reason, last)}${until(notification.until)}${tries}${by}.` };
    case 'suppressed':
      return { ...base, tone: 'over', sentence: `${name} was decided not to be shown, because ${because(notification.reason, last)}${by}.` };
    case 'expired': {
      const held = [...story.lines].reverse().find(line => line.explanation && line.explanation.stages.at(-1)?.stage !== 'expiry')?.explanation;
      const why = notification.attempts.length || !held ? '' : `; before, it waited because ${because(stopOf(held).reason, held)}`;
      return { ...base, tone: 'over', sentence: `${name} expired at ${clock(notification.expires_at)} without an answer${tries}${moved(notification)}${why}.` };
    }
    case 'exhausted':
      return { ...base, tone: 'over', sentence: `${name} ended without an answer, because ${because(notification.reason, last)}${tries}${moved(notification)}${by}.` };
    case 'cancelled':
      return { ...base, tone: 'over', sentence: `${name} was cancelled${notification.reason ? ` ${words(CANCELS, notification.reason) ?? `(${notification.reason})`}` : ''}${tries}.` };
    default:
      return { ...base, tone: 'waits', sentence: `${name} is ${notification.state}${notification.reason ? `: ${notification.reason}` : ''}.` };
  }
}

/** A reason code as the end of a sentence; a rule is named as one, with its section. */
export function because(reason: string | undefined, explanation?: Explanation): string {
  if (!reason) return 'of no recorded reason';
  const known = words(SENTENCES, reason);
  if (known) return known;
  const stage = explanation?.stages.find(each => each.reason === reason || each.rules.some(rule => rule.rule === reason && rule.verdict.startsWith('matched')));
  const section: Record<string, string> = { quiet: 'on quiet times', preferences: 'on preferences', opt_out: 'on opt-outs', limits: '(a budget)', context: 'on context', collect: '(a digest)' };
  // A code of the service that has no words here is no rule: where there is an explanation, a rule is one of its lines.
  if (explanation && !explanation.stages.some(each => each.stage === reason || each.reason === reason) && !named(explanation, reason)) return `of ${reason.replaceAll('_', ' ')}`;
  return `the rule ${reason}${stage && section[stage.stage] ? ` ${section[stage.stage]}` : ''} says so`;
}

const named = ({ stages, candidates }: Explanation, rule: string) => [...stages, ...candidates].some(each => each.rules.some(line => line.rule === rule)) || candidates.some(each => each.reason === rule);

/** What became of the attempts that were given up, each place once. */
function moved(notification: Notification): string {
  const told = new Map<string, string>();
  for (const { device, channel, over } of notification.attempts) {
    if (over) told.set(device ?? channel ?? 'the group', words(OVERS, over) ?? over.replaceAll('_', ' '));
  }
  return told.size ? `; ${[...told].map(([place, what]) => `${place} ${what}`).join(', ')}` : '';
}

/** The stages as gates. A decision to deliver passes all that it reached; any other stops at one, and what follows is told. */
export function gates(explanation: Explanation, stopped?: string): Gate[] {
  const reached = new Map(explanation.stages.map(stage => [stage.stage, stage]));
  let over = false;
  return STAGES.map(([stage, question]) => {
    const line = reached.get(stage);
    if (!line) return { stage, question, state: 'not_reached', rules: [] };
    const state = stage === stopped ? 'stopped' : over ? 'then' : 'passed';
    over ||= stage === stopped;
    return { stage, question, state, reason: line.reason, rules: line.rules };
  });
}

/** The stage at which a decision stopped: what follows from having nobody is no stop of its own. */
function stopOf(explanation: Explanation): Stage {
  const last = explanation.stages.at(-1)!;
  const before = ['context', 'candidates'].map(name => explanation.stages.find(stage => stage.stage === name)).find(stage => stage && !['found', 'passed'].includes(stage.reason));
  return last.stage === 'otherwise' && before ? before : last;
}

function stoppedAt(notification: Notification, explanation?: Explanation): string | undefined {
  if (!explanation || explanation.candidates.some(line => line.fate === 'chosen')) return undefined;
  const last = explanation.stages.at(-1);
  if (!last || ['ack_window', 'pick'].includes(last.stage)) return undefined;
  const named = explanation.stages.find(stage => stage.reason === notification.reason && stage.stage !== 'otherwise');
  return (named ?? stopOf(explanation)).stage;
}

function rings(notification: Notification): string {
  const attempts = notification.attempts;
  if (!attempts.length) return ', without a ring';
  const places = [...new Set(attempts.map(attempt => attempt.device ?? attempt.channel ?? 'a group'))];
  const rung = attempts.filter(attempt => attempt.ring).length;
  return ` (${rung === 1 ? 'one ring' : rung ? `${rung} rings` : 'no ring'}, on ${places.join(', ')})`;
}

function until(time?: string): string {
  return time ? `, until ${clock(time)} at the latest` : '';
}

/** A time of day, with the date if it is another day. */
export function clock(time: string): string {
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(undefined, today ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** A span between two times in words. */
export function span(from: string, to: string): string {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
