import { type Dial, type Way, parse } from './way.js';

/** `GET /v1/connect`. The token goes as a subprotocol, since a page cannot set headers of a WebSocket. */
export function websocket({ url, token, hello, ear, WebSocket }: Dial): Way {
  const address = new URL('v1/connect', url);
  address.protocol = address.protocol.replace('http', 'ws');
  if (WebSocket === undefined) {
    queueMicrotask(() => ear.lost({ reason: 'no WebSocket here' }));
    return { send: () => Promise.resolve(), end: () => {} };
  }
  const socket = new WebSocket(address, ['oneping.v1', `bearer.${token}`]);
  let over = false;
  const lost = (code?: number, reason?: string) => {
    if (over) return;
    over = true;
    ear.lost({ ...(code !== undefined && { code }), ...(reason && { reason }) });
  };
  socket.onopen = () => socket.send(JSON.stringify(hello));
  socket.onmessage = ({ data }) => {
    const frame = parse(String(data));
    if (!over && frame) ear.frame(frame);
  };
  socket.onclose = ({ code, reason }) => lost(code, reason);
  return {
    send(frame) {
      if (socket.readyState === 1) socket.send(JSON.stringify(frame));
      return Promise.resolve();
    },
    end(bye) {
      // On a dead path no close event ever comes, so none is waited for.
      over = true;
      if (bye && socket.readyState === 1) socket.send('{"type":"bye"}');
      socket.close(1000);
    },
  };
}
