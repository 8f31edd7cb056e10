/** A case as a form: a notification, a user, and devices, as the case files of rules have them. */
import type { Explanation } from './types.js';

export interface DeviceCase { name: string; kind: string; online: boolean; attention: string; idle: number; battery: number; push: boolean; in_call: boolean; presenting: boolean }
export type Facts = Record<string, unknown>;

/** A case, as the form has it. */
export interface CaseForm { priority: string; hour: number; quiet: boolean; devices: readonly DeviceCase[] }

const laptop: DeviceCase = { name: 'laptop', kind: 'desktop', online: true, attention: 'active', idle: 5, battery: 80, push: false, in_call: false, presenting: false };
const phone: DeviceCase = { name: 'phone', kind: 'phone', online: false, attention: 'away', idle: 600, battery: 60, push: true, in_call: false, presenting: false };

/** The case to begin with. */
export const FIRST: CaseForm = { priority: 'normal', hour: 14, quiet: false, devices: [laptop, phone] };

/** The single changes that may lead to another decision, each with the case after it. */
export function variations(form: CaseForm): { change: string; form: CaseForm }[] {
  const all: { change: string; form: CaseForm }[] = [];
  for (const priority of ['low', 'normal', 'high', 'critical']) if (priority !== form.priority) all.push({ change: `priority ${priority}`, form: { ...form, priority } });
  all.push({ change: form.quiet ? 'no quiet hours' : 'quiet hours', form: { ...form, quiet: !form.quiet } });
  form.devices.forEach((device, index) => {
    const to = (change: string, part: Partial<DeviceCase>) => all.push({ change: `${device.name} ${change}`, form: { ...form, devices: form.devices.map((each, at) => (at === index ? { ...each, ...part } : each)) } });
    to(device.online ? 'offline' : 'online', { online: !device.online });
    if (device.online) to(device.attention === 'active' ? 'away for 10 min' : 'in use', device.attention === 'active' ? { attention: 'away', idle: 600 } : { attention: 'active', idle: 5 });
    if (device.online) to(device.in_call ? 'not in a call' : 'in a call', { in_call: !device.in_call });
    if (device.online) to(device.presenting ? 'not presenting' : 'presenting', { presenting: !device.presenting });
    if (!device.online) to(device.push ? 'without push' : 'with push', { push: !device.push });
  });
  return all;
}

let brought: CaseForm | undefined;

/** Hands a case over to the screen of the rules. */
export const bring = (form: CaseForm) => void (brought = form);

/** Takes the case that another screen has handed over, once. */
export function taken(): CaseForm | undefined {
  const form = brought;
  brought = undefined;
  return form;
}

/** The case of a decision, as far as its explanation tells, after one of the changes that it names. */
export function caseOf(explanation: Explanation, priority: string, change: string): CaseForm {
  const online = /^if (\S+) were online/.exec(change)?.[1];
  return {
    priority,
    hour: new Date(explanation.at).getUTCHours(),
    quiet: explanation.stages.some(stage => stage.reason === 'quiet_hours') && !change.startsWith("without 'quiet_hours'"),
    devices: explanation.candidates.map(({ device, fate, reason, attention }) => {
      const is = device === online || !(fate === 'unavailable' || reason === 'offline');
      return { name: device, kind: 'desktop', online: is, attention, idle: attention === 'active' ? 5 : 600, battery: 80, push: reason !== 'offline' && fate !== 'unavailable' && attention === 'away', in_call: false, presenting: false };
    }),
  };
}

export function Case({ form, changed }: { form: CaseForm; changed(form: CaseForm): void }) {
  const { priority, hour, quiet, devices } = form;
  const urge = (urgency: string) => changed({ ...form, priority: urgency });
  const move = (to: number) => changed({ ...form, hour: to });
  const hush = (is: boolean) => changed({ ...form, quiet: is });
  const set = (all: readonly DeviceCase[]) => changed({ ...form, devices: all });
  const change = (index: number, part: Partial<DeviceCase>) => set(devices.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <div class="case">
      <div class="row">
        <label>Priority <select value={priority} onChange={event => urge(event.currentTarget.value)}>{['low', 'normal', 'high', 'critical'].map(each => <option key={each}>{each}</option>)}</select></label>
        <label>Hour of the day: {hour} <input type="range" min={0} max={23} value={hour} onInput={event => move(Number(event.currentTarget.value))} /></label>
        <label class="check"><input type="checkbox" checked={quiet} onChange={event => hush(event.currentTarget.checked)} /> quiet hours 22:00–07:00</label>
      </div>
      {devices.map((device, index) => (
        <fieldset key={index}>
          <legend>{device.name}</legend>
          <label>Attention <select value={device.attention} onChange={event => change(index, { attention: event.currentTarget.value })}>{['active', 'passive', 'away', 'unknown'].map(each => <option key={each}>{each}</option>)}</select></label>
          <label>Last input {device.idle} s ago <input type="range" min={0} max={3600} step={5} value={device.idle} onInput={event => change(index, { idle: Number(event.currentTarget.value) })} /></label>
          <label>Battery {device.battery} % <input type="range" min={1} max={100} value={device.battery} onInput={event => change(index, { battery: Number(event.currentTarget.value) })} /></label>
          {(['online', 'push', 'in_call', 'presenting'] as const).map(flag => <label class="check" key={flag}><input type="checkbox" checked={device[flag]} onChange={event => change(index, { [flag]: event.currentTarget.checked })} /> {flag.replace('_', ' ')}</label>)}
        </fieldset>
      ))}
      <button type="button" class="quiet" onClick={() => set([...devices, { ...laptop, name: `device-${devices.length + 1}`, attention: 'away' }])}>Add a device</button>
      {devices.length > 1 && <button type="button" class="quiet" onClick={() => set(devices.slice(0, -1))}>Remove the last</button>}
    </div>
  );
}

/** The case as the API takes it. */
export function factsOf({ priority, hour, quiet, devices }: CaseForm): Facts {
  return {
    now: `2026-03-03T${String(hour).padStart(2, '0')}:00:00Z`,
    notification: { priority },
    user: { zone: 'UTC', ...(quiet && { quiet_hours: '22:00-07:00' }) },
    devices: Object.fromEntries(
      devices.map(each => [
        each.name,
        {
          kind: each.kind,
          online: each.online,
          attention: each.online ? each.attention : 'away',
          push: each.push,
          in_call: each.in_call,
          presenting: each.presenting,
          battery: { level: each.battery / 100, charging: false },
          ...(each.idle > 0 && { idle: `${each.idle}s` }),
        },
      ]),
    ),
  };
}
