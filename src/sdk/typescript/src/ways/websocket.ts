import { type Dial, type Loss, type Way, lossOf, parse } from './way.js';

/** `GET /v1/connect`. The token goes as a subprotocol, since a page cannot set headers of a WebSocket. */
export function websocket({ url, token, hello, ear, fetch, WebSocket }: Dial): Way {
  const address = new URL('v1/connect', url);
  address.protocol = address.protocol.replace('http', 'ws');
  if (WebSocket === undefined) {
    queueMicrotask(() => ear.lost({ reason: 'no WebSocket here' }));
    return { send: () => Promise.resolve(), end: () => {} };
  }
  const socket = new WebSocket(address, ['oneping.v1', `bearer.${token}`]);
  let over = false;
  let opened = false;
  const lost = (loss: Loss) => {
    if (over) return;
    over = true;
    ear.lost(loss);
  };
  /** A browser does not tell why a handshake was refused; the same token by plain HTTP does. */
  const probe = async (): Promise<Loss> => {
    const answer = await fetch(new URL('v1/tickets', url), { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    return answer.ok ? { reason: 'no WebSocket gets through' } : lossOf(answer);
  };
  let asked = false;
  const failed = () => {
    if (opened || over || asked) return;
    asked = true;
    void probe().then(lost, () => lost({ reason: 'no answer' }));
  };
  socket.onopen = () => {
    opened = true;
    socket.send(JSON.stringify(hello));
  };
  socket.onmessage = ({ data }) => {
    const frame = parse(String(data));
    if (!over && frame) ear.frame(frame);
  };
  socket.onclose = ({ code, reason }) => {
    if (opened) lost({ code, reason });
    else failed();
  };
  // Some runtimes close a socket that never opened without saying so.
  socket.onerror = () => failed();
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
