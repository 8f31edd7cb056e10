import type { Observations, Signal } from '../index.js';

interface Battery extends EventTarget { level: number; charging: boolean }
interface Connection extends EventTarget { type?: string; saveData?: boolean }

/** Time zone, network and battery, as far as the browser tells; where it does not, nothing is said. */
export function surroundings(): Signal {
  return {
    name: 'surroundings',
    start(tell) {
      const stop = new AbortController();
      const { signal } = stop;
      const say = (facts: Observations) => tell(facts, 'surroundings');
      say({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone });

      const network = (navigator as { connection?: Connection }).connection;
      const sayNetwork = () =>
        network?.type && say({ network: { type: network.type, ...(network.saveData !== undefined && { metered: network.saveData }) } });
      sayNetwork();
      network?.addEventListener('change', sayNetwork, { signal });

      const getBattery = (navigator as { getBattery?: () => Promise<Battery> }).getBattery;
      void getBattery?.call(navigator).then(battery => {
        const sayBattery = () => say({ battery: { level: battery.level, charging: battery.charging } });
        if (signal.aborted) return;
        sayBattery();
        ['levelchange', 'chargingchange'].forEach(type => battery.addEventListener(type, sayBattery, { signal }));
      });
      return () => stop.abort();
    },
  };
}

/** Says `typing` while text is entered into an element, and for 8 s after. */
export function typing(element: EventTarget): Signal {
  return {
    name: 'typing',
    start(tell) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ended = () => {
        timer = undefined;
        tell({ attention: { typing: false } }, 'input');
      };
      const typed = (event: Event) => {
        if (!event.isTrusted) return;
        if (timer === undefined) tell({ attention: { typing: true } }, 'input');
        clearTimeout(timer);
        timer = setTimeout(ended, 8_000);
      };
      element.addEventListener('input', typed);
      return () => {
        clearTimeout(timer);
        element.removeEventListener('input', typed);
      };
    },
  };
}

/** A circle on the map with a name, such as `home`. */
export interface Geofence { name: string; lat: number; lon: number; radiusM: number }

/** In which named places the device is, judged here, so that its coordinates never leave it. Asks for the location. */
export function place(fences: readonly Geofence[]): Signal {
  return {
    name: 'place',
    start(tell) {
      const id = navigator.geolocation.watchPosition(({ coords }) => {
        const places = fences
          // A fix as vague as the place itself proves nothing.
          .filter(fence => coords.accuracy <= fence.radiusM && distanceM(fence, coords) <= fence.radiusM)
          .map(fence => fence.name);
        tell({ places }, 'surroundings');
      });
      return () => navigator.geolocation.clearWatch(id);
    },
  };
}

/** The great-circle distance by the haversine formula, on a sphere of 6,371 km. */
export function distanceM(fence: { lat: number; lon: number }, at: { latitude: number; longitude: number }): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (a: number, b: number) => Math.sin(rad(b - a) / 2) ** 2;
  const h = half(fence.lat, at.latitude) + Math.cos(rad(fence.lat)) * Math.cos(rad(at.latitude)) * half(fence.lon, at.longitude);
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h));
}
