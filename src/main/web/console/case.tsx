/** A case as a form: a notification, a user, and devices, as the case files of rules have them. */
import { useEffect, useState } from 'preact/hooks';

interface DeviceCase { name: string; kind: string; online: boolean; attention: string; idle: number; battery: number; push: boolean; in_call: boolean; presenting: boolean }
export type Facts = Record<string, unknown>;

const laptop: DeviceCase = { name: 'laptop', kind: 'desktop', online: true, attention: 'active', idle: 5, battery: 80, push: false, in_call: false, presenting: false };
const phone: DeviceCase = { name: 'phone', kind: 'phone', online: false, attention: 'away', idle: 600, battery: 60, push: true, in_call: false, presenting: false };

export function Case({ changed }: { changed(facts: Facts): void }) {
  const [priority, urge] = useState('normal');
  const [hour, move] = useState(14);
  const [quiet, hush] = useState(false);
  const [devices, set] = useState<readonly DeviceCase[]>([laptop, phone]);
  useEffect(() => changed(factsOf(priority, hour, quiet, devices)), [priority, hour, quiet, devices]);
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

function factsOf(priority: string, hour: number, quiet: boolean, devices: readonly DeviceCase[]): Facts {
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
